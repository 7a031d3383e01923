import { ParityError } from '../../template/error';
import { nearest } from '../../environment/nearest';

/** One environment of the list in `environments/index.ts`, as its import tells. */
export interface ListedEnvironment {
  /** `pre-production`, by its file's name. */
  readonly name: string;
  /** `preProduction`: the constant that its file exports. */
  readonly field: string;
}

export const ENVIRONMENTS_FILE = 'environments/index.ts';
const START = 'export const environments = [';
const END = '];';

/** The list, and where its entries stand: one a line. */
interface List { readonly lines: readonly string[]; readonly from: number; readonly to: number }

/**
 * The environments of a project, in promotion order.
 *
 * @throws PARITY_BAD_ARGUMENT when the file has no such list, or an entry that no import explains
 */
export function environmentsOf(text: string): ListedEnvironment[] {
  const { lines, from, to } = listOf(text);
  const files = importedFiles(lines);
  return lines.slice(from, to).flatMap((line): ListedEnvironment[] => {
    const entry = line.trim();
    if (entry === '' || entry.startsWith('//')) return [];
    const field = /^(\w+),$/.exec(entry)?.[1];
    const name = field === undefined ? undefined : files.get(field);
    if (field === undefined) throw notUnderstood(`the entry ${JSON.stringify(entry)}`);
    if (name === undefined) throw notUnderstood(`no line  import { ${field} } from './...';  for the entry ${entry}`);
    return [{ name, field }];
  });
}

/** Whether an environment's file is imported, whatever the list looks like. */
export function importsEnvironment(text: string, name: string): boolean {
  return [...importedFiles(text.split('\n')).values()].includes(name);
}

/** The files that single names are imported from, by those names. */
function importedFiles(lines: readonly string[]): Map<string, string> {
  return new Map(lines.flatMap((line) => {
    const [, field, , name] = /^import \{ (\w+) \} from (['"])\.\/([\w-]+)\2;\r?$/.exec(line) ?? [];
    return field === undefined ? [] : [[field, name]] as const;
  }));
}

/** The list with another environment after one of them. */
export function withEnvironment(text: string, added: ListedEnvironment, after: ListedEnvironment): string {
  const { lines, from, to } = listOf(text);
  const at = lines.findIndex((line, i) => i >= from && i < to && line.trim() === `${after.field},`);
  return lines.toSpliced(at + 1, 0, lines[at].replace(after.field, added.field)).join('\n');
}

/** @throws PARITY_UNKNOWN_ENVIRONMENT when the project has none of this name */
export function findEnvironment(environments: readonly ListedEnvironment[], name: string): ListedEnvironment {
  const found = environments.find((environment) => environment.name === name);
  if (found !== undefined) return found;
  const names = environments.map((environment) => environment.name);
  throw new ParityError({
    code: 'PARITY_UNKNOWN_ENVIRONMENT', message: 'the project has no such environment', where: ENVIRONMENTS_FILE,
    got: JSON.stringify(name), expected: nearest(name, names) ?? `one of ${names.join(', ')}`,
    fix: 'name one that it has',
  });
}

function listOf(text: string): List {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, i) => (line.trimEnd() === START ? [i] : []));
  if (starts.length !== 1) throw notUnderstood(`${starts.length} lines '${START}'`);
  const to = lines.findIndex((line, i) => i > starts[0] && line.trimEnd() === END);
  if (to < 0) throw notUnderstood(`no line '${END}' below '${START}'`);
  return { lines, from: starts[0] + 1, to };
}

function notUnderstood(got: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'a file is not as parity add knows it, and nothing was written',
    where: ENVIRONMENTS_FILE, got,
    expected: [`import { staging } from './staging';`, START, '  staging,', END].join('\n'),
    fix: 'write the list so, one imported environment a line; or add the new one by hand as the others stand there',
  });
}
