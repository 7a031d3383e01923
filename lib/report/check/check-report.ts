import { type CheckResult, findingsFrom, sortFindings } from '../../check/check';
import { type CheckFinding, type Severity } from '../../check/rule';
import type { ParityFailure } from '../../template/error';
import { plural } from '../words';

/** The id under which a report tells that the assembly could not be checked at all: no rule has it. */
export const ASSEMBLY_RULE = 'assembly';

/** A check as reports for other tools show it, also when there was nothing that could be checked. */
export interface CheckReport {
  /** Whether the check passed, as its exit code says. */
  readonly ok: boolean;
  readonly summary: string;
  readonly findings: readonly CheckFinding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** The ids of the rules that were run; none when the assembly could not be read. */
  readonly rules: readonly string[];
  readonly paths: ReportPaths;
}

/** How files of the program and the assembly are named so that a review tool finds them: with `/`, never absolute. */
export interface ReportPaths {
  /** The assembly's folder below the repository. @default - it lies elsewhere */
  readonly assembly?: string;
  /** The folder of the program's package below the repository: `` at its root. @default '' */
  readonly program?: string;
}

/** @param failOn the least severity that fails the check */
export function reportOf(result: CheckResult, paths: ReportPaths = {}, failOn: Severity = 'error'): CheckReport {
  const { findings, counts, rules } = result;
  const ok = findingsFrom(result, failOn).length === 0;
  return { ok, summary: summaryLine(result), findings, counts, rules, paths };
}

/**
 * What made a check impossible, as its findings.
 *
 * @param named what the rules still found in an assembly whose files were altered
 */
export function reportOfFailures(
  failures: readonly ParityFailure[], paths: ReportPaths = {}, named?: readonly CheckFinding[],
): CheckReport {
  const findings = sortFindings([...failures.map((failure): CheckFinding =>
    ({ severity: 'error', rule: ASSEMBLY_RULE, failure, ...fileOf(failure) })), ...named ?? []]);
  const count = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  const counts = { error: count('error'), warning: count('warning'), note: count('note') };
  const what = named === undefined ? 'could not be checked' : 'is not as synth wrote it';
  return { ok: false, summary: `the assembly ${what}; ${countsText(counts)}`, findings, counts, rules: [], paths };
}

/** `12 charts x 3 environments: in parity, witnessed; 0 errors, 2 warnings`. */
export function summaryLine(result: CheckResult): string {
  const { charts, environments, targets, inParity, witnessed, counts } = result;
  const clusters = targets === environments ? '' : ` (${plural(targets, 'cluster')})`;
  const states = [
    ...(inParity === undefined ? [] : [inParity ? 'in parity' : 'not in parity']),
    witnessed ? 'witnessed' : 'not witnessed',
  ];
  return `${plural(charts, 'chart')} x ${plural(environments, 'environment')}${clusters}: ${states.join(', ')}; ${
    countsText(counts)}`;
}

function countsText({ error, warning, note }: CheckReport['counts']): string {
  return [plural(error, 'error'), plural(warning, 'warning'), ...(note === 0 ? [] : [plural(note, 'note')])].join(', ');
}

/** Of failures while reading, those of files are at a path below the folder. */
function fileOf({ code, where }: ParityFailure): { file?: string } {
  const isFile = /^PARITY_ASSEMBLY_(ALTERED|FILE_)/.test(code);
  return isFile && where !== undefined ? { file: where } : {};
}
