import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callSite } from '../../lib/environment/source-location';
import { compileLibrary } from '../cli/fixtures/compiled-library';
import { lineOf } from './fixtures/probe';

const source = readFileSync(__filename, 'utf8');
const compiled = compileLibrary();

/** Types and comments that are gone after compilation, so that an unmapped line would be another one. */
const program = `
interface Gone { readonly a: number }

/** Also gone. */
type Also = Gone;

import { callSite } from '../lib/environment/source-location';

class Declares { readonly site = callSite(); } // the line
const helper = (): Also | undefined => undefined;
helper();
console.log(new Declares().site);
`;
const file = compiled.program('nested/program', program.replace('../lib', '../../lib'));
const expected = `src/nested/program.ts:${lineOf(program, '// the line')}`;
const run = (args: readonly string[], cwd = compiled.folder) =>
  execFileSync(process.execPath, [...args], { cwd, encoding: 'utf8' }).trim();

test('is the TypeScript line under jest', () => {
  expect(callSite()).toBe(`test/environment/source-location.test.ts:${lineOf(source, 'expect(callSite()).toBe(')}`);
});

test('differs between two calls on two lines, and is the same on one', () => {
  const sites = [1, 2].map(() => callSite());
  const other = callSite();
  expect(sites[0]).toBe(sites[1]);
  expect(other).not.toBe(sites[0]);
});

test('is the TypeScript line of a compiled program', () => {
  expect(run([file])).toBe(expected);
});

test('is the same when Node maps the stack itself', () => {
  expect(run(['--enable-source-maps', file])).toBe(expected);
});

test('does not depend on the working directory', () => {
  expect(run([file], tmpdir())).toBe(expected);
  expect(run([file], '/')).toBe(expected);
});

test('is the same when tsx runs the program from source', () => {
  const loader = join(process.cwd(), 'node_modules/tsx/dist/loader.mjs');
  expect(run(['--import', loader, join(compiled.folder, 'src/nested/program.ts')])).toBe(expected);
});
