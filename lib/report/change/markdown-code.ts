import { printable } from '../printable';

/**
 * Text as inline code of GitHub's Markdown: neither markup nor HTML in it counts, and `@name` and `#1` mention nobody.
 *
 * Line ends and control characters are shown as escapes: a blank line would end the code.
 *
 * @param inTable whether it stands in a table, where a `|` ends a cell even within code @default false
 */
export function codeSpan(text: string, inTable = false): string {
  const safe = printable(text);
  if (safe.trim() === '') return '` `';
  // A table is cut at its bars before anything else is read, and whether a backslash guards one depends on who reads.
  if (inTable && /[|\\]/.test(safe)) return `<code>${entities(safe)}</code>`;
  const longest = Math.max(0, ...(safe.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  // A blank at both ends is taken away again; without it a backtick at an end would join the fence.
  const pad = /^[` ]|[` ]$/.test(safe) ? ' ' : '';
  return `${fence}${pad}${safe}${pad}${fence}`;
}

/** Characters as numbers are text wherever they stand. */
function entities(text: string): string {
  return text.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Lines as a block of code, whose fence is longer than any in it. */
export function codeBlock(text: string, language: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
