import { isDay, today } from '../environment/day';
import { type CheckOptions, type CheckResult, checkAssembly, findingsFrom } from '../check/check';
import { isAlteredOnly, nameAlterations } from '../check/name-alterations';
import type { CheckFinding, Severity } from '../check/rule';
import { checkGithub } from '../report/check/check-github';
import { checkLines, refusedLines } from '../report/check/check-lines';
import { checkMarkdown } from '../report/check/check-markdown';
import { type CheckReport, reportOf, reportOfFailures } from '../report/check/check-report';
import { readAsItLies, readAssembly } from '../synth/assembly/read-assembly';
import { ParityError, type ParityFailure } from '../template/error';
import { type Output, failuresOf, refuse, writeJson } from './answer';
import { EXIT } from './exit-code';
import { assemblyFolder } from './open-assembly';
import type { AssemblyOptions } from './options';
import { reportPaths, withoutFolders } from './report-paths';
import { type Terminal, writeFailures } from './terminal';

export type CheckFormat = 'text' | 'json' | 'sarif' | 'github' | 'markdown';

export interface CheckCommandOptions extends AssemblyOptions {
  /** @default - today, in UTC */
  readonly now?: string;
  /** A number of days, as it was typed. @default '30' */
  readonly soon?: string;
  readonly failOn: Severity;
  readonly format: CheckFormat;
}

/** Runs the rules over an assembly and writes what they found. Gives the exit code. */
export function check(options: CheckCommandOptions, output: Output): number {
  let rules: CheckOptions | undefined;
  let result: CheckResult;
  try {
    const now = options.now ?? today();
    if (!isDay(now)) throw badArgument('--now', now, 'a day, like 2026-11-21');
    const soonDays = options.soon === undefined ? undefined : daysOf(options.soon);
    rules = { now, soonDays, charts: options.chart };
    // The whole assembly: what the index says of all its charts cannot be judged by some of them.
    result = checkAssembly(readAssembly(assemblyFolder(options)), rules);
  } catch (error) {
    const failures = failuresOf(error);
    if (rules !== undefined && isAlteredOnly(failures)) return refuseAltered(failures, rules, options, output);
    return refuseCheck(failures, options, output);
  }
  const ok = findingsFrom(result, options.failOn).length === 0;
  if (options.format === 'json') writeJson(output.out, { ok, failOn: options.failOn, ...result });
  else if (options.format === 'text') {
    const { width, style } = output.out;
    output.out.write(`${checkLines(result, { width, style, ok }).join('\n')}\n`);
  } else write(reportOf(result, reportPaths(assemblyFolder(options)), options.failOn), options.format, output.out);
  return ok ? EXIT.clean : EXIT.found;
}

function write(report: CheckReport, format: Exclude<CheckFormat, 'text' | 'json'>, out: Terminal): void {
  if (format === 'github') out.write(`${checkGithub(report).join('\n')}\n`);
  else if (format === 'markdown') out.write(checkMarkdown(report));
  else {
    const { checkSarif } = require('../report/check/check-sarif') as typeof import('../report/check/check-sarif');
    writeJson(out, checkSarif(report));
  }
}

/** Files that were altered are a failure whatever they say; what was changed in them is named beside it. */
function refuseAltered(
  failures: readonly ParityFailure[], rules: CheckOptions, options: CheckCommandOptions, output: Output,
): number {
  const { format } = options;
  const folder = assemblyFolder(options);
  let named: readonly CheckFinding[];
  try {
    named = nameAlterations(readAsItLies(folder), rules);
  } catch (error) {
    return refuseCheck([...failures, ...failuresOf(error)], options, output);
  }
  if (format === 'json') writeJson(output.out, { ok: false, failures, findings: named });
  else if (format === 'text') {
    const { width, style } = output.err;
    output.err.write(`${refusedLines(reportOfFailures(failures, {}, named), { width, style }).join('\n')}\n`);
  } else {
    const stripped = failures.map((failure) => withoutFolders(failure, folder));
    write(reportOfFailures(stripped, reportPaths(folder), named), format, output.out);
    writeFailures(output.err, failures);
  }
  return EXIT.found;
}

/**
 * An assembly that cannot be checked must not look like one without findings to who only reads the report; a person
 * who reads the log sees the failures as ever.
 */
function refuseCheck(
  failures: readonly ParityFailure[], options: CheckCommandOptions, output: Output,
): number {
  const { format } = options;
  if (format !== 'text' && format !== 'json' && failures.some(({ code }) => code !== 'PARITY_BAD_ARGUMENT')) {
    const folder = assemblyFolderOr(options);
    const named = failures.map((failure) => withoutFolders(failure, folder));
    write(reportOfFailures(named, reportPaths(folder)), format, output.out);
  }
  return refuse(failures, format, output);
}

/** The folder also when it is the configuration that names it which is broken. */
function assemblyFolderOr(options: AssemblyOptions): string {
  try {
    return assemblyFolder(options);
  } catch (error) {
    failuresOf(error);
    return 'dist';
  }
}

function daysOf(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw badArgument('--soon', text, 'a number of days, like 30');
}

function badArgument(where: string, got: string, expected: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'a check cannot be made with this argument', where,
    got: JSON.stringify(got), expected, fix: 'see parity check --help',
  });
}
