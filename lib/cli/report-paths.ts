import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { ReportPaths } from '../report/check/check-report';
import type { ParityFailure } from '../template/error';

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

/** A failure without the folders of this machine, wherever in it they are: messages of the file system name them too. */
export function withoutFolders(failure: ParityFailure, assembly: string): ParityFailure {
  const folder = resolve(assembly);
  const name = pathBelow(process.cwd(), folder) || 'the folder that was named';
  // The root of a file system is in every path, and tells nothing.
  const names = [[folder, name], [process.cwd(), 'the current folder']].filter(([path]) => dirname(path) !== path);
  const strip = (text: string | undefined) => names.reduce((rest, [path, as]) =>
    rest?.replaceAll(`${path}${sep}`, '').replaceAll(path, as), text);
  return { ...failure, where: strip(failure.where), got: strip(failure.got) };
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
