import { plural } from './difference-words';
import { markdownCode, markdownDocument, markdownText } from './markdown-text';
import type { SideBySide } from './side-by-side';
import { cellsOf, groupRows, nameOf } from './side-by-side-lines';

const TITLES = [
  ['variation', 'Variations that differ'], ['fact', 'Facts that differ'], ['alternative', 'Alternatives that differ'],
  ['stand-in', 'Stand-ins that differ, until when they may run'],
  ['exception', 'Exceptions that differ, until when they may hold'],
] as const;

/** All environments side by side as a Markdown document of at most 60,000 characters; no column is left out. */
export function sideBySideMarkdown(table: SideBySide): string {
  const { targets, charts, rows, unexplained, same } = table;
  const groups = groupRows(rows);
  const names = targets.map((target) => markdownText(target, 60));
  const templates = charts === 1 ? 'one template' : 'each with one template';
  const altered = `files of ${plural(unexplained.length, 'chart')} differ where nothing declared does`;
  const proof = unexplained.length === 0
    ? `in parity: ${plural(charts, 'chart')}, ${templates} for all ${targets.length}`
    : `**not in parity**: ${altered}: \`parity check\``;
  return markdownDocument(
    [`### ${names.join(', ')}${same ? ': the same' : ''}`, '', proof, ''],
    TITLES.map(([kind, title]) => ({
      title, head: ['', ...names],
      rows: groups.filter(({ first }) => first.kind === kind).map((group) =>
        [markdownCode(nameOf(group)), ...cellsOf(group.first, targets).map((cell) => markdownCode(cell, 60))]),
    })), []);
}
