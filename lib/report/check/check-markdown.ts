import type { CheckFinding } from '../../check/rule';
import { printable, shortened } from '../printable';
import { type CheckReport, plural } from './check-report';

/** Comments of GitHub and GitLab end at 65,536 characters. */
const MAX_LENGTH = 60_000;
/** What remains for the lines after the findings. */
const RESERVE = 300;
const MAX_CELL = 160;
const MAX_FIELD = 1000;
/** The most rows of the table, and characters in them; each finding also has its details below. */
const MAX_ROWS = 100;
const MAX_TABLE = 20_000;

/** A check as a comment on a pull request: the verdict, a table, and each finding folded. At most 60,000 characters. */
export function checkMarkdown({ ok, summary, counts, findings }: CheckReport): string {
  const verdict = !ok ? '❌ parity check failed'
    : counts.warning > 0 ? '⚠️ parity check passed, with warnings' : '✅ parity check passed';
  const head = `### ${verdict}\n\n${escaped(summary)}\n`;
  if (findings.length === 0) return `${head}\nNothing was found.\n`;
  const rows = rowsOf(findings);
  const table = ['', '| | where | what |', '|---|---|---|', ...rows, ''].join('\n');
  let text = `${head}${table}`;
  if (findings.length > rows.length) text += `\n…and ${plural(findings.length - rows.length, 'more finding')}.\n`;
  let shown = 0;
  for (const finding of findings) {
    const details = detailsOf(finding);
    if (text.length + details.length > MAX_LENGTH - RESERVE) break;
    text += details;
    shown += 1;
  }
  const rest = findings.length - shown;
  return rest === 0 ? text
    : `${text}\nThe details of ${plural(rest, 'finding')} do not fit here: \`parity check --format json\` has all.\n`;
}

function rowsOf(findings: readonly CheckFinding[]): readonly string[] {
  const rows: string[] = [];
  let length = 0;
  for (const finding of findings.slice(0, MAX_ROWS)) {
    const row = rowOf(finding);
    length += row.length;
    if (length > MAX_TABLE) break;
    rows.push(row);
  }
  return rows;
}

const ICONS = { error: '❌ error', warning: '⚠️ warning', note: 'ℹ️ note' } as const;

function rowOf({ severity, failure: { code, message, where = '' } }: CheckFinding): string {
  return `| ${ICONS[severity]} | <code>${escaped(shortened(where, MAX_CELL))}</code> | \`${code}\`: ${
    escaped(shortened(message, MAX_CELL))} |`;
}

/** HTML, in which nothing is read as Markdown. */
function detailsOf({ severity, failure }: CheckFinding): string {
  const lines = (['where', 'got', 'expected', 'fix'] as const).flatMap((field) => {
    const text = failure[field];
    return text === undefined || text === '' ? [] : [`${`${field}:`.padEnd(10)}${html(shortened(text, MAX_FIELD))}`];
  });
  const title = `${severity}: ${failure.code}: ${shortened(failure.message, MAX_CELL)}`;
  return `\n<details><summary>${escaped(title)}</summary>\n<pre>\n${lines.join('\n')}\n</pre>\n</details>\n`;
}

function html(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Text inside Markdown: whatever could begin markup, a link or a mention is written as an entity. */
function escaped(text: string): string {
  return printable(text)
    .replace(/[&<>"'`*[\]\\~#|!@]|_(?![A-Z])|:(?=\/\/)/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`);
}
