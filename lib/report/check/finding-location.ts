import type { CheckFinding } from '../../check/rule';
import { INDEX_FILE } from '../../synth/assembly/path';
import type { ReportPaths } from './check-report';

/** Where a finding stands, for tools that show it beside the line. */
export interface FindingLocation {
  /** Relative, with `/`. */
  readonly file: string;
  /** From 1. @default - the whole file */
  readonly line?: number;
  /** Whether the file is below the assembly's folder, which itself is outside the repository. */
  readonly isElsewhere?: true;
}

/**
 * The line that declared what was found; else the file of the assembly.
 *
 * What `parity.json` says of sources is input: a path that is absolute or climbs would name files of the reader.
 */
export function locationOf({ source, file = INDEX_FILE }: CheckFinding, paths: ReportPaths): FindingLocation {
  if (source !== undefined && isBelow(source.file)) {
    return { file: joined(paths.program ?? '', source.file), line: source.line };
  }
  const own = isBelow(file) ? file : INDEX_FILE;
  return paths.assembly === undefined ? { file: own, isElsewhere: true } : { file: joined(paths.assembly, own) };
}

function isBelow(path: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(path)) return false;
  return path.split(/[/\\]/).every((step) => step !== '..' && step !== '');
}

function joined(folder: string, file: string): string {
  return folder === '' || folder === '.' ? file : `${folder}/${file}`;
}
