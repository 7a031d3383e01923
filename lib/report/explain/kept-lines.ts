import { shortened } from '../printable';
import { someOf } from '../words';
import { wrapped } from '../wrapped';
import type { KeptExplanation } from './explanation';
import { type LineOptions, labelled, titleLines } from './place-lines';
import { MAX_TEXT } from './value-text';

const LABEL = 11;
const MAX_KEYS = 12;

/** A ConfigMap of former releases, on a screen. */
export function keptLines(kept: KeptExplanation, { width, style }: LineOptions): string[] {
  const { targets, object, configMap, releases, keys, files, chart, class: name, owner, agrees } = kept;
  const owned = owner === undefined ? '' : `, owner ${owner}`;
  const say = (label: string, text: string) =>
    labelled(label, wrapped(shortened(text, MAX_TEXT), width - LABEL, 2));
  return [
    ...titleLines(`${targets.join(', ')}  ${object}`, width).map(style.bold), '',
    ...(agrees ? [] : [style.bad('the file does not hold it as it was kept: parity check says more'), '']),
    ...say('from', `kept configuration of ${releases.length === 1 ? 'release' : 'releases'} ${someOf([...releases], 10)
    }, for a rollback: no part of the template, and nothing of today reads it`),
    ...say('version of', `${configMap} (chart ${chart}, class ${name}${owned})`),
    ...say('holds', keys.length === 0 ? 'nothing' : someOf(keys, MAX_KEYS)),
    ...say('file', files.join(', ')),
  ];
}
