import type { CheckFinding } from '../../check/rule';
import { MOST_MARKDOWN, fit, htmlText, markdownCode, markdownText, tableRow, tableRule } from '../markdown';
import { shortened } from '../printable';
import type { CheckReport } from './check-report';
import { plural } from '../words';

/** What remains for the lines after the findings. */
const RESERVE = 300;
const MAX_FIELD = 1000;
/** The most rows of the table, and characters in them; each finding also has its details below. */
const MAX_ROWS = 100;
const MAX_TABLE = 20_000;

/** A check as a comment on a pull request: the verdict, a table, and each finding folded. At most 60,000 characters. */
export function checkMarkdown({ ok, summary, counts, findings }: CheckReport): string {
  const verdict = !ok ? '❌ parity check failed'
    : counts.warning > 0 ? '⚠️ parity check passed, with warnings' : '✅ parity check passed';
  const head = `### ${verdict}\n\n${markdownText(summary, MAX_FIELD)}\n`;
  if (findings.length === 0) return `${head}\nNothing was found.\n`;
  const rows = rowsOf(findings);
  const table = ['', tableRow(['', 'where', 'what']), tableRule(3), ...rows, ''].join('\n');
  let text = `${head}${table}`;
  if (findings.length > rows.length) text += `\n…and ${plural(findings.length - rows.length, 'more finding')}.\n`;
  let shown = 0;
  for (const finding of findings) {
    const details = detailsOf(finding);
    if (text.length + details.length > MOST_MARKDOWN - RESERVE) break;
    text += details;
    shown += 1;
  }
  const rest = findings.length - shown;
  return rest === 0 ? text
    : `${text}\nThe details of ${plural(rest, 'finding')} do not fit here: \`parity check --format json\` has all.\n`;
}

function rowsOf(findings: readonly CheckFinding[]): readonly string[] {
  return fit(findings.slice(0, MAX_ROWS).map(rowOf), MAX_TABLE).lines;
}

const ICONS = { error: '❌ error', warning: '⚠️ warning', note: 'ℹ️ note' } as const;

function rowOf({ severity, failure: { code, message, where = '' } }: CheckFinding): string {
  return tableRow([ICONS[severity], markdownCode(where), `\`${code}\`: ${markdownText(message)}`]);
}

/** HTML, in which nothing is read as Markdown. */
function detailsOf({ severity, failure }: CheckFinding): string {
  const lines = (['where', 'got', 'expected', 'fix'] as const).flatMap((field) => {
    const text = failure[field];
    if (text === undefined || text === '') return [];
    return [`${`${field}:`.padEnd(10)}${htmlText(shortened(text, MAX_FIELD))}`];
  });
  const title = `${severity}: ${failure.code}: ${markdownText(failure.message)}`;
  return `\n<details><summary>${title}</summary>\n<pre>\n${lines.join('\n')}\n</pre>\n</details>\n`;
}
