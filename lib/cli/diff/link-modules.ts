import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

const MODULES = 'node_modules';

/**
 * Gives folders of a worktree the packages that are installed in the same folders of the checkout, by links.
 *
 * Packages of the repository itself (workspaces) lead to the worktree: they are part of the revision. Caches are left
 * out: what a build writes there must not land in the checkout.
 *
 * @param folders relative to both roots; `''` is the root itself
 */
export function linkModules(checkout: string, worktree: string, folders: readonly string[]): void {
  for (const folder of folders) {
    const from = join(checkout, folder, MODULES);
    const to = join(worktree, folder, MODULES);
    if (!existsSync(from) || !existsSync(join(worktree, folder)) || existsSync(to)) continue;
    mkdirSync(to);
    for (const name of readdirSync(from)) {
      if (name.startsWith('.') && name !== '.bin') continue;
      if (!name.startsWith('@')) link(join(from, name), join(to, name), checkout, worktree);
      else {
        mkdirSync(join(to, name));
        for (const scoped of readdirSync(join(from, name))) {
          link(join(from, name, scoped), join(to, name, scoped), checkout, worktree);
        }
      }
    }
  }
}

function link(from: string, to: string, checkout: string, worktree: string): void {
  const real = tryRealpath(from);
  if (real === undefined) return;
  const inside = relative(checkout, real);
  const isOfRepository = lstatSync(from).isSymbolicLink() && !inside.startsWith('..')
    && !inside.split(sep).includes(MODULES);
  const own = join(worktree, inside);
  // A workspace that the revision does not have yet is nothing that it could use.
  if (isOfRepository && !existsSync(own)) return;
  symlinkSync(isOfRepository ? own : real, to, lstatSync(real).isDirectory() ? 'junction' : 'file');
}

/** A link whose package is gone leads nowhere there as well. */
function tryRealpath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
