import { readFileSync, statSync } from 'node:fs';
import type { Event } from 'js-yaml';
import { ParityError, ParityErrors, type ParityFailure } from '../template/error';
import { isJsonObject } from '../template/json';
import type { Overlay } from './overlay';
import { fromPackage } from './source-location';

/** Overlay files are written by hand; anything larger is not one. In bytes. */
const MAX_SIZE = 1024 * 1024;
/** Class, nested constructs, and a map at the end: deeper is no overlay. */
const MAX_DEPTH = 20;

/**
 * Reads overlays from YAML: class names (`Checkout`, or `Checkout/instance-id`), below them addresses and values.
 *
 * Duplicate keys, aliases, merge keys and anything but plain data are refused; each value keeps its line.
 *
 * @throws PARITY_BAD_OVERLAY_FILE
 */
export function readOverlayFile(file: string): Overlay[] {
  const text = readText(file);
  const name = fromPackage(file);
  const yaml = require('js-yaml') as typeof import('js-yaml');
  let data: unknown;
  let lines: Map<string, number>;
  try {
    // First, because it refuses aliases before anything can be made of them.
    lines = linesOf(yaml, text, name);
    data = yaml.load(text, { filename: name, schema: yaml.CORE_SCHEMA, maxDepth: MAX_DEPTH });
  } catch (cause) {
    throw new ParityError({
      code: 'PARITY_BAD_OVERLAY_FILE', message: 'an overlay file is no valid YAML', where: placeOf(cause, name),
      got: reasonOf(cause), fix: 'mend the line; a key may stand only once',
    }, { cause });
  }
  const failures: ParityFailure[] = [];
  const overlays: Overlay[] = [];
  if (!isJsonObject(data)) failures.push(notAMap(name, 'the file', data));
  else {
    for (const [key, values] of Object.entries(data)) {
      if (!isJsonObject(values)) failures.push(notAMap(`${name}:${lines.get(key) ?? 1}`, `'${key}'`, values));
      else overlays.push(toOverlay(name, key, values, lines));
    }
  }
  if (failures.length > 0) throw new ParityErrors(failures);
  return overlays;
}

function readText(file: string): string {
  try {
    if (statSync(file).size > MAX_SIZE) throw new Error(`it is larger than ${MAX_SIZE} bytes`);
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ParityError({
      code: 'PARITY_BAD_OVERLAY_FILE', message: 'an overlay file cannot be read', where: file,
      got: (cause as Error).message, fix: 'give a path that is relative to where synth runs, or absolute',
    }, { cause });
  }
}

/** js-yaml counts lines from 0, and knows none for what is missing. */
function placeOf(cause: unknown, name: string): string {
  const { mark } = cause as { mark?: { line?: number } };
  return mark?.line === undefined ? name : `${name}:${mark.line + 1}`;
}

function reasonOf(cause: unknown): string {
  const { reason, message } = cause as { reason?: string; message: string };
  return reason ?? message.split('\n')[0];
}

function toOverlay(
  file: string,
  key: string,
  values: Readonly<Record<string, unknown>>,
  lines: ReadonlyMap<string, number>,
): Overlay {
  const slash = key.indexOf('/');
  const [of, instance] = slash < 0 ? [key, undefined] : [key.slice(0, slash), key.slice(slash + 1)];
  const sources = new Map<string, string>();
  for (const [path, line] of lines) {
    if (path.startsWith(`${key}\0`))
      sources.set(
        path
          .slice(key.length + 1)
          .split('\0')
          .join('.'),
        `${file}:${line}`,
      );
  }
  return { of, instance, values, source: `${file}:${lines.get(key) ?? 1}`, sources };
}

function notAMap(where: string, what: string, got: unknown): ParityFailure {
  return {
    code: 'PARITY_BAD_OVERLAY_FILE',
    message: `${what} must be a map`,
    where,
    got: JSON.stringify(got) ?? 'nothing',
    expected: 'class names, and below each its variations with their values',
    fix: 'write it like\nCheckout:\n  replicas: 6',
  };
}

/** The line of each key of a mapping, by the keys from the root joined with NUL. */
function linesOf(yaml: typeof import('js-yaml'), text: string, filename: string): Map<string, number> {
  const lines = new Map<string, number>();
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const path: string[] = [];
  /** What is open: a mapping waits for a key or the value of its last key. */
  const open: { kind: 'mapping' | 'sequence' | 'document'; wantsKey: boolean }[] = [];
  const valueEnds = () => {
    const parent = open.at(-1);
    if (parent?.kind !== 'mapping') return;
    if (!parent.wantsKey) path.pop();
    parent.wantsKey = true;
  };
  for (const event of yaml.parseEvents(text, { filename, maxDepth: MAX_DEPTH })) {
    const kind = kindOf(yaml, event);
    if (kind === 'alias') {
      const { anchorStart } = event as Extract<Event, { type: typeof yaml.EVENT_ID.ALIAS }>;
      throw Object.assign(new Error('an alias: each value is written out'), {
        mark: { line: lineAt(starts, anchorStart) - 1 },
      });
    }
    if (kind === 'scalar') {
      const parent = open.at(-1);
      if (parent?.kind === 'mapping' && parent.wantsKey) {
        const scalar = event as Extract<Event, { valueStart: number }>;
        path.push(yaml.getScalarValue(text, scalar));
        lines.set(path.join('\0'), lineAt(starts, scalar.valueStart));
        parent.wantsKey = false;
      } else valueEnds();
    } else if (kind === 'pop') {
      open.pop();
      valueEnds();
    } else open.push({ kind, wantsKey: kind === 'mapping' });
  }
  return lines;
}

function kindOf(
  yaml: typeof import('js-yaml'),
  event: Event,
): 'document' | 'sequence' | 'mapping' | 'scalar' | 'alias' | 'pop' {
  switch (event.type) {
    case yaml.EVENT_ID.DOCUMENT:
      return 'document';
    case yaml.EVENT_ID.SEQUENCE:
      return 'sequence';
    case yaml.EVENT_ID.MAPPING:
      return 'mapping';
    case yaml.EVENT_ID.SCALAR:
      return 'scalar';
    case yaml.EVENT_ID.ALIAS:
      return 'alias';
    default:
      return 'pop';
  }
}

/** The line (from 1) that holds an offset; line starts are sorted. */
function lineAt(starts: readonly number[], offset: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
