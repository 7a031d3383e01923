import type { Construct } from 'constructs';
import { DATA_KEY, MAX_BYTES } from '../../environment/config-map-content';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import { sessionOf } from '../../environment/session';
import { digestText } from '../../template/canonical';
import { ParityError } from '../../template/error';
import { mayHoldMarker } from '../../template/marker';
import { authoredAt } from '../authored-at';
import type { ServiceLabels } from '../labels';
import { ConfigFile, type FileData } from './config-file';
import { createConfigMap } from './config-map';
import { bytesText, tooLarge } from './config-size';
import { hasText } from './has-text';

/** Files by their names, by the folder they are mounted into: texts, or files of the repository. */
export type ConfigFiles = Readonly<Record<string, Readonly<Record<string, string | ConfigFile>>>>;

/** A folder of files: one ConfigMap, or several where one cannot hold them. */
export interface MountedConfig {
  readonly volume: string;
  readonly mountPath: string;
  readonly configMaps: readonly string[];
}

/** Room that is left for what values make of a template, in bytes. */
const ROOM = 64 * 1024;

/**
 * Writes the ConfigMaps of each folder of files.
 *
 * @throws PARITY_BAD_NAME when a file cannot have its name, PARITY_CONFIG_FILE when it is no text, PARITY_CONFIG_SIZE
 * when it is too large, and what reading a file throws
 */
export function createConfigFiles(
  scope: Construct, name: string, labels: ServiceLabels, folders: ConfigFiles,
): MountedConfig[] {
  const taken = new Set<string>();
  return Object.entries(folders).map(([mountPath, files]) => {
    const volume = nameOnce(volumeName(mountPath), mountPath, taken);
    const all = Object.entries(files).map(([file, content]) => readOne(scope, file, content));
    const configMaps = split(all).map((group, i) => {
      const part = i === 0 ? volume : nameOnce(`${volume}-${i + 1}`, mountPath, taken);
      checkInTargets(scope, group);
      return createConfigMap(scope, part, `${name}-${part}`, labels, contentOf(group));
    });
    return { volume, mountPath, configMaps };
  });
}

/** `files-etc-app` for `/etc/app`. */
function volumeName(mountPath: string): string {
  const words = mountPath.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return ['files', ...words].join('-').slice(0, 63).replace(/-$/, '');
}

/** `/etc/app` and `/etc-app` have the same words; the second one has a digest besides. */
function nameOnce(name: string, mountPath: string, taken: Set<string>): string {
  const digest = digestText(`${mountPath} ${name}`).slice('sha256:'.length, 'sha256:'.length + 6);
  const own = taken.has(name) ? `${name.slice(0, 56)}-${digest}` : name;
  taken.add(own);
  return own;
}

function readOne(scope: Construct, name: string, content: string | ConfigFile): FileData {
  if (!DATA_KEY.test(name)) {
    throw new ParityError({
      code: 'PARITY_BAD_NAME', message: 'a file cannot have this name', where: authoredAt(scope),
      got: JSON.stringify(sessionOf(scope).registry.explain(name).slice(0, 120)),
      expected: 'letters, digits, dots, dashes and underscores, the same in every environment',
      fix: 'give another name; a folder below is another key of configFiles',
    });
  }
  if (!(content instanceof ConfigFile) && !hasText(content)) {
    throw new ParityError({
      code: 'PARITY_CONFIG_FILE', message: 'a file is neither a text nor one of the repository',
      where: authoredAt(scope), got: `'${name}': ${content === null ? 'null' : `of type ${typeof content}`}`,
      fix: 'give a text, text.json(...), text.yaml(...) or fromFile(...)',
    });
  }
  const data = content instanceof ConfigFile ? content.read(scope, name)
    : { name, text: `${content}`, bytes: Buffer.byteLength(`${content}`) };
  if (data.bytes > MAX_BYTES) throw tooLarge(authoredAt(scope), `'${name}'`, data.bytes);
  return data;
}

/** Puts each file into the first ConfigMap that has room, in the author's order: the same in every environment. */
function split(files: readonly FileData[]): (readonly FileData[])[] {
  const groups: { readonly files: FileData[]; bytes: number }[] = [];
  for (const file of files) {
    const limit = isFixed(file) ? MAX_BYTES : MAX_BYTES - ROOM;
    const group = groups.find(({ bytes }) => bytes + file.bytes <= limit);
    if (group === undefined) groups.push({ files: [file], bytes: file.bytes });
    else {
      group.files.push(file);
      group.bytes += file.bytes;
    }
  }
  return groups.length === 0 ? [[]] : groups.map(({ files: group }) => group);
}

function isFixed({ text }: FileData): boolean {
  return text === undefined || !mayHoldMarker(text);
}

function contentOf(files: readonly FileData[]) {
  const texts = files.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const]));
  const binaries = files.flatMap(({ name, binary }) => (binary === undefined ? [] : [[name, binary] as const]));
  return {
    ...(texts.length === 0 && files.length > 0 ? {} : { data: Object.fromEntries(texts) }),
    ...(binaries.length === 0 ? {} : { binaryData: Object.fromEntries(binaries) }),
  };
}

/** Sizes and formats that only each environment's values show. */
function checkInTargets(scope: Construct, files: readonly FileData[]): void {
  if (files.every((file) => isFixed(file) && file.format === undefined)) return;
  const fixed = files.filter(isFixed).reduce((sum, { bytes }) => sum + bytes, 0);
  const open = files.filter((file) => !isFixed(file) || file.format !== undefined);
  const formats = new Map(open.map(({ name, format }) => [name, format]));
  const content = Object.fromEntries(open.map(({ name, text }) => [name, text as string]));
  everyTarget(scope, content, (filled) => [
    ...sizeProblems(files, filled, fixed),
    ...Object.entries(filled).flatMap(([name, text]) => formatProblems(name, text, formats.get(name))),
  ]);
}

function sizeProblems(
  files: readonly FileData[], filled: Readonly<Record<string, string>>, fixed: number,
): TargetProblem[] {
  const changing = files.filter((file) => !isFixed(file))
    .map(({ name }) => ({ name, bytes: Buffer.byteLength(filled[name]) }));
  const sum = changing.reduce((all, { bytes }) => all + bytes, fixed);
  if (sum <= MAX_BYTES) return [];
  const largest = changing.toSorted((a, b) => b.bytes - a.bytes)[0];
  return [{
    code: 'PARITY_CONFIG_SIZE', message: 'files are larger than a ConfigMap can be',
    expected: `at most ${bytesText(MAX_BYTES)}`,
    got: `${bytesText(sum)}, of which '${largest.name}' is ${bytesText(largest.bytes)}`,
    fix: 'mount the largest into a folder of its own, or put it into the image',
  }];
}

function formatProblems(name: string, text: string, format: FileData['format']): TargetProblem[] {
  try {
    if (format === 'json') JSON.parse(text);
    if (format === 'yaml') (require('js-yaml') as typeof import('js-yaml')).loadAll(text);
    return [];
  } catch (cause) {
    return [{
      code: 'PARITY_CONFIG_TEMPLATE', message: `a template is no ${(format as string).toUpperCase()} when it is filled`,
      got: `'${name}': ${(cause as Error).message.split('\n')[0].slice(0, 200)}`,
      fix: 'write the names without quotes around them: the format quotes each value',
    }];
  }
}
