import { ParityError } from '../../template/error';
import { type JsonObject, isJsonObject } from '../../template/json';

/** An ephemeral environment besides those that the program names: `parity synth --preview`. */
export interface PreviewRequest {
  readonly name: string;
  /** The environment it is made from. */
  readonly of: string;
  /** Facts that replace the base's, as a file gave them. @default - none */
  readonly facts?: JsonObject;
  /** Single facts as the command line gave them: a dotted path, and the text of the value. @default - none */
  readonly set?: readonly (readonly [string, string])[];
}

/** The environment variable that holds a `PreviewRequest` as JSON. */
export const PREVIEW_VARIABLE = 'PARITY_PREVIEW';

/** The environment variable that holds the names of the charts to synthesize, as a JSON list. */
export const CHARTS_VARIABLE = 'PARITY_CHARTS';

/**
 * The preview that the command asks this program for, if any.
 *
 * @throws PARITY_BAD_ARGUMENT when the variable does not hold one
 */
export function requestedPreview(text = process.env[PREVIEW_VARIABLE]): PreviewRequest | undefined {
  if (text === undefined || text === '') return undefined;
  const data = parse(PREVIEW_VARIABLE, text);
  const { name, of, facts, set, ...rest } = isJsonObject(data) ? data : {} as JsonObject;
  const isWhole = typeof name === 'string' && typeof of === 'string' && Object.keys(rest).length === 0
    && (facts === undefined || isJsonObject(facts)) && (set === undefined || isListOfPairs(set));
  if (!isWhole) {
    fail(PREVIEW_VARIABLE, text, '{ "name": "pr-123", "of": "staging", "facts": {}, "set": [["domain", "x.test"]] }');
  }
  return data as unknown as PreviewRequest;
}

/**
 * The names of the charts that the command limits this program to; undefined for all charts.
 *
 * @throws PARITY_BAD_ARGUMENT when the variable does not hold a list of names
 */
export function requestedCharts(text = process.env[CHARTS_VARIABLE]): readonly string[] | undefined {
  if (text === undefined || text === '') return undefined;
  const names = parse(CHARTS_VARIABLE, text);
  const isList = Array.isArray(names) && names.length > 0 && names.every((name) => typeof name === 'string');
  return isList ? names as string[] : fail(CHARTS_VARIABLE, text, '["checkout", "Cart"]');
}

function isListOfPairs(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair) =>
    Array.isArray(pair) && pair.length === 2 && pair.every((part) => typeof part === 'string'));
}

function parse(variable: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    return fail(variable, text, 'JSON', cause);
  }
}

function fail(variable: string, text: string, expected: string, cause?: unknown): never {
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'an environment variable does not hold what synth can use', where: variable,
    got: text.length > 200 ? `${text.slice(0, 200)}...` : text, expected,
    fix: 'unset it, and use the options of parity synth, which set it',
  }, { cause });
}
