import { shortened } from '../printable';
import { numberText, plural, someOf } from '../words';
import { someNames } from './difference-words';
import type { EnvironmentDifference } from './environment-difference';
import type { PairFields } from './field-differences';
import type { SideBySide } from './side-by-side';

// What a comparison may say of parity: only what it looked at. Digests tell that a file differs, not that it differs
// where it may; the fields tell what explains each, not that their values are right. The proof is `parity check`.

/** How a sentence begins that says more than a comparison can be told away with. */
export const NOT_IN_PARITY = 'not in parity';
const PROOF = 'that nothing undeclared differs is proved by parity check';

/** A field, or a whole object, that differs though nothing declared explains it. */
export interface UnexplainedField {
  readonly chart: string;
  readonly object: string;
  /** Empty for an object that is on one side only. */
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** The fields that no declaration explains; each of them is enough to be not in parity. */
export function unexplainedFields(all: readonly PairFields[]): UnexplainedField[] {
  return all.flatMap(({ from, to, objects }) => objects.flatMap(({ chart, object, kind, fields, causes = [] }) => {
    const isAlone = kind === 'added' || kind === 'removed';
    const named = isAlone ? (causes.length === 0 ? [''] : [])
      : fields.filter((field) => field.causes.length === 0).map(({ field }) => field);
    return named.map((field) => ({ chart, object, field, from, to }));
  }));
}

/** What was compared, a sentence for each thing to say; with the fields, what explains them decides. */
export function verdict(difference: EnvironmentDifference, fields?: readonly PairFields[]): string[] {
  const { charts, files, unusedFacts, unexplained, exceptionsDeclared, keptConfigs } = difference;
  const [differ, reach] = unusedFacts.length === 1 ? ['differs', 'reaches'] : ['differ', 'reach'];
  const kept = keptConfigs === 0 ? []
    : [`${plural(keptConfigs, 'ConfigMap')} of former releases kept for rollbacks, and not compared`];
  const unused = unusedFacts.length === 0 ? kept
    : [...kept,
      `${plural(unusedFacts.length, 'more fact')} ${differ} and ${reach} no manifest: ${someNames(unusedFacts, 4)}`];
  const alone = fields === undefined ? [] : unexplainedFields(fields);
  if (alone.length > 0) {
    const names = alone.map(({ chart, object, field }) => `${chart} > ${object} ${field}`.trimEnd());
    const where = someOf(names, 2, (name) => shortened(name, 160));
    return [...unused, notInParity(plural(alone.length, 'field'), alone.length, where)];
  }
  if (unexplained.length > 0) {
    const where = someNames(unexplained.map(({ chart, from, to }) => `${chart} (${from}, ${to})`), 4);
    return [...unused, notInParity(plural(unexplained.length, 'file'), unexplained.length, where)];
  }
  const compared = templatesWords(charts, 'both', exceptionsDeclared);
  if (files.different === 0) return [...unused, `${compared}; the files are identical`];
  const counted = `${numberText(files.different)} of ${plural(files.compared, 'file')} ${
    files.different === 1 ? 'differs' : 'differ'}`;
  const explained = fields === undefined ? '' : ', each field where something declared does';
  return [...unused, `${compared}; ${counted}${explained}; ${PROOF}`];
}

/** The same for all targets side by side. */
export function sideBySideVerdict({ targets, charts, rows, unexplained, exceptionsDeclared }: SideBySide): string {
  if (unexplained.length > 0) {
    const files = `the files of ${plural(unexplained.length, 'chart')}`;
    return notInParity(files, 2, someNames(unexplained, 4));
  }
  if (targets.length === 1) return `${plural(charts, 'chart')}; there is nothing to compare with`;
  const compared = templatesWords(charts, targets.length === 2 ? 'both' : `all ${targets.length}`, exceptionsDeclared);
  return `${compared}; ${rows.length === 0 ? 'the files are identical' : PROOF}`;
}

function notInParity(what: string, count: number, where: string): string {
  return `${NOT_IN_PARITY}: ${what} ${count === 1 ? 'differs' : 'differ'} where nothing declared does: ${where}; `
    + 'see parity check';
}

function templatesWords(charts: number, sides: string, exceptions: number): string {
  const but = exceptions === 0 ? '' : `, but for ${plural(exceptions, 'exception')}`;
  return `${plural(charts, 'chart')}, one template${charts === 1 ? '' : ' each'} for ${sides}${but}`;
}
