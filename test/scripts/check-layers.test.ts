import { checkLayers } from '../../scripts/check-layers';

const check = (files: Record<string, string>) => checkLayers(new Map(Object.entries(files)));

describe('the order of the rooms', () => {
  test.each([
    ['environment', 'template'],
    ['service', 'environment'],
    ['service', 'imports'],
    ['synth', 'template'],
    ['check', 'synth'],
    ['pulumi', 'service'],
    ['cli', 'check'],
    ['testing', 'check'],
  ])('%s may import from %s', (room, inner) => {
    expect(
      check({
        [`lib/${room}/a.ts`]: `import { b } from '../${inner}/b';\nb();`,
        [`lib/${inner}/b.ts`]: 'export const b = () => 1;',
      }),
    ).toEqual([]);
  });

  test.each([
    ['template', 'environment'],
    ['environment', 'synth'],
    ['service', 'synth'],
    ['imports', 'template'],
    ['environment', 'imports'],
    ['synth', 'service'],
    ['synth', 'check'],
    ['check', 'release'],
    ['report', 'cli'],
    ['lint', 'template'],
    ['template', 'lint'],
    ['cli', 'lint'],
  ])('%s may not import from %s, not even a type', (room, outer) => {
    const files = { [`lib/${outer}/b.ts`]: 'export type B = 1;' };
    const message = `${room} may not import from ${outer} (lib/${outer}/b.ts)`;
    expect(check({ ...files, [`lib/${room}/a.ts`]: `\nimport type { B } from '../${outer}/b';` })).toEqual([
      `lib/${room}/a.ts:2: ${message}`,
    ]);
    expect(check({ ...files, [`lib/${room}/a.ts`]: `export type C = import('../${outer}/b').B;` })).toEqual([
      `lib/${room}/a.ts:1: ${message}`,
    ]);
    expect(check({ ...files, [`lib/${room}/a.ts`]: `export type { B } from '../${outer}/b';` })).toEqual([
      `lib/${room}/a.ts:1: ${message}`,
    ]);
  });

  test('a lazy import is an import', () => {
    const outer = { 'lib/check/b.ts': 'export const b = 1;' };
    expect(check({ ...outer, 'lib/synth/a.ts': "export const a = () => require('../check/b');" }))
      .toEqual(['lib/synth/a.ts:1: synth may not import from check (lib/check/b.ts)']);
    expect(check({ ...outer, 'lib/synth/a.ts': "export const a = () => import('../check/b');" })).toHaveLength(1);
    expect(check({ ...outer, 'lib/synth/a.ts': "export const a = require.resolve('../check/b');" })).toHaveLength(1);
  });

  test('only the index stands above all rooms, and none may import it', () => {
    const files = { 'lib/index.ts': "export { b } from './cli/b';", 'lib/cli/b.ts': 'export const b = 1;' };
    expect(check(files)).toEqual([]);
    expect(check({ ...files, 'lib/cli/c.ts': "import { b } from '../index';\nb;" }))
      .toEqual(['lib/cli/c.ts:1: cli may not import from lib/index.ts (lib/index.ts)']);
    expect(check({ ...files, 'lib/other.ts': '' })).toEqual(['lib/other.ts: only index.ts stands outside a room']);
  });

  test('an unknown room and an import that leads nowhere are violations', () => {
    expect(check({ 'lib/attic/a.ts': '' })).toEqual([
      "lib/attic/a.ts: 'attic' is no room; rooms are listed in scripts/check-layers.ts",
    ]);
    expect(check({ 'lib/check/a.ts': "import '../gone/b';" })).toEqual([
      "lib/check/a.ts:1: '../gone/b' leads to no file of lib (lib/gone/b)",
    ]);
  });
});

