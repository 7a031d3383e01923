import type { CheckResult } from '../../check/check';
import { type CheckFinding, SEVERITIES, type Severity } from '../../check/rule';
import { printable } from '../printable';
import type { ParityFailure } from '../../template/error';
import type { SummaryStyle } from '../summary-lines';
import { wrapped } from '../wrapped';
import { type CheckReport, summaryLine } from './check-report';
import { plural } from '../words';

export interface CheckLinesOptions {
  /** In characters. */
  readonly width: number;
  /** The most findings of one severity before the rest is only counted. @default 50 */
  readonly most?: number;
  readonly style: SummaryStyle;
  /** Whether the check passed. */
  readonly ok: boolean;
}

const MOST = 50;
/** The longest value of a field, in characters; JSON has the whole. */
const MAX_FIELD = 600;
const LABEL = 12;
/** `sha256:` and 12 digits. */
const DIGEST = 19;

/** A check as lines of text: findings by severity in the form of failures, then one line that sums up. */
export function checkLines(result: CheckResult, options: CheckLinesOptions): string[] {
  return linesOf(result.findings, summaryLine(result), options);
}

/** The same of an assembly that was refused. */
export function refusedLines({ findings, summary, ok }: CheckReport, options: Omit<CheckLinesOptions, 'ok'>): string[] {
  return linesOf(findings, summary, { ...options, ok });
}

function linesOf(findings: readonly CheckFinding[], summary: string, options: CheckLinesOptions): string[] {
  const groups = SEVERITIES.map((severity) =>
    [severity, findings.filter((finding) => finding.severity === severity)] as const);
  return [
    ...groups.flatMap(([severity, group]) => groupLines(severity, group, options)),
    options.ok ? options.style.good(summary) : options.style.bad(summary),
  ];
}

function groupLines(severity: Severity, all: readonly CheckFinding[], options: CheckLinesOptions): string[] {
  if (all.length === 0) return [];
  const { bold, dim } = options.style;
  const shown = all.slice(0, options.most ?? MOST);
  const rest = all.length - shown.length;
  return [
    bold(plural(all.length, severity)),
    '',
    ...shown.flatMap((finding) => [...findingLines(finding, options), '']),
    ...(rest === 0 ? [] : [dim(`… ${plural(rest, `more ${severity}`)}: --format json has all`), '']),
  ];
}

function findingLines({ severity, failure }: CheckFinding, { width, style }: CheckLinesOptions): string[] {
  const mark = { error: (text: string) => style.bad(style.bold(text)), warning: style.bold, note: style.dim }[severity];
  const [head, ...more] = wrapped(`${failure.code}: ${cut(failure.message)}`, width, 4);
  const lines = [mark(failure.code) + head.slice(failure.code.length), ...more];
  for (const field of ['where', 'got', 'expected', 'fix'] as const) {
    const text = shortDigest(failure, field);
    if (text === undefined || text === '') continue;
    const label = `  ${`${field}:`.padEnd(9)} `;
    const [first, ...rest] = wrapped(label + cut(text), width, LABEL);
    lines.push(style.dim(label.trimEnd()) + first.slice(label.trimEnd().length), ...rest);
  }
  return lines;
}

/** A digest as short as people compare it, unless two would look the same then. */
function shortDigest(failure: ParityFailure, field: 'where' | 'got' | 'expected' | 'fix'): string | undefined {
  const short = (text: string | undefined) =>
    (text !== undefined && /^sha256:[0-9a-f]{64}$/.test(text) ? `${text.slice(0, DIGEST)}…` : text);
  return short(failure.got) === short(failure.expected) ? failure[field] : short(failure[field]);
}

function cut(text: string): string {
  const safe = printable(text.slice(0, MAX_FIELD));
  return text.length <= MAX_FIELD ? safe : `${safe}… (${text.length} characters)`;
}
