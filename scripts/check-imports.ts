import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CrdSource } from './crd-sources';
import { ModuleNotFetched, fetchCrds } from './fetch-crds';
import { generateImports } from './generate-imports';
import { annotationsOf } from './strip-crds';

/** What a check of `lib/imports` found, and a sentence on how far it could look. */
export interface ImportsCheck {
  readonly problems: readonly string[];
  readonly said: string;
}

/**
 * Whether the files of `lib/imports` are what would be written now.
 *
 * Where Go can get the modules, everything is made again from them. Elsewhere the definitions that are kept must name
 * the pinned modules, and the constructs must be what is made from these definitions.
 *
 * @param fetch gives the stripped definitions of a source; throws `ModuleNotFetched` where it cannot
 */
export function checkImports(
  folder: string, sources: readonly CrdSource[], fetch: (source: CrdSource) => string = fetchCrds,
): ImportsCheck {
  const problems: string[] = [];
  const fallbacks = new Set<string>();
  for (const source of sources) {
    const path = `crds/${source.name}.json`;
    const kept = tryRead(join(folder, path));
    const crds = tryFetch(source, fetch, fallbacks) ?? kept;
    if (crds !== kept || kept === undefined || !namesSource(kept, source)) problems.push(notCurrent(path));
    if (crds === undefined || generateImports(source, crds) !== tryRead(join(folder, `${source.name}.ts`)))
      problems.push(notCurrent(`${source.name}.ts`));
  }
  const expected = new Set(sources.flatMap(({ name }) => [`${name}.ts`, `${name}.json`]));
  for (const name of [...readdirSync(folder), ...readdirSync(join(folder, 'crds'))].sort())
    if (name !== 'crds' && !expected.has(name)) problems.push(`lib/imports: ${name} comes from no module`);
  return { problems, said: describe(sources.length, problems.length, fallbacks) };
}

function tryFetch(
  source: CrdSource, fetch: (source: CrdSource) => string, fallbacks: Set<string>,
): string | undefined {
  // Without Go there is none for the next module either.
  if (fallbacks.size > 0) return undefined;
  try {
    return fetch(source);
  } catch (error) {
    if (!(error instanceof ModuleNotFetched)) throw error;
    fallbacks.add(error.message);
    return undefined;
  }
}

function namesSource(crds: string, source: CrdSource): boolean {
  const { metadata } = JSON.parse(crds) as { metadata?: { annotations?: unknown } };
  return JSON.stringify(metadata?.annotations) === JSON.stringify(annotationsOf(source));
}

function notCurrent(path: string): string {
  return `lib/imports/${path}: not current, run npm run import-crds`;
}

function describe(sources: number, problems: number, fallbacks: ReadonlySet<string>): string {
  const how = fallbacks.size === 0
    ? 'made again from their Go modules'
    : `compared with the kept definitions only (${[...fallbacks].join('; ')})`;
  return `imports: ${sources} sources ${how}, ${problems} problems`;
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
