import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { printable } from '../../report/printable';
import { type Assembly, readAssembly } from '../../synth/assembly/read-assembly';
import { FAILURES_FILE } from '../../synth/failures-file';
import { ParityError, ParityErrors } from '../../template/error';
import { readConfiguration } from '../configuration';
import { readReportedFailures } from '../reported-failures';
import { runProgram } from '../run-program';
import { withoutGitVariables } from './git';
import { type Interruption } from './interruption';
import { isWithin } from './link-modules';
import { type Worktree, withWorktree } from './worktree';

export interface RevisionOptions {
  readonly revision: string;
  /** What compiles the program. @default - `npm run build --if-present`, where there is a package.json */
  readonly build?: string;
  readonly interruption: Interruption;
  /** Says what takes time. */
  progress(text: string): void;
}

const DEFAULT_BUILD = 'npm run build --if-present';
const TAIL_LINES = 12;

/**
 * Synthesizes a git revision of the current project, without a change to the checkout. Its files are gone after that:
 * only the index can be read.
 *
 * @throws PARITY_UNKNOWN_REVISION; PARITY_BASE, and the program's own failures; Interrupted
 */
export function synthesizeRevision(options: RevisionOptions): Promise<Pick<Assembly, 'index'>> {
  const { revision, interruption, progress } = options;
  progress(`checking out ${revision}`);
  return withWorktree(revision, async (worktree) => {
    interruption.check();
    const build = options.build ?? (hasPackage(worktree) ? DEFAULT_BUILD : undefined);
    if (build !== undefined) await run(build, 'build', worktree, options);
    const app = appOf(worktree.project);
    await run(app, 'app', worktree, options);
    return readBase(worktree, revision, app);
  });
}

/** Runs a command in the revision's project; what it prints is shown only when it fails. */
async function run(
  command: string, what: 'build' | 'app', worktree: Worktree,
  { revision, interruption, progress }: RevisionOptions,
): Promise<void> {
  const { project, scratch } = worktree;
  progress(`${revision}: running ${command}`);
  const log = join(scratch, `${what}.log`);
  const file = openSync(log, 'w');
  let ended;
  try {
    ended = await runProgram(command, environmentOf(worktree), ['ignore', file, file], project);
  } finally {
    closeSync(file);
  }
  interruption.check(ended.interruptedBy);
  interruption.check();
  const failures = what === 'app' ? readReportedFailures(failuresFile(scratch)) : [];
  if (ended.code === 0 && failures.length === 0) return;
  const how = ended.signal === undefined ? `exit code ${ended.code}` : `ended by ${ended.signal}`;
  throw new ParityErrors([{
    code: 'PARITY_BASE', message: what === 'build' ? 'the revision does not build' : 'the revision does not synthesize',
    where: `${revision}: ${command}`,
    // What the program reported stands beside this, and is what it printed last.
    got: [how, ...(failures.length > 0 ? [] : tailOf(log))].join('\n'),
    fix: what === 'build' ? 'say what builds it, with the packages that are installed now:  --build "npm run compile"'
      : 'compare with a revision that synthesizes, or with the folder of an assembly',
  }, ...failures]);
}

/** The witness would run the program twice, and prove what is not deployed. */
function environmentOf(worktree: Worktree): NodeJS.ProcessEnv {
  const { PARITY_ARTIFACTS: _, PARITY_WITNESS_ORDER: __, ...env } = withoutGitVariables();
  const { scratch } = worktree;
  // Windows writes the name otherwise.
  const path = Object.keys(env).find((name) => name.toUpperCase() === 'PATH');
  return {
    ...env, ...(path === undefined ? {} : { [path]: searchPath(env[path] ?? '', worktree) }),
    CDK8S_OUTDIR: join(scratch, 'dist'), PARITY_WITNESS: '0', [FAILURES_FILE]: failuresFile(scratch),
    npm_config_update_notifier: 'false', npm_config_fund: 'false', npm_config_audit: 'false',
  };
}

/** npm and npx put commands of the checkout first: the workspaces among them would not be those of the revision. */
function searchPath(path: string, { checkout, root }: Worktree): string {
  return path.split(delimiter).map((folder) => {
    const inside = relative(checkout, folder);
    const own = join(root, inside);
    return folder !== '' && isWithin(inside) && existsSync(own) ? own : folder;
  }).join(delimiter);
}

function failuresFile(scratch: string): string {
  return join(scratch, 'failures.json');
}

function readBase({ scratch }: Worktree, revision: string, app: string): Pick<Assembly, 'index'> {
  try {
    return { index: readAssembly(join(scratch, 'dist')).index };
  } catch (cause) {
    if (!(cause instanceof ParityError)) throw cause;
    const isMissing = cause.code === 'PARITY_NO_ASSEMBLY';
    throw new ParityError({
      code: 'PARITY_BASE',
        message: isMissing ? 'the revision writes no assembly' : 'the assembly of the revision cannot be read',
      where: `${revision}: ${app}`, got: isMissing ? 'nothing in CDK8S_OUTDIR' : cause.message,
      fix: isMissing ? 'leave the folder to CDK8S_OUTDIR: new ParityApp without outdir'
        : 'compare with a revision that uses this version of cdk8s-parity',
    }, { cause });
  }
}

/** The command of that revision; where it names none, the current one. */
function appOf(project: string): string {
  try {
    return readConfiguration({}, project).app;
  } catch (cause) {
    if (!(cause instanceof ParityError)) throw cause;
    return readConfiguration({}).app;
  }
}

/** Whether npm finds a package at or above the project: it fails where there is none. */
function hasPackage({ project, root }: Worktree): boolean {
  for (let folder = project; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return true;
    if (folder === root || folder === dirname(folder)) return false;
  }
}

function tailOf(log: string): string[] {
  const text = printable(readFileSync(log, 'utf8').slice(-8_000), { keepLines: true }).trimEnd();
  return text === '' ? [] : text.split('\n').slice(-TAIL_LINES);
}
