import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ParityError } from '../../template/error';
import type { AssemblyOptions } from '../options';

/** How `parity diff` is called. */
export interface DiffOptions extends AssemblyOptions {
  /** The two that are compared; none with `all` and with `base`. */
  readonly environments: readonly string[];
  readonly all?: boolean;
  /** A git revision, or the folder of an assembly. */
  readonly base?: string;
  /** What compiles the program of a revision. @default - `npm run build --if-present`, where there is a package.json */
  readonly build?: string;
  readonly fields?: boolean;
  readonly yaml?: boolean;
  readonly format: string;
}

/**
 * Refuses combinations of which nobody could say what they mean.
 *
 * @throws PARITY_BAD_ARGUMENT when the command is asked for two things at once, or for none
 */
export function checkDiffOptions(options: DiffOptions): void {
  const { environments, all, base, build, fields, yaml, format } = options;
  const names = environments.map((name) => `'${name}'`).join(' and ');
  const compared = 'parity diff staging production';
  if (all && base !== undefined) throw misused('--all and --base', 'ask for one of them', 'parity diff --all');
  if (all && environments.length > 0) {
    throw misused(`--all, and ${names}`, '--all names every environment: leave the others out', 'parity diff --all');
  }
  if (base !== undefined) return checkBaseOptions(base, names, options);
  if (build !== undefined) {
    throw misused('--build without --base', 'name the revision to build', 'parity diff --base main');
  }
  if (fields && yaml) throw misused('--fields and --yaml', 'ask for one of them', `${compared} --fields`);
  if (all && (fields || yaml)) {
    throw misused(`--all with ${fields ? '--fields' : '--yaml'}`, 'fields and files are those of two environments',
      `${compared} ${fields ? '--fields' : '--yaml'}`);
  }
  if (yaml && format === 'json') {
    throw misused('--yaml with --format json', 'a unified diff is text: as data, ask for the fields',
      `${compared} --fields --format json`);
  }
  if (all || environments.length === 2) return;
  if (environments.length === 1) {
    throw misused(`only ${names}`, 'name the environment to compare it with, or ask for --all',
      `parity diff ${environments[0]} production`);
  }
  throw misused('nothing to compare', 'name two environments, or ask for --all or --base', compared);
}

function checkBaseOptions(base: string, names: string, { fields, yaml, format, build }: DiffOptions): void {
  const compared = `parity diff --base ${base}`;
  if (names !== '') {
    throw misused(`--base, and ${names}`, '--base compares all environments: leave their names out', compared);
  }
  if (build !== undefined && isAssembly(base)) {
    throw misused('--build, and --base with the folder of an assembly', 'only a revision is built', compared);
  }
  if (fields && yaml) throw misused('--fields and --yaml', 'ask for one of them', `${compared} --fields`);
  if (format === 'text') return;
  // Nobody should believe that a document without it holds less, or one with it more.
  if (fields) {
    throw misused(`--fields, and --base with --format ${format}`, 'only text leaves out fields without it',
      `${compared} --format ${format}`);
  }
  if (yaml && format === 'json') {
    throw misused('--yaml with --format json', 'a unified diff is text: as data, there are the fields',
      `${compared} --format json`);
  }
}

/** Whether a base is the folder of an assembly: one without may have the name of a branch. */
export function isAssembly(base: string): boolean {
  return !base.includes('\0') && existsSync(join(base, 'parity.json'));
}

function misused(got: string, fix: string, example: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'parity diff does not know what to compare', got, fix: `${fix}:  ${example}`,
  });
}
