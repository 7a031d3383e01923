import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { nearest } from '../../environment/nearest';
import { ParityError } from '../../template/error';
import { git } from './git';
import { isWithin, linkModules } from './link-modules';

/** A revision of the project, checked out where nothing of the user's is touched. */
export interface Worktree {
  /** The project's folder in it: the same as the current one in the checkout. */
  readonly project: string;
  /** The root of the repository in it. */
  readonly root: string;
  /** The root of the repository that is checked out. */
  readonly checkout: string;
  /** For what is thrown away with it. */
  readonly scratch: string;
}

/**
 * Checks a revision out into a temporary folder, with the installed packages, and removes it after the work is done,
 * however it ends.
 *
 * @throws PARITY_UNKNOWN_REVISION when git does not know the revision, or there is no repository
 * @throws PARITY_BASE when the revision cannot be checked out, or does not have the current folder in it
 */
export async function withWorktree<T>(revision: string, work: (worktree: Worktree) => Promise<T>): Promise<T> {
  const here = realpathSync(process.cwd());
  const { root, commit } = await findCommit(here, revision);
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), 'cdk8s-parity-base-')));
  const tree = join(scratch, 'tree');
  try {
    const added = await git(root, ['worktree', 'add', '--quiet', '--detach', tree, commit]);
    if (!added.isGood) throw cannotCheckOut(revision, added.message);
    const inside = relative(root, here);
    const project = join(tree, inside);
    if (!existsSync(project)) {
      throw cannotCheckOut(revision, `it has no folder ${inside}`, 'name a revision that has the project');
    }
    // Packages would be linked, and programs run, where something of the user's is.
    if (!isWithin(relative(tree, realpathSync(project)))) {
      throw cannotCheckOut(revision, `its folder ${inside} is a link that leads out of the repository`,
        'name a revision that has the project itself');
    }
    linkModules(root, tree, await foldersWithPackages(tree, inside));
    return await work({ project, root: tree, checkout: root, scratch });
  } finally {
    await remove(root, tree, scratch);
  }
}

async function findCommit(here: string, revision: string): Promise<{ readonly root: string; readonly commit: string }> {
  const top = await git(here, ['rev-parse', '--show-toplevel']);
  if (!top.isGood || top.text === '') {
    throw unknown(revision, `no git repository: ${firstLine(top.message)}`,
      "or name the folder of an assembly: --base DIR");
  }
  const root = realpathSync(top.text);
  // A NUL ends no argument that git would see, and an empty text is the current commit to some of its commands.
  const found = revision.trim() === '' || revision.includes('\0') ? undefined : await commitOf(root, revision);
  if (found !== undefined) return { root, commit: found };
  if (await commitOf(root, `origin/${revision}`) !== undefined) {
    throw unknown(revision, 'git knows it only as a branch of origin', `--base origin/${revision}`);
  }
  if (existsSync(revision)) {
    throw unknown(revision, 'it holds no parity.json, and git knows no revision of this name',
      'name the folder that parity synth wrote, or a branch, tag or commit');
  }
  const shallow = await git(root, ['rev-parse', '--is-shallow-repository']);
  const near = nearest(revision, await namesOfRevisions(root));
  const fetch = `the clone is shallow: fetch it (git fetch --depth=1 origin ${revision}), `
    + 'or clone all (fetch-depth: 0)';
  const meant = near === undefined ? [] : [`--base ${near}`];
  throw unknown(revision, 'git does not know it', shallow.text === 'true' ? [fetch, ...meant].join('; or ')
    : meant[0] ?? 'name a branch, tag or commit, or the folder of an assembly');
}

/** The branches and tags that were changed last. */
async function namesOfRevisions(root: string): Promise<string[]> {
  const { text } = await git(root, ['for-each-ref', '--count=500', '--sort=-creatordate', '--format=%(refname:short)',
    'refs/heads', 'refs/tags', 'refs/remotes']);
  return text.split('\n').filter((name) => name !== '' && !name.endsWith('/HEAD'));
}

async function commitOf(root: string, revision: string): Promise<string | undefined> {
  if (revision.includes('\0')) return undefined;
  // Whatever it begins with, it is no option.
  const { isGood, text } = await git(root,
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
  return isGood && /^[0-9a-f]{40,64}$/.test(text) ? text : undefined;
}

/** Folders that may have packages of their own: those above the project, and every one with a package.json. */
async function foldersWithPackages(tree: string, project: string): Promise<string[]> {
  const folders = new Set<string>();
  for (let folder = project; folder !== '.' && folder !== ''; folder = dirname(folder)) folders.add(folder);
  const listed = await git(tree, ['ls-files', '-z', '--', 'package.json', '*/package.json']);
  for (const file of listed.text.split('\0')) if (file !== '') folders.add(file.slice(0, -'/package.json'.length));
  return ['', ...[...folders].filter((folder) => folder !== '').sort()];
}

async function remove(root: string, tree: string, scratch: string): Promise<void> {
  const removed = await git(root, ['worktree', 'remove', '--force', '--force', tree]);
  rmSync(scratch, { recursive: true, force: true, maxRetries: 3 });
  // Only then: pruning also forgets worktrees of the user's that lie on a disk that is not there.
  if (!removed.isGood) await git(root, ['worktree', 'prune']);
}

function unknown(revision: string, got: string, fix: string): ParityError {
  return new ParityError({
    code: 'PARITY_UNKNOWN_REVISION', message: 'there is no such revision, and no such assembly',
    where: `--base ${JSON.stringify(revision)}`, got, fix,
  });
}

function cannotCheckOut(revision: string, got: string, fix = 'see what git says'): ParityError {
  return new ParityError({
    code: 'PARITY_BASE', message: 'the revision cannot be checked out',
    where: `--base ${JSON.stringify(revision)}`, got, fix,
  });
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}
