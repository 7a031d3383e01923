import { basename, relative, resolve } from 'node:path';
import { printable } from '../../report/printable';
import { ParityError } from '../../template/error';
import { type Output, answer, writeJson } from '../answer';
import { EXIT } from '../exit-code';
import { projectManifest } from './manifest';
import { checkName } from './names';
import { SNAPSHOT_FILE, projectSnapshot } from './snapshot';
import { checkServiceWord, ownPackage, projectFiles } from './templates';
import { canBeFolder, existing, obstacleOf, writeFiles } from './write-files';

export interface InitOptions {
  /** @default - the current folder */
  readonly folder?: string;
  /** @default - the folder's name */
  readonly name?: string;
  /** The first service. @default - the project's name */
  readonly service?: string;
  /** Leaves files that are there already as they are. @default false */
  readonly keep?: boolean;
  readonly format: 'text' | 'json';
}

/** What was done: the JSON output of `parity init`. */
export interface Initialized {
  readonly ok: true;
  readonly folder: string;
  readonly project: string;
  readonly service: string;
  /** The files that were written, as paths in the folder. */
  readonly written: readonly string[];
  /** The files that were there already and are as they were. */
  readonly kept: readonly string[];
  /** The commands that follow. */
  readonly next: readonly string[];
}

/** How many paths a failure lists. */
const MOST = 30;

/** Writes a new project; folders are seen from `from`. Gives the exit code. */
export function init(options: InitOptions, output: Output, from = process.cwd()): Promise<number> {
  return answer(options.format, output, () => {
    const done = initialize(options, from);
    if (options.format === 'json') writeJson(output.out, done);
    else output.out.write(textOf(done, output));
    return EXIT.clean;
  });
}

/**
 * Writes a new project's files; never over a file that is there.
 *
 * @throws PARITY_BAD_ARGUMENT when a name cannot be used, or a file is there and `keep` is not given
 * @throws PARITY_OUTPUT_UNWRITABLE when the folder cannot be written
 */
export function initialize(options: Omit<InitOptions, 'format'>, from = process.cwd()): Initialized {
  const { folder: given = '.', name, service: first, keep = false } = options;
  if (given === '' || given.includes('\0')) fail('the folder cannot be used', given, 'parity init shop');
  const folder = resolve(from, given);
  const project = name ?? basename(folder);
  checkName('project', project, `parity init ${given} --name NAME`);
  const service = first ?? project;
  checkName('service', service, `parity init ${given} --service NAME`);
  const names = { project, service };
  const own = ownPackage();
  checkServiceWord(own, service, `parity init ${given} --service NAME`);
  const files = new Map([
    ['package.json', projectManifest(own, project)],
    ...projectFiles(own, names),
    [SNAPSHOT_FILE, projectSnapshot(own, names)],
  ]);

  if (!canBeFolder(folder)) fail('a file stands where the folder would be', given, 'name another: parity init shop');
  const kept = existing(folder, files.keys());
  const obstacles = kept.map((path) => obstacleOf(folder, path)).filter((path) => path !== undefined);
  if (obstacles.length > 0) {
    fail('something stands where folders of the project belong', listOf([...new Set(obstacles)]), 'move it away');
  }
  if (kept.length > 0 && !keep) {
    fail('files of the project are there already, and nothing was written', listOf(kept),
      `choose another folder, or leave these as they are and write the others: parity init ${given} --keep`);
  }
  for (const path of kept) files.delete(path);
  if (files.size > 0) writeFiles(folder, files);
  const near = relative(from, folder);
  const change = near === '' ? [] : [`cd ${quoted(near.startsWith('..') ? folder : near)}`];
  return {
    ok: true, folder, project, service, written: [...files.keys()].sort(), kept: [...kept].sort(),
    next: [...change, 'npm install', 'npx cdk8s synth', 'npm test', 'npx parity diff staging production'],
  };
}

function textOf({ folder, project, service, written, kept, next }: Initialized, { out }: Output): string {
  const { good, bold, dim } = out.style;
  const count = written.length === 1 ? '1 file' : `${written.length} files`;
  return `${[
    `${good('written')} ${bold(project)}: ${count} in ${printable(folder)}`,
    ...(kept.length === 0 ? [] : ['', `left as they are, compare them with a new project's: ${kept.join(', ')}`]),
    '',
    'next:',
    ...next.map((command) => `  ${printable(command)}`),
    '',
    dim(`services/${service}.ts runs an echo server until artifacts.json names your image; README.md says more`),
  ].join('\n')}\n`;
}

/** As many as a person reads, and how many more there are. */
function listOf(paths: readonly string[]): string {
  return [...paths.slice(0, MOST), ...(paths.length > MOST ? [`… ${paths.length - MOST} more`] : [])].join('\n');
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

function fail(message: string, got: string, fix: string): never {
  throw new ParityError({ code: 'PARITY_BAD_ARGUMENT', message, got: printable(got, { keepLines: true }), fix });
}
