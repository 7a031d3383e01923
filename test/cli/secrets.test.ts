import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import type { Construct } from 'constructs';
import {
  type EnvironmentContract, Microservice, ParityApp, ParityChart, environment, secrets as declare,
} from '../../lib';
import { GivenValues, variableName } from '../../lib/cli/secrets/given-values';
import type { InitOptions } from '../../lib/cli/secrets/init-options';
import { existingValues, keyOf, manifestsOf } from '../../lib/cli/secrets/secret-manifests';
import { secrets } from '../../lib/cli/secrets/secrets';
import { terminalOf } from '../../lib/cli/terminal';
import { findSchemaProblems } from '../service/crd-schema';
import { FACTS, IMAGE, type Manifest } from '../service/shop';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();

const payment = declare('payment', {
  keys: {
    apiKey: { description: 'of the provider' },
    signing: { generate: { form: 'hex', length: 20 } },
    both: { template: '{{ .apiKey }}/{{ .signing }}' },
  },
  reload: 'none',
});

class Shop extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new Microservice(this, 'api', { image: IMAGE, env: { KEY: payment.key('apiKey'), BOTH: payment.key('both') } });
    new Microservice(this, 'worker', {
      image: IMAGE, env: { KEY: payment.key('apiKey'), OTHER: { secret: 'somebodys', key: 'x' } },
    });
  }
}

const store = { name: 'platform', kind: 'ClusterSecretStore' };
const facts = (externalSecrets: boolean, secretStore: EnvironmentContract['secretStore']) =>
  ({ ...FACTS, capabilities: { ...FACTS.capabilities, externalSecrets }, secretStore });
const ENVIRONMENTS = [
  environment<EnvironmentContract>('local', facts(false, { ...store, provider: 'fake' })),
  environment<EnvironmentContract>('test', facts(true, { name: 'made-up', kind: 'SecretStore', provider: 'fake' })),
  environment<EnvironmentContract>('staging', facts(true, {
    ...store, provider: 'kubernetes', kubernetes: { namespace: 'vault' },
  })),
  environment<EnvironmentContract>('production', facts(true, {
    ...store, provider: 'aws', aws: { region: 'eu-west-1' },
  })),
];

let assembly: string;
beforeAll(() => {
  assembly = join(temporary(), 'dist');
  const app = new ParityApp({ environments: ENVIRONMENTS, outdir: assembly });
  app.add(Shop, 'shop');
  app.synth();
});

/** Everything that any command wrote, in which no value may be; and values that were made up. */
let said = '';
const made: string[] = [];

async function run(action: 'list' | 'init', environment: string | undefined, options: Partial<InitOptions> = {}) {
  const text = { out: '', err: '' };
  const to = (name: 'out' | 'err') =>
    terminalOf({ write: (chunk: string) => { text[name] += chunk; return true; } } as never, {});
  const output = { out: to('out'), err: to('err') };
  const code = await secrets(action, environment, { assembly, format: 'text', ...options }, output);
  said += text.out + text.err;
  return { code, ...text };
}

const HUSH = 'hush-0fd1';
/** A folder of no repository, with the value that nobody can make up. */
function folder(given = `PAYMENT_API_KEY=${HUSH}\n`): { readonly out: string; readonly from: string } {
  const at = temporary();
  writeFileSync(join(at, 'given'), given);
  return { out: join(at, 'kept.yaml'), from: join(at, 'given') };
}

const objectsIn = (file: string) => loadAll(readFileSync(file, 'utf8')) as Manifest[];

/** What a kept file holds: the data of each object, decoded. */
function kept(file: string): Record<string, Record<string, string>> {
  const objects = objectsIn(file) as { kind: string; metadata: Record<string, string>; data: Record<string, string> }[];
  return Object.fromEntries(objects.map(({ kind, metadata, data = {} }) => [
    `${kind}/${metadata.namespace ?? ''}/${metadata.name}`,
    Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()])),
  ]));
}

