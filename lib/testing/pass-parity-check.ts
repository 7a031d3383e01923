import { today } from '../environment/day';
import { type CheckOptions, type CheckResult, checkAssembly, findingsFrom } from '../check/check';
import { type CheckFinding, SEVERITIES, type Severity } from '../check/rule';
import { nearest } from '../environment/nearest';
import { assemblyInMemory } from '../synth/assembly/read-assembly';
import type { Assembly } from '../synth/assembly/read-assembly';
import { withoutWitnessReason } from '../synth/assembly/witness-reason';
import { renderWitnessed } from '../synth/witness/render-witnessed';
import { type ParityFailure, formatFailure } from '../template/error';
import { isRendered } from './rendered-environments';
import { givenApp, givenAssembly, isRenderable } from './subject';

/** How strictly, and for which day, an assembly is checked. */
export interface ParityCheckOptions extends Partial<CheckOptions> {
  /** The day by which expiry is judged, `2026-11-21`. @default - today, in UTC */
  readonly now?: string;
  /** The least severity that fails the test. @default 'error' */
  readonly failOn?: Severity;
}

/** What a check found that fails a test, and what it found in all. */
export interface CheckVerdict { readonly failing: readonly CheckFinding[]; readonly result: CheckResult }

const OPTIONS = ['now', 'failOn', 'soonDays', 'charts', 'rules'] as const satisfies readonly (keyof ParityCheckOptions)[];
/**
 * Checks an assembly by the rules of `parity check`.
 *
 * What is still to be rendered is witnessed here, as far as it can be built again; of what was written or rendered
 * before, `parity.json` says whether it was.
 *
 * @throws TypeError when it is given nothing that can be checked, or `failOn` is no severity
 * @throws PARITY_BAD_ARGUMENT and PARITY_UNKNOWN_CHART as `checkAssembly`
 */
export function judge(subject: unknown, options: ParityCheckOptions = {}): CheckVerdict {
  const { failOn = 'error', now = today(), ...rest } = options;
  if (!SEVERITIES.includes(failOn)) {
    const near = nearest(String(failOn), SEVERITIES);
    throw new TypeError(`failOn is one of ${SEVERITIES.join(', ')}; got '${String(failOn)}'`
      + `${near === undefined ? '' : `, is '${near}' meant?`}`);
  }
  // A misspelt one must not switch off what it was meant to switch on.
  const unknown = Object.keys(options).filter((name) => !OPTIONS.some((option) => option === name));
  if (unknown.length > 0) {
    throw new TypeError(`toPassParityCheck takes ${OPTIONS.join(', ')}; got '${unknown.join("', '")}'`);
  }
  const { assembly, failures } = checkable(subject);
  const checked = checkAssembly(assembly, { now, ...rest });
  const result = failures.length === 0 ? checked : withWitness(checked, failures);
  return { failing: findingsFrom(result, failOn), result };
}

export function describeVerdict({ failing, result }: CheckVerdict): string {
  const others = result.findings.length - failing.length;
  return [
    ...failing.map(({ severity, failure }) => `${severity} ${formatFailure(failure)}`),
    ...(others === 0 ? [] : [`and ${others} less severe: see parity check`]),
  ].join('\n\n');
}

function checkable(subject: unknown): { readonly assembly: Assembly; readonly failures: readonly ParityFailure[] } {
  if (isRendered(subject)) return { assembly: asWitnessed(subject), failures: subject.witness() };
  if (!isRenderable(subject)) return { assembly: givenAssembly(subject), failures: [] };
  const { app, build } = givenApp(subject);
  const { rendered, failures } = renderWitnessed(app, build);
  return { assembly: asWitnessed(assemblyInMemory(rendered)), failures };
}

/** An assembly whose witness is asked here and now: that it was not before says nothing. */
function asWitnessed(assembly: Assembly): Assembly {
  const { index } = assembly;
  const notReleasable = withoutWitnessReason(index.notReleasable);
  return {
    readFile: (path) => assembly.readFile(path),
    index: { ...index, witnessed: true, notReleasable, releasable: notReleasable.length === 0 },
  };
}

function withWitness(result: CheckResult, failures: readonly ParityFailure[]): CheckResult {
  const findings = failures.map((failure): CheckFinding => ({ severity: 'error', rule: 'witnessed', failure }));
  return {
    ...result, witnessed: false, releasable: false,
    counts: { ...result.counts, error: result.counts.error + findings.length },
    findings: [...findings, ...result.findings],
  };
}
