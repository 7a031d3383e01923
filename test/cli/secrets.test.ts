import { existsSync, writeFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { withoutValues } from '../../lib/cli/secrets/cluster-secrets';
import { GivenValues } from '../../lib/cli/secrets/given-values';
import type { InitOptions } from '../../lib/cli/secrets/init-options';
import { findValues } from '../../lib/cli/secrets/secret-values';
import { findSchemaProblems } from '../service/crd-schema';
import { HUSH, assembly, expectSilence, folder, kept, made, objectsIn, run } from './fixtures/secrets-shop';

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
      `PAYMENT_API_KEY="${HUSH}\nB=c\n`, `PAYMENT_API_KEY= "${HUSH}" c\n`, `PAYMENT_API_KEY='${HUSH}'c\n`,
      Buffer.from(`PAYMENT_API_KEY=${HUSH}\xe4\n`, 'latin1'),
      `payment: {\n apiKey: "${HUSH}\n`, `PAYMENT_API_KEY=${HUSH}\n${HUSH}\n`, `- ${HUSH}\n`, `payment: [${HUSH}]\n`,
      `payment: { apiKey: "${HUSH}\\ud800" }\n`,
    ]) {
      const { code, err } = await run('init', 'local', folder(given));
      expect([code, err]).toEqual([2, expect.stringContaining('PARITY_BAD_ARGUMENT')]);
    }
    const { out, from } = folder();
    writeFileSync(out, `a: {\n "${HUSH}`);
    expect(await run('init', 'local', { out, from }))
      .toMatchObject({ code: 2, err: expect.stringContaining('something else than manifests') });
  });
});

test('a value is read as shells read it, and a name that two keys would have is neither\'s', () => {
  const read = (text: string) => new GivenValues(text, '--from x').find('payment:apiKey');
  const name = 'PAYMENT_API_KEY';
  expect([
    `\uFEFF${name}=a\r\n`, `${name}="a\\tb"\r\nB='c'\r\n`, `${name}=a#b # why`, `${name}= # none`, `${name}=#a`,
    'payment: { apiKey: null }', 'payment: { apiKey: "null" }', 'payment: { apiKey: 012 }',
  ].map(read)).toEqual(['a', 'a\tb', 'a#b', undefined, '#a', undefined, 'null', '012']);
  const keys = [['payment', 'apiKey'], ['payment-api', 'key'], ['1st', 'key']]
    .map(([key, property]) => ({ name: key, remote: { key, property } }));
  const needed = [{ chart: 'shop', construct: 'shop/api', name: 'shop-api-payment', keys }];
  const found = findValues(needed, new Map(), new GivenValues(`${name}=a\n`, '--from x'), new Set());
  expect(found.failures.map(({ fix }) => fix)).toEqual([
    expect.stringMatching(/as YAML.*1st: { key: ... }/), expect.stringMatching(/as YAML.*payment-api: { key: ... }/),
    expect.stringMatching(/as YAML.*payment: { apiKey: ... }/),
  ]);
});

test('no value was said, and none stands in the assembly', () => {
  expect(made).toHaveLength(3);
  expectSilence();
  expect(readFileSync(join(assembly, 'parity.json'), 'utf8')).not.toContain(HUSH);
});

test('what a cluster says holds no value in any form that it could have there', () => {
  const value = 'pass"word\\1\nsecond-line';
  const entry = JSON.stringify({ apiKey: value });
  for (const said of [value, entry, JSON.stringify(entry), Buffer.from(value).toString('base64'), 'x second-line y']) {
    expect(withoutValues(`denied: ${said}`, [value])).toMatch(/^denied: [^]*\(a value\)/);
    expect(withoutValues(`denied: ${said}`, [value])).not.toMatch(/word|second|cGFzcyJ3/);
  }
});
