import type { Chart } from 'cdk8s';
import type { Operation } from 'fast-json-patch';
import type { Exception, PatchOperation } from '../environment/overlay';
import { findDatesProblem } from '../environment/stand-in-rules';
import type { Target } from '../environment/targets';
import { canonicalJson } from '../template/canonical';
import type { ParityFailure } from '../template/error';
import type { Json } from '../template/json';
import type { FilledObject } from '../template/template';
import type { ExceptionRecord } from './assembly/assembly';

export interface Patched {
  readonly objects: readonly FilledObject[];
  readonly records: readonly ExceptionRecord[];
  readonly failures: readonly ParityFailure[];
}

/** Applies an environment's exceptions to its filled objects; each must apply, and must change something. */
export function applyExceptions(
  chart: Chart, target: Target, exceptions: readonly Exception[], objects: readonly FilledObject[],
): Patched {
  const records: ExceptionRecord[] = [];
  const failures: ParityFailure[] = [];
  const patched = [...objects];
  for (const exception of exceptions) {
    const where = [`${target.name}: ${chart.node.path} > ${exception.object}`, exception.source]
      .filter(Boolean)
      .join(' ');
    const fail = (got: string, fix: string) => failures.push({
      code: 'PARITY_EXCEPTION', message: 'an exception cannot be applied', where, got, fix,
    });
    const problem = findExceptionProblem(exception);
    const index = patched.findIndex(({ id }) => id === exception.object);
    if (problem !== undefined) fail(problem, 'an exception says object, patch, reason, owner and expires (YYYY-MM-DD)');
    else if (index < 0) {
      const other = exception.instance === undefined ? "; or name the chart that is meant: instance: '...'" : '';
      fail('no such object here', `name one of ${patched.map(({ id }) => id).join(', ')}${other}`);
    }
    else {
      const result = patch(patched[index].body, exception.patch);
      if ('problem' in result) fail(result.problem, 'mend the patch: every operation must find its place');
      else if (canonicalJson(result.body) === canonicalJson(patched[index].body))
        fail('a patch that changes nothing', 'remove the exception');
      else {
        patched[index] = { ...patched[index], body: result.body };
        const { object, patch: operations, reason, owner, since, expires, source } = exception;
        records.push({
          target: target.name,
          object,
          patch: operations,
          reason,
          owner,
          ...(since === undefined ? {} : { since }),
          expires,
          ...(source === undefined ? {} : { source }),
        });
      }
    }
  }
  return { objects: patched, records, failures };
}

/** Applies operations to a copy. Shared with readers of an assembly, who have only the record. */
export function patch(
  body: Json,
  operations: readonly PatchOperation[],
): { readonly body: Json } | { readonly problem: string } {
  // Loaded only when an environment has an exception.
  const { applyPatch, deepClone } = require('fast-json-patch') as typeof import('fast-json-patch');
  try {
    const copy = deepClone(operations) as Operation[];
    return { body: applyPatch(deepClone(body), copy, true, true, true).newDocument as Json };
  } catch (cause) {
    return { problem: patchProblem(cause as Error & { readonly operation?: unknown }) };
  }
}

/** What fast-json-patch calls by a code, in words. */
const PATCH_PROBLEMS: { readonly [code: string]: string } = {
  OPERATION_PATH_UNRESOLVABLE: "the patch's place does not exist",
  OPERATION_PATH_CANNOT_ADD: "the patch's place does not exist, and nothing can be added to it",
  OPERATION_FROM_UNRESOLVABLE: 'the place that the patch takes a value from does not exist',
  OPERATION_PATH_INVALID: "the patch's path is no JSON Pointer, like /spec/replicas",
  OPERATION_OP_INVALID: 'the patch has an operation that RFC 6902 does not know',
  OPERATION_FROM_REQUIRED: "the patch does not say from where: 'from' is missing",
  OPERATION_VALUE_REQUIRED: "the patch gives no value: 'value' is missing",
  OPERATION_VALUE_CANNOT_CONTAIN_UNDEFINED: 'the value of the patch holds undefined',
  OPERATION_NOT_AN_OBJECT: 'an operation of the patch is no object',
  OPERATION_VALUE_OUT_OF_BOUNDS: "the patch's index is beyond the list's end",
  OPERATION_PATH_ILLEGAL_ARRAY_INDEX: "the patch's index is no number of the list",
  TEST_OPERATION_FAILED: 'another value stands where the patch tests for one',
};

/** Where it is, too, and no value: it may be a secret's. */
function patchProblem({ name, message, operation }: Error & { readonly operation?: unknown }): string {
  const problem = Object.hasOwn(PATCH_PROBLEMS, name) ? PATCH_PROBLEMS[name] : message.split('\n')[0];
  if (typeof operation !== 'object' || operation === null) return problem;
  const { op, path, from } = operation as { op?: unknown; path?: unknown; from?: unknown };
  const at = [op, from, path].filter((part) => typeof part === 'string').join(' ');
  return at === '' ? problem : `${problem}: ${at}`;
}

/** What an exception lacks; nobody could audit one without it. */
export function findExceptionProblem(
  exception: Pick<Exception, 'reason' | 'owner' | 'since' | 'expires' | 'patch'>,
): string | undefined {
  for (const field of ['reason', 'owner'] as const) {
    if (typeof exception[field] !== 'string' || exception[field].trim() === '') return `no ${field}`;
  }
  const dates = findDatesProblem(exception);
  if (dates !== undefined) return dates;
  return Array.isArray(exception.patch) && exception.patch.length > 0 ? undefined : 'an empty patch';
}
