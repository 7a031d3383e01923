import { type ParityFailure, ParityErrors } from '../template/error';
import { type Json, type JsonObject, type Path, formatPath, setOwn } from '../template/json';

/** Longest text a fact may have, in characters. */
const MAX_TEXT = 4096;
/** Deeper than any contract; an object that holds itself ends here too. */
const MAX_DEPTH = 20;
/** RFC 1123 label: what Kubernetes accepts as a namespace. */
const NAMESPACE = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The facts of one target as plain data; what is undefined is not answered.
 *
 * Facts travel in `parity.json`, and the namespace ends up in every object, past the checks of fixed names.
 *
 * @throws PARITY_BAD_FACT when one is no data, or the namespace cannot be one
 */
export function plainFacts(target: string, source: string | undefined, facts: object): JsonObject {
  const failures: ParityFailure[] = [];
  const fail = (path: Path, got: string, expected: string) => {
    failures.push({
      code: 'PARITY_BAD_FACT',
      message: `the fact '${formatPath(path)}' cannot be used`,
      where: [`${target}:`, source].filter(Boolean).join(' '),
      got,
      expected,
      fix: "mend it in the environment's facts",
    });
  };
  const copy = (value: unknown, path: Path): Json | undefined => {
    const problem = findProblem(value, path);
    if (problem !== undefined) {
      fail(path, problem, 'text, a finite number, true or false, a list or a map');
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, i) => copy(item, [...path, i]) ?? null);
    if (typeof value !== 'object' || value === null) return value as Json | undefined;
    const map: Record<string, Json> = {};
    for (const [key, item] of Object.entries(value)) {
      const plain = copy(item, [...path, key]);
      if (plain !== undefined) setOwn(map, key, plain);
    }
    return map;
  };
  const plain = copy(facts, []) as JsonObject;
  const { namespace } = plain ?? {};
  if (typeof namespace === 'string' && !NAMESPACE.test(namespace)) {
    fail(['namespace'], JSON.stringify(namespace.slice(0, 100)), 'lower-case letters, digits and dashes, at most 63');
  }
  if (failures.length > 0) throw new ParityErrors(failures);
  return plain;
}

function findProblem(value: unknown, path: Path): string | undefined {
  if (path.length > MAX_DEPTH) return `more than ${MAX_DEPTH} levels`;
  switch (typeof value) {
    case 'boolean': case 'undefined': return undefined;
    case 'string': return value.length > MAX_TEXT ? `a text of ${value.length} characters` : undefined;
    case 'number': return Number.isFinite(value) ? undefined : String(value);
    case 'object': return isData(value) ? undefined : `a ${value?.constructor?.name ?? 'class'} object`;
    default: return `a ${typeof value}`;
  }
}

function isData(value: object | null): boolean {
  if (value === null || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  // A realm's own Object.prototype is the one whose prototype is null: tests and workers have several.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
