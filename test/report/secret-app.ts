import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, text, vary } from '../../lib';

export interface VaultContract {
  readonly domain: string;
  readonly namespace: string;
  readonly vault: { readonly token: string; readonly address: string };
  readonly users: readonly string[];
  readonly keys: { readonly [name: string]: string };
}

/** A value that may stand nowhere but in the manifests and in parity.json. */
export const MARK = 'Zq7hidden';

/** A chart in which hidden values come in every way into a Secret, and into what stands beside it. */
export class Vault extends ParityChart {
  readonly password = vary.string({ default: `${MARK}-default-1`, pattern: new RegExp(`^${MARK}-[a-z]+-\\d$`),
    why: 'each database has its own' });
  readonly tier = vary.oneOf([`${MARK}-tier-1`, `${MARK}-tier-2`], { default: `${MARK}-tier-1`, why: 'plans differ' });
  readonly pin = vary.integer({ default: 1111741, min: 1111740, max: 991117499, why: 'safes differ' });
  readonly spare = vary.string({ default: `${MARK}-spare-1`, pattern: /^[\w-]+$/, why: 'disks differ' });
  readonly steady = vary.string({ default: `${MARK}-steady-1`, pattern: /^[\w-]+$/, why: 'nobody sets it' });
  readonly hosts = vary.map({ values: /^[\w.-]+$/, default: { main: `${MARK}-host-1` }, why: 'sites differ' });

  constructor(scope: Construct, id: string, fixed = `${MARK}-fixed-1`) {
    super(scope, id, { owner: 'vault' });
    const env = facts<VaultContract>(this);
    new ApiObject(this, 'secret', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: id, annotations: { applied: `{"data":"${fixed}"}` } },
      stringData: {
        password: this.password, tier: this.tier, pin: `${this.pin}`, spare: this.spare, steady: this.steady,
        token: env.vault.token, fixed,
        url: `postgres://${fixed}:${this.password}@db.${env.domain}`,
        'settings.json': text.json({ password: this.password, domain: env.domain }),
        ...env.keys,
      },
    } as never);
    new ApiObject(this, 'list', {
      apiVersion: 'v1', kind: 'List', metadata: { name: `${id}-list` },
      items: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: `${id}-inner` },
        stringData: { fixed } }],
    } as never);
    new ApiObject(this, 'wrapper', {
      apiVersion: 'kubernetes.example.com/v1', kind: 'Object', metadata: { name: `${id}-wrapper` },
      spec: { reference: { kind: 'Secret', name: 'readable' }, manifest: { apiVersion: 'v1', kind: 'Secret',
        metadata: { name: `${id}-wrapped` }, stringData: { ...this.hosts, fixed } } },
    } as never);
    new ApiObject(this, 'claim', {
      apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: id },
      spec: { storageClassName: `of-${this.spare}` },
    } as never);
    new ApiObject(this, 'config', {
      apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id, annotations: {
        checksum: derive.contentHash({ password: this.password }) } },
      data: {
        domain: env.domain, address: `${env.vault.address}/${env.vault.token}`, copy: `of ${this.password}`,
        tier: derive.lookup(this.tier, { [`${MARK}-tier-1`]: 'small', [`${MARK}-tier-2`]: 'large' }),
        'config.json': text.json({ inner: { password: this.password } }),
      },
    } as never);
  }
}

/** An environment of the shop; `nth` is part of every hidden value. */
function vaulted(name: string, nth: number) {
  return environment<VaultContract>(name, {
    domain: `${name}.example.com`, namespace: 'vault', users: [`${name}-user`],
    vault: { token: `${MARK}-token-${nth}`, address: `https://vault.${name}` },
    keys: { first: `${MARK}-key-${nth}` },
  });
}

/** @param edition part of the hidden values: two editions differ in all of them */
export function vaultApp(outdir: string, edition = 1): ParityApp {
  const production = vaulted('production', edition + 2).overlay(Vault, {
    password: `${MARK}-production-${edition}`, spare: `${MARK}-set-${edition}`, tier: `${MARK}-tier-2`, pin: 11117400 + edition,
    hosts: { main: `${MARK}-host-${edition}`, other: `${MARK}-other-${edition}` },
  }).except(Vault, {
    object: 'Secret/vault', reason: 'rotated by hand', owner: 'vault', expires: '2099-12-31',
    patch: [{ op: 'add', path: '/stringData/patched', value: `${MARK}-patched-${edition}` },
      { op: 'replace', path: '/stringData/fixed', value: `${MARK}-replaced-${edition}` }],
  }).except(Vault, {
    object: 'List/vault-list', reason: 'another list', owner: 'vault', expires: '2099-12-31',
    patch: [{ op: 'replace', path: '/items/0/stringData/fixed', value: `${MARK}-listed-${edition}` }],
  }).except(Vault, {
    object: 'ConfigMap/vault', reason: 'another copy', owner: 'vault', expires: '2099-12-31',
    patch: [{ op: 'replace', path: '/data/copy', value: `${MARK}-copied-${edition}` }],
  });
  const staging = vaulted('staging', edition).overlay(Vault, { password: `${MARK}-staging-${edition}` });
  const app = new ParityApp({ environments: [staging, production], outdir });
  new Vault(app, 'vault', `${MARK}-fixed-${edition}`);
  return app;
}
