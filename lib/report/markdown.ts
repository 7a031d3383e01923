import { printable, shortened } from './printable';
import { plural } from './words';

// Markdown as GitHub and GitLab read it. Whatever comes from input is text only: no markup, no HTML, no link, no
// mention, and no end of the cell, line or block that it stands in.

/** What a pull request's comment can hold is 65,536 characters; the rest is left to whoever posts it. */
export const MOST_MARKDOWN = 60_000;
const LONGEST_CELL = 160;

/** Text that is only text, in Markdown and in HTML; cut to so many characters. */
export function markdownText(text: string, most = LONGEST_CELL): string {
  return shortened(text, most)
    .replace(/[&<>"'`*_{}[\]\\~+!|$]|:(?=\/\/)/g, entity)
    // Names and numbers are linked in what was rendered, so that an entity alone does not keep them apart.
    .replace(/(?<!&)#|@/g, (character) => `${entity(character)}&#8203;`)
    .replace(/www\./gi, (word) => `${word.slice(0, 3)}&#46;`);
}

/** A name or value in the typeface of code, in which nobody is mentioned; also in a table. */
export function markdownCode(text: string, most = LONGEST_CELL): string {
  const safe = shortened(text, most);
  if (safe.trim() === '') return '` `';
  // A code span shows all else as it stands; where something could end the span or the cell, all is spelled as HTML.
  if (!/[`|\\<]/.test(safe) && safe === safe.trim()) return `\`${safe}\``;
  return `<code>${safe.replace(/[!-/:-@[-`{-~]/g, entity)}</code>`;
}

/** Text in HTML that Markdown does not look into. */
export function htmlText(text: string): string {
  return printable(text).replace(/[&<>"']/g, entity);
}

function entity(character: string): string {
  return `&#${character.charCodeAt(0)};`;
}

/** Lines as a block of code that nothing in them can end. */
export function fenced(language: string, text: string): string {
  const longest = (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  const safe = text.split('\t').map((part) => printable(part, { keepLines: true })).join('\t');
  return `${fence}${language}\n${safe.replace(/\n$/, '')}\n${fence}`;
}

/** Cells of Markdown as a row of a table. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The line below a table's head. */
export function tableRule(columns: number): string {
  return `|${'---|'.repeat(columns)}`;
}

/** Lines that are folded below a title, which is Markdown or HTML. */
export function details(title: string, lines: readonly string[]): string[] {
  return ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>'];
}

/** As many lines as fit into so many characters, how many these are, and how many lines do not fit. */
export interface Fitted { readonly lines: readonly string[]; readonly size: number; readonly rest: number }

export function fit(lines: readonly string[], budget: number): Fitted {
  let size = 0;
  let count = 0;
  while (count < lines.length && size + lines[count].length + 1 <= budget) size += lines[count++].length + 1;
  return { lines: lines.slice(0, count), size, rest: lines.length - count };
}

/** What is said of lines that did not fit; nothing where all did. */
export function leftOut(rest: number, noun: string, all: string): string[] {
  return rest === 0 ? [] : [`… ${plural(rest, `more ${noun}`)} than fit here: ${all}.`];
}
