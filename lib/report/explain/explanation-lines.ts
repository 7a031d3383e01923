import type { Explained, Explanation } from './explanation';
import { factLines, variationLines } from './input-explanation-lines';
import { type LineOptions, placeLines } from './place-lines';
import { fieldsLines, objectsLines } from './table-lines';

/** The most explanations before the rest is only counted: charts of one class may be hundreds. */
const MAX_EXPLANATIONS = 8;

/** An explanation as lines of text; what is left out is counted. */
export function explanationLines({ explanations }: Explanation, options: LineOptions): string[] {
  const shown = explanations.length <= MAX_EXPLANATIONS + 1 ? explanations : explanations.slice(0, MAX_EXPLANATIONS);
  const rest = explanations.length - shown.length;
  const lines = shown.flatMap((each, i) => [...(i === 0 ? [] : ['', '']), ...linesOf(each, options)]);
  if (rest === 0) return lines;
  return [...lines, '', options.style.dim(`… ${rest} more: --chart narrows, --format json has all`)];
}

function linesOf(explained: Explained, options: LineOptions): string[] {
  switch (explained.kind) {
    case 'place': return placeLines(explained, options);
    case 'fields': return fieldsLines(explained, options);
    case 'objects': return objectsLines(explained, options);
    case 'variation': return variationLines(explained, options);
    case 'fact': return factLines(explained, options);
    default: throw new TypeError(`nothing is explained as '${String((explained as { kind: unknown }).kind)}'`);
  }
}
