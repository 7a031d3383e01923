import { statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { git } from './git';

/** What decides what a synth writes, as far as git tracks it; not what is tested with. */
const SOURCE = /(?:^|\/)(?:[^/]+\.[cm]?[jt]sx?|package(?:-lock)?\.json|cdk8s\.yaml)$/;
const TEST = /\.(?:test|spec)\.[^/]+$|(?:^|\/)(?:test|tests|__tests__)\//;
/** A hint must not cost more than the answer. */
const MOST_FILES = 2_000;
const MOST_TIME = 3_000;

/**
 * Sources below the current folder that are not as in a revision and are newer than the assembly in a folder: what they
 * say is not in it. Empty where nobody can tell: outside of git, and for an assembly of another project.
 *
 * @param revision what the sources are compared with; the time of a file alone may be that of its checkout
 */
export async function staleSources(folder: string, revision: string): Promise<string[]> {
  const project = process.cwd();
  const output = relative(project, resolve(folder));
  if (output === '' || output.startsWith('..') || resolve(output) !== resolve(folder)) return [];
  const written = timeOf(join(folder, 'parity.json'));
  if (written === undefined || revision.includes('\0')) return [];
  const changed = await git(project, ['--no-optional-locks', 'diff', '--name-only', '-z', '--relative', '--no-ext-diff',
    '--no-renames', '--end-of-options', revision, '--', '.'], MOST_TIME);
  if (!changed.isGood) return [];
  return changed.text.split('\0')
    .filter((file) => SOURCE.test(file) && !TEST.test(file) && !file.startsWith(`${output.split(sep).join('/')}/`))
    .slice(0, MOST_FILES).filter((file) => (timeOf(join(project, file)) ?? 0) > written);
}

/** Undefined for what is not there: git names also what was deleted. */
function timeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