test('list says which service reads which key, from where, and who fills it', async () => {
  const { code, out } = await run('list', 'production', { format: 'json' });
  expect(code).toBe(0);
  const { reads, values } = JSON.parse(out);
  expect(reads.map((row: Record<string, unknown>) => [row.service, row.key, row.from, row.entry])).toEqual([
    ['shop/api', 'apiKey', 'store', 'payment:apiKey'], ['shop/api', 'both', 'computed', undefined],
    ['shop/worker', 'apiKey', 'store', 'payment:apiKey'], ['shop/worker', 'x', 'owner', undefined],
  ]);
  expect(reads[2]).toMatchObject({ as: { env: 'KEY' }, mayReadToo: ['payment:signing'] });
  const filledBy = 'whoever keeps the store platform (aws)';
  expect(values).toEqual([
    {
      environment: 'production', entry: 'payment:apiKey', filledBy, description: 'of the provider',
      secrets: ['shop-api-payment', 'shop-worker-payment'],
    },
    { environment: 'production', entry: 'payment:signing', filledBy, secrets: ['shop-api-payment'] },
  ]);
  const local = await run('list', 'local');
  expect(local.out.split('\n')).toEqual([
    'local',
    '  SERVICE      KEY     AS     FROM                  SECRET',
    '  shop/api     apiKey  KEY    payment:apiKey        shop-api-payment',
    '  shop/api     both    BOTH   (computed)            shop-api-payment',
    '  shop/worker  apiKey  KEY    payment:apiKey        shop-worker-payment',
    "  shop/worker  x       OTHER  (the Secret's owner)  somebodys",
    '  shop/worker may read payment:signing as well: it is in the entry of payment:apiKey',
    '',
    '  VALUE            FILLED BY                   WHAT IT IS',
    '  payment:apiKey   parity secrets init --from  of the provider',
    '  payment:signing  parity secrets init',
    '',
  ]);
  expect((await run('list', undefined)).out.match(/^\w+$/gm)).toEqual(['local', 'test', 'staging', 'production']);
});

test('init makes up what it may, takes the rest, computes the others, and keeps it all the next time', async () => {
  const { out, from } = folder();
  const first = await run('init', 'local', { out, from });
  expect([first.code, first.err]).toEqual([0, '']);
  expect(first.out).toMatch(/payment:apiKey +given\npayment:signing +generated\n/);
  const text = readFileSync(out, 'utf8');
  const secretsOf = kept(out);
  const { signing } = secretsOf['Secret/shop/shop-api-payment'];
  expect(signing).toMatch(/^[0-9a-f]{20}$/);
  expect(secretsOf).toEqual({
    'Secret/shop/shop-api-payment': { apiKey: HUSH, signing, both: `${HUSH}/${signing}` },
    'Secret/shop/shop-worker-payment': { apiKey: HUSH },
  });
  expect(statSync(out).mode & 0o777).toBe(0o600);
  const again = await run('init', 'local', { out });
  expect(again.out).toMatch(/payment:apiKey +kept\npayment:signing +kept\n/);
  expect(readFileSync(out, 'utf8')).toBe(text);
  await run('init', 'local', { out, rotate: ['payment:signing'] });
  const rotated = kept(out)['Secret/shop/shop-api-payment'];
  expect(rotated.signing).not.toBe(signing);
  expect(rotated).toMatchObject({ apiKey: HUSH, both: `${HUSH}/${rotated.signing}` });
  made.push(signing, rotated.signing);
});

test('init fills a store of made-up values, and keeps in it what others gave', async () => {
  const { out, from } = folder(`payment:\n  apiKey: ${HUSH}\n  foreign: 1\n`);
  const theirs = [{ key: 'theirs', value: '{"a":1}' }, { key: 'payment', value: 'old', version: 'v0' }];
  writeFileSync(out, JSON.stringify({
    kind: 'SecretStore', metadata: { name: 'made-up', namespace: 'shop' },
    spec: { provider: { fake: { data: [...theirs, { key: 'payment', value: '{"count":3}' }] } } },
  }));
  expect((await run('init', 'test', { out, from })).out).toContain('not declared, and not used: 1 given value');
  const [store] = objectsIn(out);
  expect([store.kind, store.metadata.name, store.metadata.namespace]).toEqual(['SecretStore', 'made-up', 'shop']);
  const { data } = store.spec.provider.fake;
  expect(data).toEqual([...theirs, { key: 'payment', value: expect.any(String) }]);
  const entry = JSON.parse(data[2].value as string);
  expect(entry).toEqual({ count: 3, apiKey: HUSH, signing: expect.stringMatching(/^[0-9a-f]{20}$/) });
  made.push(entry.signing as string);
  expect(findSchemaProblems(store)).toEqual([]);
});

test('init fills Secrets that stand for the entries of a store, and keeps in them what others gave', async () => {
  const shared = folder();
  const metadata = '{ name: payment, namespace: vault }';
  writeFileSync(shared.out, `apiVersion: v1\nkind: Secret\nmetadata: ${metadata}\ndata: { theirs: /wA= }\n`);
  const { out: summary } = await run('init', 'staging', shared);
  expect(summary).toContain('2 values for staging in 1 object');
  expect(readFileSync(shared.out, 'utf8')).toContain('theirs: /wA=');
  expect(Object.keys(kept(shared.out)['Secret/vault/payment'])).toEqual(['apiKey', 'signing', 'theirs']);
});

