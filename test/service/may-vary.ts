import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateObject } from '../../lib/template/template';
import type { Manifest } from './shop';

/** A page of docs/capabilities: `routes`. */
export function readPage(name: string): string {
  return readFileSync(join(__dirname, '../../docs/capabilities', `${name}.md`), 'utf8');
}

/** The places that a page lists under `## What may vary`: the first column of its table. */
export function listedPlaces(name: string): string[] {
  const [, section = ''] = /\n## What may vary\n([^]*?)(?:\n## |$)/.exec(readPage(name)) ?? [];
  return [...section.matchAll(/^\| `(.+?)` \|/gm)].map(([, place]) => place);
}

/** The places of a template that variations, facts or derivations fill, each once: `Kind path`, `*` for an index. */
export function filledPlaces(objects: readonly TemplateObject[]): string[] {
  return [...new Set(objects.flatMap(({ body, places }) => places.map(({ path }) =>
    `${(body as Manifest).kind} ${path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')}`)))].sort();
}

/** The objects of a template that are only there where an alternative chooses them: `Kind/name`. */
export function chosenObjects(objects: readonly TemplateObject[]): string[] {
  return objects.filter(({ when = [] }) => when.length > 0).map(({ id }) => id);
}

/**
 * Whether lists have a place. What stands in angle brackets is any name; a `*` in the middle is an index, and at the
 * end an index or any name.
 */
export function isListed(place: string, lists: readonly string[]): boolean {
  return lists.some((listed) => patternOf(listed).test(place));
}

const known = new Map<string, RegExp>();

function patternOf(listed: string): RegExp {
  const found = known.get(listed) ?? new RegExp(`^${listed
    .replaceAll(/\["([^"]+)"\]/g, '.$1')
    .replaceAll(/[\\^$*+?.()|[\]{}]/g, String.raw`\$&`)
    .replaceAll(/<[^>]+>/g, '[^ *]+')
    .replace(/\\\*$/, String.raw`(\*|[^ *]+)`)}$`);
  known.set(listed, found);
  return found;
}
