import type { Construct } from 'constructs';
import { ApiObject } from 'cdk8s';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ParityChart, artifact } from '../../lib';
import { imageOf } from '../../lib/environment/artifacts';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { failureOf, render, shop } from './fixtures/probe';

const temporary = temporaryFolders();
const digest = `sha256:${'a'.repeat(64)}`;

class Api extends ParityChart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ApiObject(this, 'pod', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'pod' },
      spec: { containers: [{ name: 'main', image: imageOf(this, artifact('shop/api')) }] },
    });
  }
}

function write(content: unknown): string {
  const file = join(temporary(), 'artifacts.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}
const listed = (entry: unknown, name = 'shop/api') => write({ artifacts: { [name]: entry } });
const entry = { repository: 'shop/api', digest, tag: 'v1' };

afterEach(() => {
  delete process.env.PARITY_ARTIFACTS;
});

test('an artifact is the same bytes everywhere, from the registry that is a fact', () => {
  const environments = [
    shop('local', { registry: 'localhost:5000' }),
    shop('production', { registry: 'eu.registry.test' }),
  ];
  const { files, index } = render({ a: Api }, { environments, artifacts: listed(entry), witness: true });
  const image = (target: string) =>
    (load(files.get(`${target}/a.k8s.yaml`) as string) as { spec: { containers: { image: string }[] } }).spec
      .containers[0].image;
  expect([image('local'), image('production')]).toEqual([
    `localhost:5000/shop/api@${digest}`,
    `eu.registry.test/shop/api@${digest}`,
  ]);
  expect(index.charts[0].images).toEqual([
    { object: 'Pod/pod', container: 'main', artifact: 'shop/api', repository: 'shop/api', digest },
  ]);
});

test('an app that names no file of artifacts is told to', () => {
  expect(failureOf(() => render({ a: Api })))
    .toMatchObject({ code: 'PARITY_NO_ARTIFACT', fix: expect.stringContaining("artifacts: 'artifacts.json'") });
});

test('an unknown artifact is named with what it may have meant, or with what an entry looks like', () => {
  expect(failureOf(() => render({ a: Api }, { artifacts: listed(entry, 'shop/apo') })))
    .toMatchObject({ code: 'PARITY_NO_ARTIFACT', got: "artifact('shop/api')", expected: "artifact('shop/apo')" });
  expect(failureOf(() => render({ a: Api }, { artifacts: listed(entry, 'redis') })).expected)
    .toBe('"shop/api": { "repository": "...", "digest": "sha256:..." }');
});

test('without a file no artifact is found', () => {
  expect(failureOf(() => render({ a: Api })).code).toBe('PARITY_NO_ARTIFACT');
});

test('a replacement file makes the assembly not releasable', () => {
  const artifacts = listed({ ...entry, digest: `sha256:${'c'.repeat(64)}` });
  process.env.PARITY_ARTIFACTS = listed(entry);
  const { index } = render({ a: Api }, { artifacts });
  expect(index.releasable).toBe(false);
  expect(index.notReleasable).toContain('its artifacts come from a replacement of the committed file');
  expect(index.charts[0].images[0].digest).toBe(digest);
});

const wrong: readonly [string, () => string, RegExp][] = [
  ['is missing', () => join(temporary(), 'none.json'), /^no such file$/],
  ['is a folder', () => temporary(), /EISDIR/],
  ['is no JSON', () => write('{'), /JSON/],
  ['is a list', () => write([]), /no "artifacts"/],
  ['has no artifacts', () => write({}), /no "artifacts"/],
  ['has an entry without digest', () => listed({ repository: 'shop/api' }), /'shop\/api': digest missing/],
  ['has a tag for a digest', () => listed({ ...entry, digest: 'v1' }), /digest "v1"/],
  ['has a short digest', () => listed({ ...entry, digest: 'sha256:abc' }), /digest/],
  ['has an upper-case digest', () => listed({ ...entry, digest: digest.replace(/a/g, 'A') }), /digest/],
  ['has a digest with a line after it', () => listed({ ...entry, digest: `${digest}\n` }), /digest/],
  ['has a repository with a tag', () => listed({ ...entry, repository: 'shop/api:v1' }), /repository/],
  ['has a repository with a host', () => listed({ ...entry, repository: 'registry.test:5000/shop/api' }), /repository/],
  ['has a repository that climbs', () => listed({ ...entry, repository: '../api' }), /repository/],
  ['has an entry that is null', () => listed(null), /repository missing/],
];

test.each(wrong)('an artifacts file that %s is one failure that names it', (_, make, got) => {
  const file = make();
  const failure = failureOf(() => render({ a: Api }, { artifacts: file }));
  expect(failure).toMatchObject({ code: 'PARITY_BAD_ARTIFACTS', where: file });
  expect(failure.got).toMatch(got);
});

test('the names of prototypes are no artifacts', () => {
  const file = write('{ "artifacts": { "__proto__": { "repository": "shop/api", "digest": "x" } } }');
  expect(failureOf(() => render({ a: Api }, { artifacts: file })).code).toBe('PARITY_BAD_ARTIFACTS');
});
