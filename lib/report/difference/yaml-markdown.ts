import { MOST_MARKDOWN, fenced, leftOut } from '../markdown';
import type { YamlPatch } from './yaml-patches';

const CUT = 200;

/** Patches as blocks of code in a document of at most 60,000 characters; what is cut is counted, in whole files. */
export function yamlMarkdown(opening: readonly string[], patches: Iterable<YamlPatch>, most = MOST_MARKDOWN): string {
  const lines = [...opening];
  let left = most - opening.reduce((sum, line) => sum + line.length + 1, CUT);
  let cut = 0;
  for (const { text } of patches) {
    const block = fenced('diff', text);
    if (cut > 0 || block.length + 2 > left) {
      cut += 1;
      continue;
    }
    left -= block.length + 2;
    lines.push(block, '');
  }
  return `${[...lines, ...leftOut(cut, 'file', '`--format text` has all')].join('\n').trimEnd()}\n`;
}
