import type { Explained, Explanation } from './explanation';
import { factLines, variationLines } from './input-explanation-lines';
import { keptLines } from './kept-lines';
import { type LineOptions, placeLines } from './place-lines';
import { wrapped } from '../wrapped';
import { fieldsLines, moreLines, objectsLines } from './table-lines';

/** The most explanations before the rest is only counted: charts of one class may be hundreds. */
const MAX_EXPLANATIONS = 8;
const CUT = 'what ends in … is cut: --format json has all';

/** An explanation as lines of text; what is left out is counted. */
export function explanationLines({ explanations }: Explanation, options: LineOptions): string[] {
  const shown = explanations.length <= MAX_EXPLANATIONS + 1 ? explanations : explanations.slice(0, MAX_EXPLANATIONS);
  const rest = explanations.length - shown.length;
  const all = shown.flatMap((each, i) => [...(i === 0 ? [] : ['', '']), ...linesOf(each, options)]);
  // A mark that ends a text, not one that begins the line which counts what was left out.
  const isCut = all.some((line) => /\S…/.test(line));
  const lines = isCut ? [...all, '', ...wrapped(CUT, options.width, 2).map(options.style.dim)] : all;
  if (rest === 0) return lines;
  return [...lines, '', ...moreLines(rest, options)];
}

function linesOf(explained: Explained, options: LineOptions): string[] {
  switch (explained.kind) {
    case 'place': return placeLines(explained, options);
    case 'fields': return fieldsLines(explained, options);
    case 'objects': return objectsLines(explained, options);
    case 'variation': return variationLines(explained, options);
    case 'fact': return factLines(explained, options);
    case 'kept': return keptLines(explained, options);
    default: throw new TypeError(`nothing is explained as '${String((explained as { kind: unknown }).kind)}'`);
  }
}
