import { readFileSync, statSync } from 'node:fs';
import type { PreviewRequest } from '../synth/request/synth-request';
import { ParityError } from '../template/error';
import { type JsonObject, isJsonObject } from '../template/json';

/** How `parity synth` is asked for a preview. */
export interface PreviewOptions {
  readonly preview?: string;
  readonly of?: string;
  /** Dotted names of facts, and their values as texts. */
  readonly set?: readonly (readonly [string, string])[];
  /** A YAML file of facts. */
  readonly facts?: string;
}

/** An environment variable cannot hold more on Linux; in bytes. */
const MAX_REQUEST = 100_000;

/**
 * The preview that options ask for, if any.
 *
 * @throws PARITY_BAD_ARGUMENT when options are missing, or the file cannot be used
 */
export function previewRequest({ preview: name, of, set, facts: file }: PreviewOptions): PreviewRequest | undefined {
  if (name === undefined) {
    const given = Object.entries({ '--of': of, '--set': set, '--facts': file });
    const stray = given.find(([, value]) => value !== undefined)?.[0];
    if (stray === undefined) return undefined;
    throw badArgument(`${stray} is for a preview, and none is named`, stray, 'no --preview',
      'name it: --preview pr-123 --of staging');
  }
  if (of === undefined) {
    throw badArgument('a preview is made from an environment, and none is named', '--preview', 'no --of',
      `name it: --preview ${/^[\w-]{1,63}$/.test(name) ? name : 'pr-123'} --of staging`);
  }
  const facts = file === undefined ? undefined : readFacts(file);
  const request = { name, of, ...(facts === undefined ? {} : { facts }), ...(set === undefined ? {} : { set }) };
  const size = Buffer.byteLength(JSON.stringify(request));
  if (size > MAX_REQUEST) {
    const where = file === undefined ? '--set' : '--facts';
    throw badArgument('the facts of the preview are too many', where, `${size} bytes`,
      `give at most ${MAX_REQUEST} bytes: only what differs from the base`);
  }
  return request;
}

function readFacts(file: string): JsonObject {
  const unusable = (got: string, fix: string, cause?: unknown) =>
    badArgument('the file of facts cannot be used', `--facts ${file}`, got, fix, cause);
  let text: string;
  try {
    if (statSync(file).size > MAX_REQUEST) throw new Error(`it is larger than ${MAX_REQUEST} bytes`);
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw unusable((cause as Error).message, 'name a YAML file that is there', cause);
  }
  const { load, CORE_SCHEMA } = require('js-yaml') as typeof import('js-yaml');
  let data: unknown;
  try {
    // Writing it as JSON also ends in an error where an alias leads into itself.
    const loaded = load(text, { filename: file, schema: CORE_SCHEMA, maxDepth: 20 });
    data = JSON.parse(JSON.stringify(loaded, finite) ?? 'null');
  } catch (cause) {
    throw unusable((cause as Error).message.split('\n')[0] as string, 'mend the file:  domain: pr.example.com', cause);
  }
  if (!isJsonObject(data)) throw unusable('no map', 'write it as  domain: pr.example.com');
  return data;
}

function finite(key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`'${key}' is ${value}`);
  return value;
}

function badArgument(message: string, where: string, got: string, fix: string, cause?: unknown): ParityError {
  return new ParityError({ code: 'PARITY_BAD_ARGUMENT', message, where, got, fix }, { cause });
}
