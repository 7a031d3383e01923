import { markdownCode, markdownText } from '../markdown';
import { markdownDocument } from './markdown-document';
import { columnHeads } from '../preview';
import type { SideBySide } from './side-by-side';
import { cellsOf, groupRows, nameOf } from './side-by-side-lines';
import { sideBySideVerdict } from './verdict';

const TITLES = [
  ['variation', 'Variations that differ'], ['fact', 'Facts that differ'], ['alternative', 'Alternatives that differ'],
  ['stand-in', 'Stand-ins that differ, until when they may run'],
  ['exception', 'Exceptions that differ, until when they may hold'],
] as const;

/** All environments side by side as a Markdown document of at most 60,000 characters; no column is left out. */
export function sideBySideMarkdown(table: SideBySide): string {
  const { targets, rows, same } = table;
  const groups = groupRows(rows);
  const names = columnHeads(targets, table.previews).map((target) => markdownText(target, 80));
  return markdownDocument(
    [`### ${names.join(', ')}${same ? ': the same' : ''}`, '', markdownText(sideBySideVerdict(table), 400), ''],
    TITLES.map(([kind, title]) => ({
      title, head: ['', ...names],
      rows: groups.filter(({ first }) => first.kind === kind).map((group) =>
        [markdownCode(nameOf(group)), ...cellsOf(group.first, targets).map((cell) => markdownCode(cell, 60))]),
    })));
}