describe('the kernel', () => {
  const kernel = (text: string) =>
    check({ 'lib/template/a.ts': text }).map((each) => each.replace(/^lib\/template\/a\.ts:/, ''));

  test.each([
    ["import { readFileSync } from 'node:fs';", "1: the kernel may import only itself and node:crypto, not 'node:fs'"],
    ["import { App } from 'cdk8s';", "1: the kernel may import only itself and node:crypto, not 'cdk8s'"],
    ["import { randomUUID } from 'node:crypto';", "1: 'randomUUID' is chance"],
    ['let n = 0;', "1: a 'let' at the top of a kernel file is state"],
    ['export var n = 0;', "1: a 'var' at the top of a kernel file is state"],
    ['const seen = new Map<string, string>();', "1: an empty 'Map' at the top of a kernel file is state"],
    ['export const seen = new WeakSet([a]);', "1: an empty 'WeakSet' at the top of a kernel file is state"],
    [
      'const all = new Set([1]);\nexport const f = () => all.add(2);',
      "2: changing 'all', which is at the top of a kernel file",
    ],
    [
      'const all = [1];\nexport const f = () => { all[0] = 2; };',
      "2: changing 'all', which is at the top of a kernel file",
    ],
    ['export const f = () => new Date();', "1: the kernel may not use 'Date'"],
    ['export const f = () => Math.random();', "1: 'Math.random' is chance"],
    [
      'export const f = () => { console.log(process.env.X); };',
      "1: the kernel may not use 'console'\n1: the kernel may not use 'process'",
    ],
    ['export const f = () => globalThis;', "1: the kernel may not use 'globalThis'"],
    [
      "const yaml = require('js-yaml');",
      "1: the kernel may import only itself and node:crypto, not 'js-yaml'\n1: the kernel may not use 'require'",
    ],
  ])('may not: %s', (text, violations) => {
    expect(kernel(text).join('\n')).toBe(violations);
  });

  test.each([
    "import { createHash } from 'node:crypto';\nexport const f = () => createHash('sha256');",
    'export const f = () => { let n = 0; const seen = new Map(); seen.set(n++, Buffer.from([])); return seen; };',
    "const UNITS: ReadonlyMap<string, number> = new Map([['Ki', 1024]]);\nexport const f = () => UNITS.get('Ki');",
    'const NONE: ReadonlySet<string> = new Set();\nexport const f = () => NONE;',
    'export interface A { readonly process: Date; readonly console: string }',
    'export const f = (a: { process: number }) => ({ console: a.process });',
  ])('may: %s', (text) => {
    expect(kernel(text)).toEqual([]);
  });

  test('other rooms may do all of this', () => {
    expect(
      check({
        'lib/synth/a.ts':
          "import { readFileSync } from 'node:fs';\nlet n = 0;\nconsole.log(readFileSync, n++, Date.now());",
      }),
    ).toEqual([]);
  });
});

describe('circles', () => {
  test('files that load each other are named once, however many ways lead in', () => {
    expect(check({
      'lib/synth/a.ts': "import { b } from './b';\nb;",
      'lib/synth/b.ts': "export { c as b } from './c';",
      'lib/synth/c.ts': "import './a';",
      'lib/synth/d.ts': "import './c';",
    })).toEqual(['lib/synth/a.ts: imports itself in a circle: lib/synth/b.ts -> lib/synth/c.ts -> lib/synth/a.ts']);
  });

  test('a file that imports itself is a circle', () => {
    expect(check({ 'lib/synth/a.ts': "import './a';" })).toEqual([
      'lib/synth/a.ts: imports itself in a circle: lib/synth/a.ts',
    ]);
  });

  test('types and functions that wait may refer back', () => {
    expect(check({
      'lib/synth/a.ts': "import { b } from './b';\nexport interface A { b: typeof b }",
      'lib/synth/b.ts': "import type { A } from './a';\nexport const b = (a: A) => require('./c');",
      'lib/synth/c.ts': "import './b';\nimport { type A } from './a';\nexport type { A };",
    })).toEqual([]);
  });

  test('a diamond of many levels is walked once', () => {
    const files: Record<string, string> = { 'lib/synth/l0.ts': 'export {};', 'lib/synth/r0.ts': 'export {};' };
    for (let i = 1; i < 200; i++) {
      for (const side of ['l', 'r']) files[`lib/synth/${side}${i}.ts`] = `import './l${i - 1}';\nimport './r${i - 1}';`;
    }
    expect(check(files)).toEqual([]);
  });
});

describe('the shape of files', () => {
  test('more than 400 lines are too many', () => {
    expect(check({ 'lib/synth/a.ts': '\n'.repeat(400) })).toEqual([]);
    expect(check({ 'lib/synth/a.ts': '\n'.repeat(401) })).toEqual(['lib/synth/a.ts: 401 lines, more than 400']);
  });

  test('generated files have the shape that their generator gives them, but import nothing of ours', () => {
    const long = '\n'.repeat(401);
    expect(check({ 'lib/imports/types.ts': `import { ApiObject } from 'cdk8s';\nApiObject;${long}` })).toEqual([]);
    expect(check({ 'lib/imports/a.ts': `import '../template/b';${long}`, 'lib/template/b.ts': '' })).toEqual([
      'lib/imports/a.ts:1: imports may not import from template (lib/template/b.ts)',
    ]);
  });

  test.each(['lib/synth/utils/a.ts', 'lib/synth/helpers.ts', 'lib/check/common/a.ts', 'lib/check/types.ts'])(
    '%s is a dumping ground',
    (path) => {
      expect(check({ [path]: '' })).toEqual([`${path}: a name that says nothing; name it after what it holds`]);
    },
  );

  test('a name may hold such a word', () => {
    expect(check({ 'lib/synth/type-names.ts': '', 'lib/check/subtypes.ts': '' })).toEqual([]);
  });
});
