import { MOST_MARKDOWN, fit, leftOut, tableRow } from '../markdown';
import { numberText } from '../words';

/** Room for the line that says what was cut. */
const CUT = 120;

/** One table of a document. */
export interface MarkdownTable {
  readonly title: string;
  readonly head: readonly string[];
  /** Cells as Markdown. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Puts a document together that has at most 60,000 characters: what opens it stands whole, tables are cut from their
 * ends, and what was cut is counted.
 */
export function markdownDocument(
  opening: readonly string[], tables: readonly MarkdownTable[], most = MOST_MARKDOWN,
): string {
  const shown = tables.filter(({ rows }) => rows.length > 0);
  const heads = shown.map(({ title, head, rows }) => [
    `**${title} (${numberText(rows.length)})**`, '', tableRow(head), tableRow(head.map(() => '---')),
  ].join('\n'));
  let left = most - [...opening, ...heads].reduce((sum, text) => sum + text.length + 2, CUT * shown.length);
  const parts = shown.flatMap(({ rows }, i) => {
    const { lines, size, rest } = fit(rows.map(tableRow), left);
    left -= size;
    const cut = leftOut(rest, 'row', '`--format json` has all, `--chart` narrows');
    return [heads[i], ...lines, '', ...cut, ...(rest === 0 ? [] : [''])];
  });
  return `${[...opening, ...parts].join('\n').trimEnd()}\n`;
}
