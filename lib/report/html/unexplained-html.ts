import type { ParityFailure } from '../../template/error';
import { printable, shortened } from '../printable';
import { plural } from '../words';
import { escapeHtml } from './escape';

/** More than that nobody reads on a page; `parity check` has all. */
const MOST_DIFFERENCES = 50;
/** The others are folded, so that the page's lists stay in reach. */
const MOST_OPEN = 10;
const LONGEST_TEXT = 600;
const FIELDS = [['where', 'Where'], ['got', 'Got'], ['expected', 'Expected'], ['fix', 'Fix']] as const;

/** The differences that nothing explains, right below the verdict that they make; nothing when there are none. */
export function unexplainedHtml(failures: readonly ParityFailure[]): string {
  if (failures.length === 0) return '';
  const shown = failures.slice(0, MOST_DIFFERENCES);
  const rest = failures.length - shown.length;
  const list = (some: readonly ParityFailure[]) => `<ol class="failures">${some.map(failureHtml).join('')}</ol>`;
  const folded = shown.slice(MOST_OPEN);
  const others = folded.length === 0 ? ''
    : `<details class="note"><summary>${folded.length} more</summary>${list(folded)}</details>`;
  const more = rest === 0 ? ''
    : `<p class="note">${plural(rest, 'more difference')} than shown: <code>parity check</code> has all.</p>`;
  return '<section id="unexplained" aria-labelledby="unexplained-title"><h2 id="unexplained-title">'
    + `What nothing explains <span class="n">${plural(failures.length, 'difference')}</span></h2>`
    + '<p class="hint">Here the files differ by something that is no variation, fact, alternative or exception.</p>'
    + `${list(shown.slice(0, MOST_OPEN))}${others}${more}</section>\n`;
}

function failureHtml(failure: ParityFailure): string {
  const fields = FIELDS.flatMap(([field, name]) => {
    const text = failure[field] ?? '';
    if (text === '') return [];
    const value = escapeHtml(cut(text));
    return [`<dt>${name}</dt><dd>${field === 'fix' ? value : `<code>${value}</code>`}</dd>`];
  });
  return `<li><b>${escapeHtml(cut(failure.message))}</b> <small>${escapeHtml(printable(failure.code))}</small>`
    + `<dl>${fields.join('')}</dl></li>`;
}

function cut(text: string): string {
  return shortened(text, LONGEST_TEXT);
}