describe('init refuses', () => {
  test('to go on without a value that nobody can make up, and writes nothing', async () => {
    const { out, from } = folder('# nothing\n\nexport OTHER="x"\n');
    const { code, err } = await run('init', 'local', { out, from });
    expect(code).toBe(1);
    expect(err).toContain("'payment:apiKey': of the provider");
    expect(err).toContain('PAYMENT_API_KEY=..., or YAML  payment: { apiKey: ... }');
    expect(existsSync(out)).toBe(false);
  });

  test('a real store', async () => {
    const { out, from } = folder();
    expect(await run('init', 'production', { out, from }))
      .toMatchObject({ code: 2, err: expect.stringContaining("PARITY_REAL_STORE") });
    expect(existsSync(out)).toBe(false);
  });

  test.each<[string, string | undefined, Partial<InitOptions>, RegExp]>([
    ['without an environment', undefined, {}, /needs an environment/],
    ['for an environment that is none', 'lokal', {}, /PARITY_UNKNOWN_ENVIRONMENT[^]*'local'/],
    ['to apply to whatever context is the current one', 'local', { apply: true }, /--apply without --context/],
    ['a context that it would not use', 'local', { context: 'x' }, /--context without --apply/],
    ['to make a key anew that is none', 'local', { rotate: ['payment:sining'] }, /'payment:signing'/],
    ['a file of values that is not there', 'local', { from: '/nonexistent/x' }, /--from \/nonexistent\/x[^]*ENOENT/],
  ])('%s', async (_, environment, options, message) => {
    const out = options.apply === true ? undefined : folder().out;
    const { code, err } = await run('init', environment, { out, ...options });
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('values that it cannot read, without showing them', async () => {
    for (const given of [
      `payment: {\n apiKey: "${HUSH}\n`, `PAYMENT_API_KEY=${HUSH}\n${HUSH}\n`, `- ${HUSH}\n`, `payment: [${HUSH}]\n`,
    ]) {
      const { code, err } = await run('init', 'local', folder(given));
      expect([code, err]).toEqual([2, expect.stringContaining('PARITY_BAD_ARGUMENT')]);
    }
    const { out, from } = folder();
    writeFileSync(out, `a: {\n "${HUSH}`);
    expect(await run('init', 'local', { out, from }))
      .toMatchObject({ code: 2, err: expect.stringContaining('something else than manifests') });
  });

  test('a file that git tracks or would track, and a link; what git ignores is taken', async () => {
    const at = temporary();
    const git = (...args: string[]) => execFileSync('git', args, { cwd: at, stdio: 'pipe' });
    git('init', '-q');
    const from = folder().from;
    const into = (name: string) => run('init', 'local', { out: join(at, name), from });
    const refused = (why: string) => ({ code: 2, err: expect.stringContaining(why) });
    expect(await into('deep/er/open.yaml')).toMatchObject(refused('does not ignore'));
    writeFileSync(join(at, 'tracked.yaml'), '');
    git('add', 'tracked.yaml');
    writeFileSync(join(at, '.gitignore'), '*.yaml\n');
    expect(await into('tracked.yaml')).toMatchObject(refused('git tracks'));
    mkdirSync(join(at, 'sub'));
    symlinkSync(join(at, 'tracked.yaml'), join(at, 'sub', 'link.yaml'));
    expect(await into('sub/link.yaml')).toMatchObject(refused('a link'));
    expect(await into('deep/er/closed.yaml')).toMatchObject({ code: 0 });
    expect(statSync(join(at, 'deep/er')).mode & 0o777).toBe(0o700);
  });
});

describe('--apply', () => {
  const { PATH } = process.env;
  afterEach(() => { process.env.PATH = PATH; });

  /** A kubectl that knows the context `kind-test`, has one Secret, and notes what it was asked. */
  function stub(apply: string, version = 'echo "{}"'): { readonly calls: () => string; readonly input: () => string } {
    const at = temporary();
    const there = JSON.stringify({ kind: 'Secret', data: { apiKey: Buffer.from(HUSH).toString('base64') } });
    writeFileSync(join(at, 'kubectl'), `#!/bin/sh
echo "$*" >> ${at}/calls
case "$*" in
  *get-contexts*) echo kind-test; echo kind-test-2;;
  *--raw*) ${version};;
  *"get Secret shop-api-payment"*) echo '${there}';;
  *apply*) cat > ${at}/input; ${apply};;
esac
`);
    chmodSync(join(at, 'kubectl'), 0o755);
    process.env.PATH = `${at}${delimiter}${PATH}`;
    const read = (name: string) => () => readFileSync(join(at, name), 'utf8');
    return { calls: read('calls'), input: read('input') };
  }

  test('keeps what the cluster has, and gives values by the standard input alone', async () => {
    const { calls, input } = stub('true');
    const { code, out } = await run('init', 'local', { apply: true, context: 'kind-test' });
    expect(code).toBe(0);
    expect(out).toMatch(/payment:apiKey +kept\npayment:signing +generated\n[^]*the cluster of context kind-test/);
    const { items } = JSON.parse(input());
    expect(items.map((item: Manifest) => item.metadata.name)).toEqual(['shop-api-payment', 'shop-worker-payment']);
    made.push(Buffer.from(items[0].data.signing as string, 'base64').toString());
    expect(Buffer.from(items[1].data.apiKey as string, 'base64').toString()).toBe(HUSH);
    expect(calls().split('\n').slice(1, -1).every((line) => line.startsWith('--context kind-test '))).toBe(true);
    expect(calls()).toContain('apply --server-side --field-manager cdk8s-parity-secrets -f -');
    expect(calls()).not.toContain(Buffer.from(HUSH).toString('base64'));
  });

  test('a context is meant exactly', async () => {
    stub('true');
    expect(await run('init', 'local', { apply: true, context: 'kind-tes' }))
      .toMatchObject({ code: 2, err: expect.stringMatching(/PARITY_UNKNOWN_CONTEXT[^]*kind-test, kind-test-2/) });
  });

  test('a cluster that does not answer is exit code 3, and one that refuses says why without the values', async () => {
    stub('true', 'echo "dial tcp: refused" >&2; exit 1');
    expect(await run('init', 'local', { apply: true, context: 'kind-test' }))
      .toMatchObject({ code: 3, err: expect.stringMatching(/PARITY_NO_CLUSTER[^]*dial tcp: refused/) });
    stub(`echo 'admission denied ${HUSH}' >&2; exit 1`);
    expect(await run('init', 'local', { apply: true, context: 'kind-test' }))
      .toMatchObject({ code: 1, err: expect.stringMatching(/PARITY_NOT_APPLIED[^]*admission denied \(a value\)/) });
    process.env.PATH = temporary();
    expect(await run('init', 'local', { apply: true, context: 'kind-test' }))
      .toMatchObject({ code: 2, err: expect.stringContaining('PARITY_NO_KUBECTL') });
  });
});

test('no value was said, and none stands in the assembly', () => {
  expect(said.length).toBeGreaterThan(1000);
  expect(made).toHaveLength(4);
  for (const value of [HUSH, ...made]) expect(said).not.toContain(value);
  expect(readFileSync(join(assembly, 'parity.json'), 'utf8')).not.toContain(HUSH);
});

describe('for any values', () => {
  const identities = ['payment:apiKey', 'payment:signing', 'a/b:c-d', 'whole'];
  const keys = identities.map((identity, i) => {
    const [key, property] = identity.split(':');
    return { name: `k${i}`, remote: { key, ...(property === undefined ? {} : { property }) } };
  });
  const needed = [{ chart: 'a', construct: 'a/b', name: 'a-b', namespace: 'shop', keys }];
  const texts = fc.tuple(...identities.map(() => fc.string({ unit: 'grapheme', minLength: 1 })));
  const sources: Parameters<typeof manifestsOf>[1][] = [
    { kind: 'secrets' }, { kind: 'fake', name: 'x', storeKind: 'ClusterSecretStore' },
    { kind: 'kubernetes', namespace: 'v' },
  ];

  test.each(sources)('what is written to $kind is what is kept, and is written alike again', (source) => {
    fc.assert(fc.property(texts, (given) => {
      // An entry that is a value itself is no Secret of other keys.
      const own = source.kind === 'kubernetes' ? identities.slice(0, 3) : identities;
      const values = new Map(own.map((identity, i) => [identity, given[i]]));
      const write = (former: Parameters<typeof manifestsOf>[4]) =>
        new Map(manifestsOf(needed, source, {}, values, former).map((object) => [keyOf({
          kind: object.kind as string, ...(object.metadata as unknown as { name: string }),
        }), JSON.parse(JSON.stringify(object))]));
      const objects = write(new Map());
      expect(new Map(existingValues(objects, needed, source, {}))).toEqual(values);
      expect(write(objects)).toEqual(objects);
    }), { numRuns: 40 });
  });

  test('a file of them is read as it was meant, in both forms', () => {
    const escaped = (text: string) => text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n');
    fc.assert(fc.property(texts, (given) => {
      const lines = identities.map((identity, i) => `${variableName(identity)}="${escaped(given[i])}" # why\n`);
      const yaml = identities.map((identity, i) => {
        const [entry, property] = identity.split(':');
        return [entry, property, given[i]] as const;
      }).reduce<Record<string, unknown>>((all, [entry, property, text]) => ({
        ...all, [entry]: property === undefined ? text : { ...(all[entry] as object), [property]: text },
      }), {});
      for (const text of [lines.join('\n'), JSON.stringify(yaml)]) {
        const values = new GivenValues(text, '--from x');
        expect(identities.map((identity) => values.find(identity))).toEqual(given);
        expect(values.countBesides(identities)).toBe(0);
      }
    }), { numRuns: 60 });
  });
});
