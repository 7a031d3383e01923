import { isDay } from '../environment/day';
import { nearest } from '../environment/nearest';
import type { Assembly } from '../synth/assembly/read-assembly';
import { selectCharts } from '../synth/assembly/select-charts';
import { ParityError, ParityErrors, type ParityFailure, formatFailure } from '../template/error';
import { type CheckFinding, SEVERITIES, type Severity } from './rule';
import { RULES } from './rules';
import { closureRule } from './rules/closure';
import { SecretInputs } from './secret-inputs';

export interface CheckOptions {
  /** The day by which expiry is judged, `2026-11-21`. Given by the caller, so that a check repeats. */
  readonly now: string;
  /** For how many days before its last one an exception or stand-in is reported. @default 30 */
  readonly soonDays?: number;
  /** Ids or classes of the charts to report on. @default - all charts */
  readonly charts?: readonly string[];
  /** The ids of the rules to run. @default - all rules */
  readonly rules?: readonly string[];
}

/** What a check says of an assembly: plain data, and the JSON output of `parity check`. */
export interface CheckResult {
  /** How many charts were looked at. */
  readonly charts: number;
  readonly environments: number;
  /** Environments and clusters. */
  readonly targets: number;
  /** Whether environments differ by nothing but what was declared. @default - the rule `closure` was not run */
  readonly inParity?: boolean;
  readonly witnessed: boolean;
  readonly releasable: boolean;
  readonly now: string;
  readonly rules: readonly string[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** The worst first, then by code and place. */
  readonly findings: readonly CheckFinding[];
}

const SOON_DAYS = 30;

/**
 * Runs the rules over an assembly.
 *
 * Pure but for reading the assembly's files; the order of its charts changes nothing in the findings.
 *
 * @throws PARITY_BAD_ARGUMENT when `now` is no day, `soonDays` no number of days, or a rule does not exist
 * @throws PARITY_UNKNOWN_CHART when a chart does not exist
 */
export function checkAssembly(assembly: Assembly, options: CheckOptions): CheckResult {
  const { now, soonDays = SOON_DAYS } = options;
  const rules = selectRules(options.rules);
  if (!isDay(now)) throw badArgument('now', now, 'a day, like 2026-11-21');
  if (!Number.isSafeInteger(soonDays) || soonDays < 0) throw badArgument('soonDays', soonDays, 'a number of days');
  const { index } = assembly;
  const charts = selectCharts(index, options.charts);
  const secrets = new SecretInputs(index);
  const context = { assembly, charts, now, soonDays, secrets, rules: new Set(rules.map(({ id }) => id)) };
  const findings = sortFindings(rules.flatMap((rule) => [...rule.find(context)]));
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    charts: charts.length,
    environments: index.environments.length,
    targets: index.environments.reduce((sum, { targets }) => sum + targets.length, 0),
    ...(context.rules.has(closureRule.id)
      ? { inParity: !findings.some(({ rule }) => rule === closureRule.id) } : {}),
    witnessed: index.witnessed,
    releasable: index.releasable,
    now,
    rules: [...context.rules],
    counts: { error: count('error'), warning: count('warning'), note: count('note') },
    findings,
  };
}

/** The findings that are at least as bad as this. */
export function findingsFrom(result: CheckResult, worst: Severity): readonly CheckFinding[] {
  return result.findings.filter(({ severity }) => SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(worst));
}

/** The worst first, then by code, place and text; exact repeats are dropped. */
export function sortFindings(findings: readonly CheckFinding[]): readonly CheckFinding[] {
  const byText = new Map(findings.map((finding) =>
    [`${SEVERITIES.indexOf(finding.severity)}${formatFailure(finding.failure)}\0${finding.rule}`, finding] as const));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

function selectRules(ids: readonly string[] = RULES.map(({ id }) => id)) {
  const known = RULES.map(({ id }) => id);
  // A check by no rule would pass whatever it is given.
  if (ids.length === 0) throw badArgument('rules', ids, `some of ${known.join(', ')}`);
  const unknown = ids.filter((id) => !known.includes(id));
  if (unknown.length > 0) {
    throw new ParityErrors(unknown.map((id): ParityFailure => badArgument('rules', id,
      nearest(String(id), known) ?? `one of ${known.join(', ')}`).failure));
  }
  return RULES.filter(({ id }) => ids.includes(id));
}

function badArgument(where: string, got: unknown, expected: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'a check cannot be made with this argument', where,
    got: JSON.stringify(got) ?? String(got), expected, fix: 'see docs/check.md',
  });
}
