import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { ParityApp, ParityChart, derive, environment, facts, text, vary } from '../../lib';
import { SecretInputs } from '../../lib/check/secret-inputs';
import { readAssembly } from '../../lib/synth/assembly/read-assembly';
import { narrowed } from '../../lib/synth/assembly/select-charts';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

interface Contract {
  readonly domain: string;
  readonly namespace: string;
  readonly token: string;
  readonly keys: { readonly first: string };
}

const why = 'values differ';

class Holder extends ParityChart {
  readonly whole = vary.string({ default: 'w', pattern: /^\w+$/, why });
  readonly chosen = vary.string({ default: 'c', pattern: /^\w+$/, why });
  readonly size = vary.oneOf(['small', 'large'], { default: 'small', why });
  readonly part = vary.string({ default: 'p', pattern: /^\w+$/, why });
  readonly shared = vary.string({ default: 's', pattern: /^\w+$/, why });
  readonly hashed = vary.string({ default: 'h', pattern: /^\w+$/, why });
  readonly named = vary.string({ default: 'n', pattern: /^\w+$/, why });

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const env = facts<Contract>(this);
    new ApiObject(this, 'secret', {
      apiVersion: 'v1', kind: 'Secret', metadata: { name: id, labels: { of: this.named } },
      stringData: {
        whole: this.whole, token: env.token, ...env.keys,
        chosen: derive.lookup(this.size, { small: this.chosen, large: 'none' }),
        'all.json': text.json({ part: this.part, shared: this.shared, hashed: this.hashed, domain: env.domain }),
      },
    } as never);
    new ApiObject(this, 'config', {
      apiVersion: 'v1', kind: 'ConfigMap',
      metadata: { name: id, annotations: { hash: derive.contentHash({ hashed: this.hashed }) } },
      data: { shared: `is ${this.shared}`, size: this.size, whole: this.whole, domain: env.domain },
    } as never);
  }
}

class Reader extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const env = facts<Contract>(this);
    new ApiObject(this, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id },
      data: { address: `https://${env.token}@${env.domain}`, first: env.keys.first } } as never);
  }
}

const temporary = temporaryFolders();

function synthesized() {
  const outdir = temporary();
  const answers = { domain: 'd', namespace: 'n', token: 't', keys: { first: 'f' } };
  const app = new ParityApp({ environments: [environment<Contract>('local', answers)], outdir });
  new Holder(app, 'holder');
  new Reader(app, 'reader');
  app.synth();
  return readAssembly(outdir);
}

test('a variation is hidden when it is the whole value of a Secret, or readable nowhere else', () => {
  const { index } = synthesized();
  const [holder] = index.charts;
  const secrets = new SecretInputs(index);
  const hidden = holder.variations.map(({ name }) => name).filter((name) => secrets.hasVariation(holder, name));
  expect(hidden.sort()).toEqual(['chosen', 'hashed', 'part', 'whole']);
});

test('a fact that is hidden in one chart is so in all, with what holds it and what is in it', () => {
  const assembly = synthesized();
  const part = narrowed(assembly, assembly.index.charts.filter(({ id }) => id === 'reader'));
  for (const { index } of [assembly, part, narrowed(part, [])]) {
    const secrets = new SecretInputs(index);
    expect([['token'], ['keys'], ['keys', 'first'], ['domain'], ['namespace']].filter((path) => secrets.hasFact(path)))
      .toEqual([['token'], ['keys'], ['keys', 'first']]);
  }
});

test('what an exception writes in place of a hidden value is hidden', () => {
  const { index } = synthesized();
  const [holder] = index.charts;
  const secrets = new SecretInputs(index);
  const values = (object: string, path: string) => secrets.patchOf(holder, { object,
    patch: [{ op: 'replace', path, value: 'new' }] }).map((operation) => 'value' in operation && operation.value);
  expect(values('Secret/holder', '/stringData/whole')).toEqual(['(a value of a Secret)']);
  expect(values('ConfigMap/holder', '/data/whole')).toEqual(['(a value of a Secret)']);
  expect(values('ConfigMap/holder', '/data')).toEqual(['(a value of a Secret)']);
  expect(values('ConfigMap/holder', '/data/domain')).toEqual(['new']);
});
