import type { SummaryStyle } from '../summary-lines';
import { printable, shortened } from '../printable';
import type { Change } from './change';
import { type ChangeRow, type ChangeSection, changeSections, riskPlace, summaryOf } from './change-rows';
import type { Risk } from './risk';
import { plainText, someOf } from '../words';

export interface ChangeTextOptions {
  /** In characters. */
  readonly width: number;
  readonly style: SummaryStyle;
  /** What it is compared with, as the person named it. */
  readonly base: string;
  /** The most rows of a section before the rest is only counted. @default - all */
  readonly rows?: number;
  /** Unified diffs in place of the fields of templates. @default - the fields */
  readonly yaml?: readonly string[];
}

/** A change as lines of text; what is left out is counted. */
export function changeLines(change: Change, options: ChangeTextOptions): string[] {
  const { style, width } = options;
  const head = wrapped(`since ${printable(options.base)}: ${summaryOf(change)}`, width).map((line) => style.bold(line));
  if (change.same) return head;
  const sections = changeSections(change).flatMap((section) => {
    if (section.title !== 'templates' || options.yaml === undefined) return sectionLines(section, options);
    return ['', style.bold(title(section)), ...options.yaml.flatMap((diff) => ['', ...diffLines(diff, style)])];
  });
  return [...head, ...riskLines(change.risks, options), ...sections];
}

function title({ title: name, rows }: ChangeSection): string {
  return `${name} (${rows.length})`;
}

function riskLines(risks: readonly Risk[], { style, width, rows = Infinity }: ChangeTextOptions): string[] {
  if (risks.length === 0) return [];
  const shown = risks.slice(0, rows);
  return ['', style.bad(style.bold(`risks (${risks.length})`)), ...shown.flatMap((risk) => {
    const { severity, message, reason, path, targets } = risk;
    const where = [riskPlace(risk), path].filter(Boolean).join(' ');
    const mark = severity === 'high' ? style.bad(severity.padEnd(6)) : severity.padEnd(6);
    const change = arrow({ before: risk.before === undefined ? undefined : plainText(risk.before),
      after: risk.after === undefined ? undefined : plainText(risk.after) });
    const inTargets = targets === undefined ? '' : ` in ${someOf(targets)}`;
    const what = `${message}${change === '' ? '' : `: ${change}`}${inTargets}`;
    return [`  ${mark}  ${fitted(what, width - 10)}`, style.dim(fitted(`          ${where}`, width)),
      style.dim(fitted(`          ${reason}`, width))];
  }), ...cut(risks.length - shown.length, style)];
}

function sectionLines(section: ChangeSection, options: ChangeTextOptions): string[] {
  const { style, width, rows: most = Infinity } = options;
  const shown = section.rows.slice(0, most);
  return ['', style.bold(title(section)), ...shown.flatMap((row) => {
    const fields = row.fields ?? [];
    const kept = fields.slice(0, most);
    return [...rowLines(row, '  ', width), ...kept.flatMap((field) => rowLines(field, '      ', width)),
      ...cut(fields.length - kept.length, style, '      ')];
  }), ...cut(section.rows.length - shown.length, style)];
}

/** On one line, or where that does not fit with its values below it. */
function rowLines(row: ChangeRow, indent: string, width: number): string[] {
  const { before, after, where, note, contents = [] } = row;
  const name = `${indent}${row.mark} ${row.name}${where === undefined || where === '' ? '' : ` (${where})`}`;
  const words = contents.map((content) => `${content.name} ${arrow(content)}`);
  const line = [name, arrow(row), words.join(', '), note ?? ''].filter(Boolean).join('  ');
  if (line.length <= width) return [fitted(line, width)];
  const below = (mark: string, value: string | undefined) =>
    (value === undefined ? [] : [fitted(`${indent}    ${mark} ${value}`, width)]);
  return [fitted([name, note ?? ''].filter(Boolean).join('  '), width), ...below('-', before), ...below('+', after),
    ...words.map((word) => fitted(`${indent}    ${word}`, width))];
}

function arrow({ before, after }: Pick<ChangeRow, 'before' | 'after'>): string {
  if (before === undefined) return after ?? '';
  return after === undefined ? before : `${before} -> ${after}`;
}

function fitted(text: string, width: number): string {
  return shortened(text, Math.max(20, width));
}

/** Broken at blanks, so that nothing of a summary is lost. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) {
      lines.push(lines.length === 0 ? word : `  ${word}`);
    } else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

function cut(rest: number, { dim }: SummaryStyle, indent = '  '): string[] {
  return rest > 0 ? [dim(`${indent}… ${rest} more: --fields shows all`)] : [];
}

function diffLines(diff: string, { good, bad, dim }: SummaryStyle): string[] {
  return printable(diff, { keepLines: true }).trimEnd().split('\n').map((line) => {
    if (/^(---|\+\+\+|@@)/.test(line)) return dim(line);
    return line.startsWith('+') ? good(line) : line.startsWith('-') ? bad(line) : line;
  });
}
