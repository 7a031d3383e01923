import { ParityError, ParityFailure } from '../../template/error';

/** What every entry that belongs to the machinery of swapping begins with; no environment may. */
export const RESERVED_PREFIX = '.parity';

/** The assembly's index: written last, it lists every other file with its digest. */
export const INDEX_FILE = 'parity.json';

const CONTROL_CHARACTER = /[\u0000-\u001f\u007f]/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Splits `<environment>[/<cluster>]/<file>` into segments that cannot leave the folder they are joined to.
 *
 * The rules are those of the strictest file system, so that a path is refused on all machines or on none.
 *
 * @throws PARITY_UNSAFE_PATH when a segment could lead elsewhere, or belongs to the machinery
 */
export function splitAssemblyPath(path: string): readonly string[] {
  const problem = findPathProblem(path);
  if (problem !== undefined) throw new ParityError(unsafePath(path, problem));
  return path.split('/');
}

/** The failure that says why a path was refused. */
export function unsafePath(path: string, problem: string): ParityFailure {
  return {
    code: 'PARITY_UNSAFE_PATH',
    message: 'a file of an assembly must stay inside its environment\'s folder',
    where: JSON.stringify(path),
    got: problem,
    expected: '<environment>/<chart>.k8s.yaml or <environment>/<cluster>/<chart>.k8s.yaml',
    fix: 'rename the environment, cluster or chart',
  };
}

/** Why a path is refused, or undefined when it is safe. */
export function findPathProblem(path: string): string | undefined {
  if (typeof path !== 'string') return 'no text';
  if (CONTROL_CHARACTER.test(path)) return 'a control character';
  if (LONE_SURROGATE.test(path)) return 'half of a surrogate pair';
  if (path.includes('\\')) return 'a backslash';
  if (path.startsWith('/')) return 'an absolute path';
  const segments = path.split('/');
  if (segments.length < 2) return 'a file outside every environment';
  if (foldCase(segments[0]!) === INDEX_FILE) return `an environment called ${INDEX_FILE}`;
  for (const segment of segments) {
    const problem = findSegmentProblem(segment);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** What case-insensitive and normalizing file systems take for the same name gives the same text. */
export function foldCase(path: string): string {
  // Not down alone: some letters (ſ, ß) meet their equals only in capitals, and ẞ only by way of ß.
  return path.normalize('NFC').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

function findSegmentProblem(segment: string): string | undefined {
  if (segment === '') return 'an empty segment';
  if (segment === '.' || segment === '..') return `the segment '${segment}'`;
  // Windows drops these, so that two names become one.
  if (segment.endsWith('.') || segment.endsWith(' ')) return 'a segment that ends in a dot or a space';
  if (foldCase(segment).startsWith(RESERVED_PREFIX)) return `a segment that begins with '${RESERVED_PREFIX}'`;
  return undefined;
}
