import {
  type Fitted, MOST_MARKDOWN, details, fenced, fit, leftOut, markdownCode, tableRow, tableRule,
} from '../markdown';
import { shortened } from '../printable';
import type { Change } from './change';
import {
  type ChangeRow, type ChangeSection, type ComparedSides, SAME_INDICES, changeSections, partWords, riskPlace, summaryOf,
  unexplainedWords,
} from './change-rows';
import type { Risk } from './risk';
import { plainText, plural, someOf } from '../words';

export interface ChangeMarkdownOptions extends ComparedSides {
  /** Unified diffs in place of the fields of templates. @default - the fields */
  readonly yaml?: readonly string[];
  /** The most characters; GitHub takes 65,536 in a comment. @default 60000 */
  readonly limit?: number;
}

/** By this line a bot finds the comment that it wrote before. */
export const MARKER = '<!-- parity-diff -->';
/** What the frame of a comment takes: its heading, headings of sections, and lines that say what was left out. */
const FRAME = 4_000;
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
export function changeMarkdown(change: Change, options: ChangeMarkdownOptions): string {
  const { base, head: folder, yaml, limit = MOST_MARKDOWN } = options;
  const summary = summaryOf(change, (name) => codeOrProse(shortened(name, 40)));
  const [former, latter] = [base, folder].map((side) => markdownCode(side, 100));
  const part = partWords(change, options, (name) => markdownCode(name, 60));
  const unexplained = unexplainedWords(options, (name) => markdownCode(name, 100));
  const head = [MARKER, '### What this change does', '', ...unexplained.flatMap((text) => [`**${text}**`, '']),
    change.same && unexplained.length > 0 ? SAME_INDICES
      : change.same ? `**${summary}**: ${latter} is as ${former}` : `**${summary}** (${latter} since ${former})`,
    ...(part === undefined ? [] : ['', part])];
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
    ...(change.risks.length === 0 ? [] : ['', '#### Risks', '', ...allOrSome(risks, 'risk')]),
    ...(table.length === 0 ? []
      : ['', tableRow(['', 'what', 'where', 'change']), tableRule(4), ...allOrSome(values, 'row')]),
    ...(templates === undefined ? []
      : ['', ...details(plural(templates.rows.length, 'template change'), allOrSome(folded, 'change'))]),
  ].join('\n')}\n`;
}

function allOrSome({ lines, rest }: Fitted, noun: string): string[] {
  return rest === 0 ? [...lines]
    : [...lines, '', ...leftOut(rest, noun, '`parity diff --base … --format json` has all')];
}

function riskLine(risk: Risk): string {
  const { severity, message, reason, path, before, after, targets } = risk;
  const field = path === undefined ? '' : ` ${markdownCode(path)}`;
  const place = `${markdownCode(riskPlace(risk))}${field}`;
  const change = arrow({ before: before === undefined ? undefined : plainText(before),
    after: after === undefined ? undefined : plainText(after) });
  return `- **${severity}** ${codeOrProse(message)}${change === '' ? '' : `: ${change}`}`
    + `${targets === undefined ? '' : ` in ${markdownCode(someOf(targets), 400)}`}`
    + ` · ${place}<br>${codeOrProse(reason)}`;
}

/** Our own sentences are letters; whatever else is in one came from input. */
function codeOrProse(text: string): string {
  return /^[A-Za-z0-9 ,.;:/'()-]+$/.test(text) && text.length < 200 && !/www\.|:\/\/|^\W/.test(text) ? text
    : markdownCode(text);
}

function tableRows({ title, rows }: ChangeSection): string[] {
  return rows.map((row) => {
    const where = row.where === undefined || row.where === '' ? '' : markdownCode(row.where);
    const contents = (row.contents ?? []).slice(0, CONTENTS).map((content) =>
      `${codeOrProse(content.name)} ${arrow(content)}`).join(', ');
    const change = [arrow(row), contents, row.note === undefined ? '' : codeOrProse(row.note)]
      .filter(Boolean).join(' ');
    return tableRow([`${SIGNS[row.mark]} ${title}`, markdownCode(row.name), where || '-', change || '-']);
  });
}

const SIGNS = { '+': 'new:', '-': 'removed:', '~': 'changed:' } as const;

function templateItem(row: ChangeRow): string {
  const where = row.where === undefined || row.where === '' ? '' : ` in ${markdownCode(row.where)}`;
  const { lines: fields, rest } = fit((row.fields ?? []).map((field) =>
    `  - ${SIGNS[field.mark]} ${markdownCode(field.name)} ${arrow(field)}`.trimEnd()), ITEM);
  return [`- ${SIGNS[row.mark]} ${markdownCode(row.name)}${where} ${arrow(row)}`.trimEnd(),
    ...fields,
    ...(rest > 0 ? [`  - … ${rest} more fields`] : [])].join('\n');
}

function diffItem(diff: string): string {
  const { lines, rest } = fit(diff.trimEnd().split('\n').map((line) => shortened(line, 400)), ITEM);
  return fenced('diff', [...lines, ...(rest > 0 ? [`… ${rest} more lines`] : [])].join('\n'));
}

function arrow({ before, after }: Pick<ChangeRow, 'before' | 'after'>): string {
  const [was, is] = [before, after].map((value) =>
    (value === undefined ? undefined : markdownCode(value)));
  if (was === undefined) return is ?? '';
  return is === undefined ? was : `${was} → ${is}`;
}
