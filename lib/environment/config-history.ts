import { readFileSync, statSync } from 'node:fs';
import { ParityError } from '../template/error';
import { type HashedConfigMap, baseNameOf, isTexts } from '../template/hashed-config-map';
import { findInvalidName } from '../template/identity';
import { type JsonObject, isJsonObject } from '../template/json';
import { findContentProblem } from './config-map-content';

/** For how many releases a ConfigMap is kept when its service does not say. */
export const DEFAULT_KEEP = 5;

/** A release that was made: its name, and the digest of its manifests, by which it is known again. */
export interface HistoryRelease { readonly name: string; readonly digest: string }

/** A ConfigMap of former releases, whole: its name proves what it holds. */
export interface HistoryConfigMap extends HashedConfigMap {
  /** The environment or cluster whose manifests held it: `production/eu`. */
  readonly target: string;
  /** The id of its chart. */
  readonly chart: string;
  /** Its name without the hash. */
  readonly configMap: string;
  /** For how many releases after its last one it is kept. */
  readonly keep: number;
  /** The releases that held it, oldest first. */
  readonly releases: readonly string[];
}

/**
 * The ConfigMaps of former releases, `config-history.json`: a committed file, so that every machine renders the same.
 *
 * `parity keep` writes it when a release is made, and synth adds what it holds to the manifests, because a rollback
 * finds no configuration otherwise: https://github.com/argoproj/argo-rollouts/issues/2669.
 */
export interface ConfigHistory {
  readonly version: 1;
  /** How many releases were ever made: a release without a name is called by its number. */
  readonly made: number;
  /** The latest release and those before it for which anything is kept, oldest first. */
  readonly releases: readonly HistoryRelease[];
  /** By target, chart and name. */
  readonly configMaps: readonly HistoryConfigMap[];
}

export const EMPTY_HISTORY: ConfigHistory = { version: 1, made: 0, releases: [], configMaps: [] };

const MAX_SIZE = 64 * 1024 * 1024;
const MAX_KEEP = 1000;
const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** What a release may be called: `2.7.0`, `2026-11-21`, a commit. */
const RELEASE = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,99}$/;
const FIELDS = {
  history: ['version', 'made', 'releases', 'configMaps'],
  release: ['name', 'digest'],
  configMap: ['target', 'chart', 'configMap', 'namespace', 'name', 'keep', 'releases', 'labels',
    'annotations', 'data', 'binaryData'],
} as const;

/** What is wrong with a release's name, for people; undefined when nothing is. */
export function findReleaseNameProblem(name: string): string | undefined {
  return RELEASE.test(name) ? undefined
    : `${JSON.stringify(name.slice(0, 120))}: letters, digits, '.', '_', '+' and '-', at most 100`;
}

/**
 * Reads `config-history.json`.
 *
 * @throws PARITY_BAD_CONFIG_HISTORY when it is missing, of another form, or holds what is no content-hashed ConfigMap
 */
export function readConfigHistory(file: string): ConfigHistory {
  let data: unknown;
  try {
    if (statSync(file).size > MAX_SIZE) throw badHistory(file, 'a file that is too large', REVERT);
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof ParityError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      // Not taken for an empty one: a misspelt name would remove what a rollback needs, in silence.
      throw badHistory(file, 'no such file', 'correct its name; the first one is  { "version": 1 }', cause);
    }
    throw badHistory(file, (cause as Error).message.slice(0, 200), REVERT, cause);
  }
  const problem = findHistoryProblem(data);
  if (problem !== undefined) throw badHistory(file, problem, REVERT);
  return { ...EMPTY_HISTORY, ...(data as Partial<ConfigHistory>) };
}

const REVERT = 'take the committed one, and let parity keep write it';

