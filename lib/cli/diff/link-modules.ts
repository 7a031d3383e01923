import {
  copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readlinkSync, realpathSync, statSync, symlinkSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

const MODULES = 'node_modules';
const COMMANDS = '.bin';

/**
 * Gives folders of a worktree the packages that are installed in the same folders of the checkout, by links.
 *
 * Packages of the repository itself (workspaces) lead to the worktree, and so do their commands: they are part of the
 * revision. Caches are left out. Whatever is no package of its own is a folder of the worktree, not a link: what a
 * build writes or removes there, an `npm install` say, must not land in the checkout.
 *
 * @param folders relative to both roots; `''` is the root itself
 */
export function linkModules(checkout: string, worktree: string, folders: readonly string[]): void {
  const linked = folders.map((folder) => join(folder, MODULES)).filter((modules) =>
    // A revision may keep packages, or a link to some, under its own control.
    existsSync(join(checkout, modules)) && existsSync(join(worktree, dirname(modules)))
      && !isThere(join(worktree, modules)));
  for (const modules of linked) linkPackages(modules, checkout, worktree);
  // After all packages: a command may be one of a package that is installed further up.
  for (const modules of linked) linkCommands(join(modules, COMMANDS), checkout, worktree);
}

function linkPackages(modules: string, checkout: string, worktree: string): void {
  mkdirSync(join(worktree, modules));
  for (const name of readdirSync(join(checkout, modules))) {
    const from = join(checkout, modules, name);
    if (name.startsWith('.')) continue;
    if (!name.startsWith('@') || !isFolder(from)) {
      linkPackage(join(modules, name), checkout, worktree, isLink(from));
      continue;
    }
    mkdirSync(join(worktree, modules, name));
    for (const scoped of readdirSync(from)) {
      const path = join(modules, name, scoped);
      linkPackage(path, checkout, worktree, isLink(from) || isLink(join(checkout, path)));
    }
  }
}

function linkPackage(path: string, checkout: string, worktree: string, isLinked: boolean): void {
  const real = tryRealpath(join(checkout, path));
  if (real === undefined) return;
  const inside = relative(checkout, real);
  const isOfRepository = isLinked && isSource(inside);
  const own = join(worktree, inside);
  // A workspace that the revision does not have yet is nothing that it could use.
  if (isOfRepository && !existsSync(own)) return;
  symlinkSync(isOfRepository ? own : real, join(worktree, path), isFolder(real) ? 'junction' : 'file');
}

function linkCommands(commands: string, checkout: string, worktree: string): void {
  const folder = join(checkout, commands);
  if (!isFolder(folder)) return;
  mkdirSync(join(worktree, commands));
  for (const name of readdirSync(folder)) {
    const from = join(folder, name);
    const to = join(worktree, commands, name);
    // A script finds its package by where it lies itself, as npm writes them for Windows.
    if (!isLink(from)) {
      if (lstatSync(from).isFile()) copyFileSync(from, to);
      continue;
    }
    const target = resolve(folder, readlinkSync(from));
    const inside = relative(checkout, target);
    const own = join(worktree, inside);
    const installed = tryRealpath(target);
    // A command of a workspace may be what the build is about to write.
    const isOwn = isWithin(inside)
      && (existsSync(own) || installed === undefined || isSource(relative(checkout, installed)));
    const leadsTo = isOwn ? own : installed;
    if (leadsTo !== undefined) symlinkSync(leadsTo, to, 'file');
  }
}

/** Whether a path, relative to the root, is part of the repository and not installed. */
function isSource(path: string): boolean {
  return isWithin(path) && !path.split(sep).includes(MODULES);
}

/** Whether a relative path stays where it begins. */
export function isWithin(path: string): boolean {
  return path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path);
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

/** A link whose package is gone leads nowhere there as well. */
function tryRealpath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
