import { printable, shortened } from '../printable';

/** What a pull request's comment can hold is 65,536 characters; the rest is left to whoever posts it. */
export const MOST_MARKDOWN = 60_000;
const LONGEST_CELL = 160;
/** Room for the line that says what was cut. */
const CUT = 120;

/** Text that is only text in Markdown: no mark-up, no HTML, no mention, and no end of a table's cell. */
export function markdownText(text: string, most = LONGEST_CELL): string {
  return shortened(text, most)
    .replace(/[\\`*_{}[\]()<>#+!|~&$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replaceAll('@', '@&#8203;')
    .replaceAll('://', '&#58;//').replaceAll(/www\./gi, (word) => `${word.slice(0, 3)}&#46;`);
}

/** A name or value in the typeface of code. */
export function markdownCode(text: string, most = LONGEST_CELL): string {
  const safe = shortened(text, most);
  // A code span shows all else as it stands; what could end the span or the cell is spelled as HTML.
  if (safe !== '' && !/[`|\\]/.test(safe) && safe === safe.trim()) return `\`${safe}\``;
  const spelled = safe.replace(/[^A-Za-z0-9 .,:;/=]/g, (character) => `&#${character.codePointAt(0)};`);
  return `<code>${spelled}</code>`;
}

/** One table of a document. */
export interface MarkdownTable {
  readonly title: string;
  readonly head: readonly string[];
  /** Cells as Markdown. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Puts a document together that has at most 60,000 characters: what opens and closes it stands whole, tables are cut
 * from their ends, and what was cut is counted.
 */
export function markdownDocument(
  opening: readonly string[], tables: readonly MarkdownTable[], closing: readonly string[], most = MOST_MARKDOWN,
): string {
  const shown = tables.filter(({ rows }) => rows.length > 0);
  const heads = shown.map(({ title, head, rows }) => [
    `**${title} (${rows.length.toLocaleString('en-US')})**`, '', rowText(head), rowText(head.map(() => '---')),
  ].join('\n'));
  const fixed = [...opening, ...closing, ...heads].reduce((sum, text) => sum + text.length + 2, CUT * shown.length);
  let left = most - fixed;
  const parts = shown.flatMap(({ rows }, i) => {
    const lines: string[] = [heads[i]];
    for (const row of rows) {
      const line = rowText(row);
      if (line.length + 1 > left) break;
      left -= line.length + 1;
      lines.push(line);
    }
    const rest = rows.length - (lines.length - 1);
    return [...lines, '', ...(rest === 0 ? [] : [cutText(rest, 'row'), ''])];
  });
  return `${[...opening, ...parts, ...closing].join('\n').trimEnd()}\n`;
}

export function cutText(rest: number, noun: string): string {
  const more = `${rest.toLocaleString('en-US')} more ${noun}${rest === 1 ? '' : 's'}`;
  return `… ${more} than fit here: \`--format json\` has all, \`--chart\` narrows.`;
}

/** A block of code that nothing inside of it can end. */
export function fenced(language: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  const safe = text.split('\t').map((part) => printable(part, { keepLines: true })).join('\t');
  return `${fence}${language}\n${safe.replace(/\n$/, '')}\n${fence}`;
}

function rowText(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