/** What is wrong with the parsed file, at which place of it; never a value that a ConfigMap holds. */
function findHistoryProblem(data: unknown): string | undefined {
  if (!isJsonObject(data)) return 'no JSON object';
  if (data.version !== 1) return `version ${cut(data.version)}, not 1`;
  const { made = 0, releases = [], configMaps = [] } = data;
  if (!isCount(made)) return 'made: no count';
  if (!Array.isArray(releases) || !Array.isArray(configMaps)) return 'releases and configMaps are no lists';
  const unknown = findUnknownField(data, FIELDS.history);
  if (unknown !== undefined) return unknown;
  const names = new Set<string>();
  for (const [i, release] of (releases as unknown[]).entries()) {
    const problem = findReleaseProblem(release, names);
    if (problem !== undefined) return `releases[${i}]: ${problem}`;
  }
  const seen = new Set<string>();
  for (const [i, configMap] of (configMaps as unknown[]).entries()) {
    const problem = findConfigMapProblem(configMap, names, seen);
    if (problem !== undefined) return `configMaps[${i}]: ${problem}`;
  }
  return undefined;
}

function findReleaseProblem(release: unknown, names: Set<string>): string | undefined {
  if (!isJsonObject(release)) return 'no object';
  const { name, digest } = release;
  if (typeof name !== 'string' || !RELEASE.test(name)) return `the name ${cut(name)} is none of a release`;
  if (names.has(name)) return `a second release '${name}'`;
  if (typeof digest !== 'string' || !DIGEST.test(digest)) return 'no digest';
  names.add(name);
  return findUnknownField(release, FIELDS.release);
}

function findConfigMapProblem(
  configMap: unknown, known: ReadonlySet<string>, seen: Set<string>,
): string | undefined {
  if (!isJsonObject(configMap)) return 'no object';
  const { target, chart, name, namespace, keep, releases, labels, annotations, data, binaryData } = configMap;
  if (![target, chart, name, configMap.configMap].every((text) => typeof text === 'string' && text !== '')) {
    return 'target, chart, configMap and name are not all texts';
  }
  if (namespace !== undefined && typeof namespace !== 'string') return 'the namespace is no text';
  const invalid = findInvalidName({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace } as JsonObject });
  if (invalid !== undefined) return invalid;
  if (!isTexts(labels) || !isTexts(annotations ?? {})) return 'labels and annotations are no maps of texts';
  if ((data === undefined && binaryData === undefined) || ![data ?? {}, binaryData ?? {}].every(isTexts)) {
    return 'data and binaryData are no maps of texts';
  }
  const refused = findContentProblem(configMap as unknown as HashedConfigMap);
  if (refused !== undefined) return refused;
  // Hashes are of content: nothing that was written in by hand, or is no ConfigMap, has one that fits.
  if (baseNameOf(configMap as unknown as HashedConfigMap) !== configMap.configMap) {
    return `the name ${cut(name)} does not end in the hash of its content`;
  }
  if (!isCount(keep) || (keep as number) > MAX_KEEP) return `keep: no number up to ${MAX_KEEP}`;
  if (!Array.isArray(releases) || releases.length === 0 || new Set(releases).size !== releases.length) {
    return 'the releases are no list of different names';
  }
  const stranger = (releases as unknown[]).find((release) => typeof release !== 'string' || !known.has(release));
  if (stranger !== undefined) return `the release ${cut(stranger)} is not among the releases`;
  const key = [target, chart, namespace ?? '', name].join('\0');
  if (seen.size === seen.add(key).size) return `the second of the name ${cut(name)}`;
  return findUnknownField(configMap, FIELDS.configMap);
}

function findUnknownField(object: JsonObject, known: readonly string[]): string | undefined {
  const unknown = Object.keys(object).find((key) => !known.includes(key));
  return unknown === undefined ? undefined : `a field ${cut(unknown)}`;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Input for a message. */
function cut(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}

function badHistory(where: string, got: string, fix: string, cause?: unknown): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_CONFIG_HISTORY', message: 'the history of configurations cannot be used', where, got, fix,
  }, { cause });
}
