import type { PatchOperation } from '../../environment/overlay';
import type { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord, ExceptionRecord } from '../../synth/assembly/assembly';
import type { Json } from '../../template/json';
import { canonicalJson } from '../../template/canonical';
import { type Change, gatherChanges, sidesOf } from './change';
import type { ChartPair } from './chart-side';

/** Who answers for an exception, and until when. */
export type ExceptionTerms = Pick<ExceptionRecord, 'reason' | 'owner' | 'since' | 'expires' | 'source'>;

/** A patch that holds on one side only, or on other terms on the other. */
export interface ExceptionDifference {
  readonly chart: string;
  readonly object: string;
  /** RFC 6902; the values of a Secret are not shown. */
  readonly patch: readonly PatchOperation[];
  readonly changes: readonly Change<ExceptionTerms>[];
}

/** The exceptions of a chart that are not the same on both sides. */
export function exceptionDifferences(
  chart: ChartRecord, pairs: readonly ChartPair[], secrets: SecretInputs,
): ExceptionDifference[] {
  if (chart.exceptions.length === 0) return [];
  const patches = new Map<string, ExceptionRecord>();
  const met = new Map<string, number>();
  const termsByTarget = new Map<string, Map<string, ExceptionTerms>>();
  for (const exception of chart.exceptions) {
    const byPatch = termsByTarget.get(exception.target) ?? new Map<string, ExceptionTerms>();
    termsByTarget.set(exception.target, byPatch);
    const key = keyOf(exception, met);
    patches.set(key, exception);
    byPatch.set(key, termsOf(exception));
  }
  return [...patches].flatMap(([key, { object, patch }]): ExceptionDifference[] => {
    const changes = gatherChanges(pairs, ({ from, to }) => {
      const [before, after] = [from, to].map(({ target }) => termsByTarget.get(target.name)?.get(key));
      return sayTheSame(before, after) ? undefined : sidesOf(before, after);
    });
    if (changes.length === 0) return [];
    return [{ chart: chart.id, object, patch: secrets.patchOf(chart, { object, patch }), changes }];
  });
}

/** Equal patches of one target are told apart by how many came before. */
function keyOf({ target, object, patch }: ExceptionRecord, met: Map<string, number>): string {
  const text = canonicalJson([object, patch] as unknown as Json);
  const count = (met.get(`${target} ${text}`) ?? 0) + 1;
  met.set(`${target} ${text}`, count);
  return `${text} ${count}`;
}

function termsOf({ reason, owner, since, expires, source }: ExceptionRecord): ExceptionTerms {
  return {
    reason, owner, ...(since === undefined ? {} : { since }), expires, ...(source === undefined ? {} : { source }),
  };
}

/** Where they are declared is no part of what they say. */
function sayTheSame(before: ExceptionTerms | undefined, after: ExceptionTerms | undefined): boolean {
  if (before === undefined || after === undefined) return before === after;
  return (['reason', 'owner', 'since', 'expires'] as const).every((term) => before[term] === after[term]);
}
