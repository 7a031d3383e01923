import { shortened } from '../printable';
import type { Change } from './change';
import {
  type ChangeRow, type ChangeSection, changeSections, plural, riskPlace, some, summaryOf, valueText,
} from './change-rows';
import { codeBlock, codeSpan } from './markdown-code';
import type { Risk } from './risk';

export interface ChangeMarkdownOptions {
  /** What it is compared with, as the person named it. */
  readonly base: string;
  /** Unified diffs in place of the fields of templates. @default - the fields */
  readonly yaml?: readonly string[];
  /** The most characters; GitHub takes 65,536 in a comment. @default 60000 */
  readonly limit?: number;
}

/** By this line a bot finds the comment that it wrote before. */
export const MARKER = '<!-- parity-diff -->';
const LIMIT = 60_000;
/** What the frame of a comment takes: its heading, headings of sections, and lines that say what was left out. */
const FRAME = 4_000;
const VALUE = 160;
/** More fields than any record has; an edited index may hold more. */
const CONTENTS = 12;
/** The most characters that one object may take, so that others are seen beside it. */
const ITEM = 8_000;

/**
 * A change as the comment of a pull request: a summary, the risks, a table, and the templates folded.
 *
 * Whatever comes from input stands in code, where it is no Markdown, no HTML and mentions nobody. What does not fit is
 * counted, and where to find it is said.
 */
export function changeMarkdown(change: Change, { base, yaml, limit = LIMIT }: ChangeMarkdownOptions): string {
  const summary = summaryOf(change, (name) => codeOrProse(shortened(name, 40)));
  const head = [MARKER, '### What this change does', '', `**${summary}** (since ${codeSpan(shortened(base, 100))})`];
  if (change.same) return `${head.join('\n')}\n`;
  const sections = changeSections(change);
  const templates = sections.find(({ title }) => title === 'templates');
  const table = sections.filter((section) => section !== templates).flatMap(tableRows);
  let left = limit - FRAME;
  const take = (rows: readonly string[], share: number): Fitted => {
    const fitted = fit(rows, Math.floor(left * share));
    left -= fitted.size;
    return fitted;
  };
  const risks = take(change.risks.map(riskLine), 0.5);
  const values = take(table, 0.6);
  const folded = take(yaml === undefined ? (templates?.rows ?? []).map(templateItem) : yaml.map(diffItem), 1);
  return `${[
    ...head,
    ...(change.risks.length === 0 ? [] : ['', '#### Risks', '', ...risks.rows, ...leftOut(risks, 'risk')]),
    ...(table.length === 0 ? []
      : ['', '| | what | where | change |', '|---|---|---|---|', ...values.rows, ...leftOut(values, 'row')]),
    ...(templates === undefined ? [] : ['', '<details>',
      `<summary>${plural(templates.rows.length, 'template change')}</summary>`, '', ...folded.rows,
      ...leftOut(folded, 'change'), '', '</details>']),
  ].join('\n')}\n`;
}

interface Fitted { readonly rows: readonly string[]; readonly size: number; readonly rest: number }

function fit(rows: readonly string[], budget: number): Fitted {
  let size = 0;
  let count = 0;
  while (count < rows.length && size + rows[count]!.length + 1 <= budget) size += rows[count++]!.length + 1;
  return { rows: rows.slice(0, count), size, rest: rows.length - count };
}

function leftOut({ rest }: Fitted, noun: string): string[] {
  if (rest === 0) return [];
  return ['', `_${plural(rest, `more ${noun}`)} left out: \`parity diff --base … --format json\` has all._`];
}

function riskLine(risk: Risk): string {
  const { severity, message, reason, path, before, after, targets } = risk;
  const field = path === undefined ? '' : ` ${codeSpan(shortened(path, VALUE))}`;
  const place = `${codeSpan(shortened(riskPlace(risk), VALUE))}${field}`;
  const change = arrow({ before: before === undefined ? undefined : valueText(before),
    after: after === undefined ? undefined : valueText(after) }, false);
  return `- **${severity}** ${codeOrProse(message)}${change === '' ? '' : `: ${change}`}`
    + `${targets === undefined ? '' : ` in ${codeSpan(some(targets))}`} · ${place}<br>${codeOrProse(reason)}`;
}

/** Our own sentences are letters; whatever else is in one came from input. */
function codeOrProse(text: string): string {
  return /^[A-Za-z0-9 ,.;:/'()-]+$/.test(text) && text.length < 200 && !/www\.|:\/\/|^\W/.test(text) ? text
    : codeSpan(shortened(text, VALUE));
}

function tableRows({ title, rows }: ChangeSection): string[] {
  return rows.map((row) => {
    const where = row.where === undefined || row.where === '' ? '' : codeSpan(shortened(row.where, VALUE), true);
    const contents = (row.contents ?? []).slice(0, CONTENTS).map((content) =>
      `${codeOrProse(content.name)} ${arrow(content, true)}`).join(', ');
    const change = [arrow(row, true), contents, row.note === undefined ? '' : codeOrProse(row.note)]
      .filter(Boolean).join(' ');
    return `| ${SIGNS[row.mark]} ${title} | ${codeSpan(shortened(row.name, VALUE), true)} | ${where} | ${change} |`;
  });
}

const SIGNS = { '+': 'new:', '-': 'removed:', '~': 'changed:' } as const;

function templateItem(row: ChangeRow): string {
  const where = row.where === undefined || row.where === '' ? '' : ` in ${codeSpan(shortened(row.where, VALUE))}`;
  const { rows: fields, rest } = fit((row.fields ?? []).map((field) =>
    `  - ${SIGNS[field.mark]} ${codeSpan(shortened(field.name, VALUE))} ${arrow(field, false)}`.trimEnd()), ITEM);
  return [`- ${SIGNS[row.mark]} ${codeSpan(shortened(row.name, VALUE))}${where} ${arrow(row, false)}`.trimEnd(),
    ...fields,
    ...(rest > 0 ? [`  - … ${rest} more fields`] : [])].join('\n');
}

function diffItem(diff: string): string {
  const { rows, rest } = fit(diff.trimEnd().split('\n').map((line) => shortened(line, 400)), ITEM);
  return codeBlock([...rows, ...(rest > 0 ? [`… ${rest} more lines`] : [])].join('\n'), 'diff');
}

function arrow({ before, after }: Pick<ChangeRow, 'before' | 'after'>, inTable: boolean): string {
  const [was, is] = [before, after].map((value) =>
    (value === undefined ? undefined : codeSpan(shortened(value, VALUE), inTable)));
  if (was === undefined) return is ?? '';
  return is === undefined ? was : `${was} → ${is}`;
}
