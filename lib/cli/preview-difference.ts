import { SecretInputs } from '../check/secret-inputs';
import { printable, shortened } from '../report/printable';
import { plainText, plural } from '../report/words';
import type { AssemblyIndex } from '../synth/assembly/assembly';
import { differenceOf } from '../template/difference';
import { type Json, type Path, formatPath, isJsonObject } from '../template/json';
import { SECRET_VALUE } from '../template/secret';
import type { Terminal } from './terminal';

/** How a preview's facts are other than its base's. */
export interface PreviewDifference {
  readonly name: string;
  readonly of: string;
  /** The base's target that it was compared with: of a base with clusters the assembly has only the clusters' facts. */
  readonly comparedWith: string;
  readonly facts: readonly { readonly path: Path; readonly base?: Json; readonly preview?: Json }[];
  /** Facts that name the base's host and that the preview has as well: it may reach what is not its own. */
  readonly sharedHosts: readonly Path[];
}

/** What a preview of an assembly answers otherwise than its base; undefined when the assembly has none of this name. */
export function previewDifference(index: AssemblyIndex, name: string): PreviewDifference | undefined {
  const { environments } = index;
  const secrets = new SecretInputs(index);
  const preview = environments.find((environment) => environment.name === name);
  const base = environments.find((environment) => environment.name === preview?.previewOf);
  const [own, theirs] = [preview?.targets[0], base?.targets[0]];
  if (base === undefined || own === undefined || theirs === undefined) return undefined;
  const facts = differenceOf(theirs.facts, own.facts).map(({ path, before, after }) => {
    const show = (value: Json) => (secrets.hasFact(path.map(String)) ? SECRET_VALUE : value);
    return {
      path, ...(before === undefined ? {} : { base: show(before) }),
      ...(after === undefined ? {} : { preview: show(after) }),
    };
  });
  const { domain } = theirs.facts;
  const differ = new Set(facts.map(({ path }) => JSON.stringify(path)));
  const sharedHosts = typeof domain !== 'string' || domain === '' ? [] : textsIn(own.facts, [])
    .filter(({ path, text }) => text.includes(domain) && !differ.has(JSON.stringify(path))).map(({ path }) => path);
  return { name, of: base.name, comparedWith: theirs.name, facts, sharedHosts };
}

/** The difference as lines for people. */
export function previewLines(difference: PreviewDifference, { style }: Pick<Terminal, 'style'>): string[] {
  const { name, of, comparedWith, facts, sharedHosts } = difference;
  const compared = comparedWith === of ? '' : `, compared with ${comparedWith}`;
  const names = facts.map(({ path }) => shortened(formatPath(path), 40));
  const width = names.reduce((most, text) => Math.max(most, text.length), 0);
  const count = `${plural(facts.length, 'fact')} ${facts.length === 1 ? 'differs' : 'differ'}`;
  return [
    '',
    style.bold(`preview ${name} of ${of}: ${count}${compared}`),
    ...facts.map(({ base, preview }, i) =>
      `  ${(names[i] as string).padEnd(width)}  ${shown(base)} -> ${shown(preview)}`),
    ...(sharedHosts.length === 0 ? [] : [style.dim(hint(sharedHosts, of))]),
  ];
}

function hint(paths: readonly Path[], of: string): string {
  const named = paths.slice(0, 5).map((path) => printable(formatPath(path)));
  const rest = paths.length > named.length ? ` and ${paths.length - named.length} more` : '';
  return `  the same as ${of}'s, with its domain in it: ${named.join(', ')}${rest} (--set ${named[0]}=...)`;
}

function shown(value: Json | undefined): string {
  return value === undefined ? '-' : shortened(plainText(value), 40);
}

function textsIn(value: Json, path: Path): { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((item, i) => textsIn(item, [...path, i]));
  return isJsonObject(value) ? Object.entries(value).flatMap(([key, item]) => textsIn(item, [...path, key])) : [];
}
