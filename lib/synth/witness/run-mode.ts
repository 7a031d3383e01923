import { readFileSync } from 'node:fs';
import type { JsonObject } from '../../template/json';
import type { PlainValues } from '../../environment/session';

/** What a process or a build is asked to run a program for, besides writing its manifests. */
export type RunMode =
  /** Plain cdk8s with one target's values: what the filled template must equal. */
  | { readonly kind: 'plain'; readonly app: number; readonly values: PlainValues }
  /** Another run into placeholders, with other ids: the template must not depend on them. */
  | { readonly kind: 'salted'; readonly app: number; readonly salt: string };

/** What a witness process is told by file: `values` by declaration key, `expected` digests by chart. */
export interface WitnessOrder {
  readonly kind: 'plain' | 'salted';
  /** The how-manieth app of the program is meant. */
  readonly app: number;
  readonly target: string;
  readonly facts: JsonObject;
  readonly values: JsonObject;
  readonly expected: Readonly<Record<string, string>>;
  /** Where the answer is written. */
  readonly answer: string;
}

/** The environment variable that names the order's file. */
export const WITNESS_ORDER = 'PARITY_WITNESS_ORDER';

/** How apps that are made now are to run, and how many were made: a program may have several. */
let forced: RunMode | undefined;
let made = 0;
let order: WitnessOrder | undefined;

/** The order of this process, read once. */
export function witnessOrder(): WitnessOrder | undefined {
  const file = process.env[WITNESS_ORDER];
  if (file !== undefined && order === undefined) order = JSON.parse(readFileSync(file, 'utf8')) as WitnessOrder;
  return order;
}

/** Counts a new app and tells how it is to run; undefined is the usual way. */
export function enterApp(): { readonly index: number; readonly mode: RunMode | undefined } {
  const index = made++;
  if (forced !== undefined) return { index, mode: forced };
  const asked = witnessOrder();
  // Another app of the program may be rendered on the way to the one that is meant, as it always is.
  return { index, mode: asked?.app === index ? modeOf(asked) : undefined };
}

/** Runs a build whose apps all run in one mode: the witness inside one process. */
export function inMode<T>(mode: RunMode, build: () => T): T {
  const former = forced;
  forced = mode;
  try {
    return build();
  } finally {
    forced = former;
  }
}

/** The mode in which a program or a build answers an order. */
export function modeOf(asked: WitnessOrder): RunMode {
  if (asked.kind === 'salted') return { kind: 'salted', app: asked.app, salt: SALT };
  const values = new Map(Object.entries(asked.values));
  return {
    kind: 'plain',
    app: asked.app,
    values: { target: asked.target, facts: asked.facts, valueOf: (key) => values.get(key) },
  };
}

/** Longer than any id of the first run, so that lengths differ as well as letters. */
export const SALT = 'zz0salted0';
