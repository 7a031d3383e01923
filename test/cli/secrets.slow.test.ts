import { execFileSync } from 'node:child_process';
import fs, { chmodSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import fc from 'fast-check';
import { GivenValues, variableName } from '../../lib/cli/secrets/given-values';
import { existingValues, keyOf, manifestsOf } from '../../lib/cli/secrets/secret-manifests';
import type { Manifest } from '../service/shop';
import { HUSH, assembly, expectSilence, folder, made, run, temporary } from './fixtures/secrets-shop';

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
  expect(await run('init', 'local', { out: join(assembly, 'local/secrets.yaml'), from }))
    .toMatchObject(refused('a file of the assembly'));
  mkdirSync(join(at, 'sub'));
  symlinkSync(join(at, 'tracked.yaml'), join(at, 'sub', 'link.yaml'));
  expect(await into('sub/link.yaml')).toMatchObject(refused('a link'));
  expect(await into('deep/er/closed.yaml')).toMatchObject({ code: 0 });
  expect(statSync(join(at, 'deep/er')).mode & 0o777).toBe(0o700);
  chmodSync(join(at, 'deep/er/closed.yaml'), 0o644);
  expect(await into('deep/er/closed.yaml')).toMatchObject({ code: 0 });
  expect(statSync(join(at, 'deep/er/closed.yaml')).mode & 0o777).toBe(0o600);
});

test('nothing that is beside the file for a moment could be committed, nor stays there', () => {
  const at = temporary();
  const git = (...args: string[]) => execFileSync('git', args, { cwd: at, encoding: 'utf8' });
  git('init', '-q');
  writeFileSync(join(at, '.git/info/exclude'), '/kept.yaml\n');
  const { from } = folder();
  let beside = '';
  const rename = jest.spyOn(fs, 'renameSync').mockImplementationOnce((aside) => {
    beside = `${git('status', '--porcelain', '-uall')}${(statSync(aside).mode & 0o777).toString(8)}`;
    throw new Error('no space');
  });
  return run('init', 'local', { out: join(at, 'kept.yaml'), from }).then(({ code, err }) => {
    rename.mockRestore();
    expect([code, err, beside]).toEqual([2, expect.stringContaining('no space'), '600']);
    expect(fs.readdirSync(at)).toEqual(['.git']);
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

test('no value was said', () => {
  expect(made).toHaveLength(1);
  expectSilence();
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
