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

/** How a source is asked: its stripped definitions; throws `ModuleNotFetched` where it cannot be asked. */
type Fetch = (source: CrdSource) => string;

/**
 * Whether the files of `lib/imports` are what would be written now.
 *
 * Where Go can get the modules, everything is made again from them. Elsewhere the definitions that are kept must name
 * the pinned modules, and the constructs must be what is made from these definitions.
 */
export function checkImports(
  folder: string, sources: readonly CrdSource[], fetch: Fetch = fetchCrds,
): ImportsCheck {
  const problems: string[] = [];
  const reasons: string[] = [];
  for (const source of sources) {
    try {
      // Who could not be asked once is not asked again: each time may take minutes.
      problems.push(...checkSource(folder, source, reasons.length === 0 ? fetch(source) : undefined));
    } catch (error) {
      if (!(error instanceof ModuleNotFetched)) {
        problems.push((error as Error).message);
        continue;
      }
      reasons.push(error.message);
      problems.push(...checkSource(folder, source, undefined));
    }
  }
  return { problems: [...problems, ...findStrangers(folder, sources)], said: describe(sources, reasons) };
}

/** @param fetched the stripped definitions from the module; without them those that are kept have to do */
function checkSource(folder: string, source: CrdSource, fetched: string | undefined): string[] {
  const path = `crds/${source.name}.json`;
  const kept = tryRead(join(folder, path));
  const crds = fetched ?? kept;
  const isCurrent = kept !== undefined && kept === crds && namesSource(kept, source);
  const generated = crds === undefined ? undefined : generateImports(source, crds);
  const text = tryRead(join(folder, `${source.name}.ts`));
  return [
    ...(isCurrent ? [] : [notCurrent(path)]),
    ...(text !== undefined && text === generated ? [] : [notCurrent(`${source.name}.ts`)]),
  ];
}

function namesSource(crds: string, source: CrdSource): boolean {
  const { metadata } = JSON.parse(crds) as { metadata?: { annotations?: unknown } };
  return JSON.stringify(metadata?.annotations) === JSON.stringify(annotationsOf(source));
}

function findStrangers(folder: string, sources: readonly CrdSource[]): string[] {
  const expected = new Set(['crds', ...sources.flatMap(({ name }) => [`${name}.ts`, join('crds', `${name}.json`)])]);
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
    .flatMap((path) => (expected.has(path) ? [] : [`lib/imports/${path}: comes from no module`]));
}

function notCurrent(path: string): string {
  return `lib/imports/${path}: not current, run npm run import-crds`;
}

function describe(sources: readonly CrdSource[], reasons: readonly string[]): string {
  const [reason] = reasons;
  return reason === undefined
    ? `imports: ${sources.length} sources, made again from their Go modules`
    : `imports: ${sources.length} sources, made again from the kept definitions only: ${reason}`;
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
