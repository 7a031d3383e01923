import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ReportPaths } from '../report/check/check-report';

/**
 * How the program's and the assembly's files are named below the repository, which is how review tools know them.
 *
 * Outside a repository, below the current folder.
 */
export function reportPaths(assembly: string): ReportPaths {
  const here = process.cwd();
  const repository = findAbove(here, '.git') ?? here;
  // Sources are named from the package that holds them; see environment/source-location.ts.
  const program = findAbove(here, 'package.json') ?? here;
  const [assemblyPath, programPath] = [resolve(assembly), program].map((folder) => pathBelow(repository, folder));
  return {
    ...(assemblyPath === undefined ? {} : { assembly: assemblyPath }),
    program: programPath ?? '',
  };
}

/** A failure's place without the folders of this machine. */
export function relativeWhere(where: string | undefined, folder: string): string | undefined {
  if (where === undefined || !where.startsWith(folder)) return where;
  const name = where.slice(folder.length).split(sep).join('/').replace(/^\//, '');
  return name === '' ? pathBelow(process.cwd(), folder) ?? 'the folder that was named' : name;
}

function findAbove(start: string, name: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** With `/`; empty for the folder itself, undefined when it is outside. */
function pathBelow(base: string, folder: string): string | undefined {
  const path = relative(base, folder).split(sep).join('/');
  return path === '..' || path.startsWith('../') || resolve(base, path) !== folder ? undefined : path;
}
