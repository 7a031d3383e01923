import type { SummaryStyle } from '../summary-lines';
import { printable, shortened } from '../printable';
import type { Change } from './change';
import {
  type ChangeRow, type ChangeSection, type ComparedSides, SAME_INDICES, changeSections, partWords, riskPlace, summaryOf,
  unexplainedWords,
} from './change-rows';
import type { Risk } from './risk';
import { plainText, someOf } from '../words';
import { wrapped } from '../wrapped';

/** The longest name, value and sentence from input: more is left to JSON. */
const MOST = { name: 240, value: 400, reason: 400 };

export interface ChangeTextOptions extends ComparedSides {
  /** In characters. */
  readonly width: number;
  readonly style: SummaryStyle;
  /** The most rows of a section before the rest is only counted. @default - all */
  readonly rows?: number;
  /** Unified diffs in place of the fields of templates. @default - the fields */
  readonly yaml?: readonly string[];
}

/** A change as lines of text; what is left out is counted. */
export function changeLines(change: Change, options: ChangeTextOptions): string[] {
  const { style, width } = options;
  const [base, latter] = [options.base, options.head].map((side) => shortened(side, MOST.name));
  const summary = summaryOf(change);
  const unexplained = unexplainedWords(options, (name) => shortened(name, MOST.name));
  const said = change.same && unexplained.length > 0 ? SAME_INDICES
    : change.same ? `${summary}: ${latter} is as ${base}` : `${latter} since ${base}: ${summary}`;
  const part = partWords(change, options, (name) => shortened(name, 60));
  const head = [...unexplained.flatMap((text) => lines(text, width, 2)).map((line) => style.bad(style.bold(line))),
    ...lines(said, width, 2).map((line) => style.bold(line)),
    ...(part === undefined ? [] : lines(part, width, 2))];
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

const RISK_INDENT = ' '.repeat(10);

function riskLines(risks: readonly Risk[], { style, width, rows = Infinity }: ChangeTextOptions): string[] {
  if (risks.length === 0) return [];
  const shown = risks.slice(0, rows);
  return ['', style.bad(style.bold(`risks (${risks.length})`)), ...shown.flatMap((risk) => {
    const { severity, message, reason, path, targets } = risk;
    const where = [riskPlace(risk), path].filter(Boolean).join(' ');
    const mark = severity === 'high' ? style.bad(severity.padEnd(6)) : severity.padEnd(6);
    const [before, after] = [risk.before, risk.after].map((value) =>
      (value === undefined ? undefined : shortened(plainText(value), MOST.value)));
    const change = arrow({ before, after });
    const inTargets = targets === undefined ? '' : ` in ${someOf(targets)}`;
    const what = `${shortened(message, MOST.reason)}${change === '' ? '' : `: ${change}`}${printable(inTargets)}`;
    const [first, ...rest] = lines(`${RISK_INDENT}${what}`, width, RISK_INDENT.length);
    const below = [shortened(where, MOST.value), shortened(reason, MOST.reason)].flatMap((text) =>
      lines(`${RISK_INDENT}${text}`, width, RISK_INDENT.length).map((line) => style.dim(line)));
    return [`  ${mark}  ${first!.slice(RISK_INDENT.length)}`, ...rest, ...below];
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
  const cut = (value: string | undefined) => (value === undefined ? undefined : shortened(value, MOST.value));
  const [before, after] = [cut(row.before), cut(row.after)];
  const where = row.where === undefined || row.where === '' ? '' : ` (${shortened(row.where, MOST.name)})`;
  const name = `${indent}${row.mark} ${shortened(row.name, MOST.name)}${where}`;
  const note = cut(row.note) ?? '';
  const words = (row.contents ?? []).map((content) => `${shortened(content.name, MOST.name)} ${
    arrow({ before: cut(content.before), after: cut(content.after) })}`);
  const line = [name, arrow({ before, after }), words.join(', '), note].filter(Boolean).join('  ');
  if (line.length <= width) return [line];
  const inner = indent.length + 4;
  const below = [before === undefined ? '' : `- ${before}`, after === undefined ? '' : `+ ${after}`, ...words]
    .filter(Boolean).flatMap((text) => lines(`${' '.repeat(inner)}${text}`, width, inner + 2));
  return [...lines([name, note].filter(Boolean).join('  '), width, inner), ...below];
}

function arrow({ before, after }: Pick<ChangeRow, 'before' | 'after'>): string {
  if (before === undefined) return after ?? '';
  return after === undefined ? before : `${before} -> ${after}`;
}

/** As many lines as it takes; what goes on is indented as far as what it belongs to. */
function lines(text: string, width: number, hang: number): string[] {
  return wrapped(text, Math.max(width, hang + 20), hang);
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
