import type { Json } from '../../template/json';
import { describeLifetime, type Lifetime } from '../lifetime';
import { printable, shortened } from '../printable';
import { columnHeads, environmentsText } from '../preview';
import { type Difference, type Summary, addressOf } from '../summary';
import { escapeHtml } from './escape';
import { numberText, plainText, plural } from '../words';

/** The most rows of a table that is there for readers without JavaScript. */
const MOST_ROWS = 200;
const LONGEST_VALUE = 80;
const LONGEST_OBSTACLE = 300;
const MOST_OBSTACLES = 20;

const safe = (text: string) => escapeHtml(printable(text));

/** The answer: whether the environments agree, in the words of the terminal summary, and how much may differ. */
export function summaryHtml(summary: Summary, standInsRunning: number): string {
  const { charts, environments, targets, exceptions } = summary;
  const but = exceptions.length === 0 ? '' : `, but for ${plural(exceptions.length, 'exception')}`;
  const clusters = targets.length === environments.length ? '' : ` (${plural(targets.length, 'cluster')})`;
  const each = charts === 1 ? '' : ' each';
  const expired = [...summary.standIns, ...exceptions].filter(({ lifetime }) => lifetime?.expired).length;
  const verdict = summary.unexplained.length > 0
    ? '<span class="state bad">Not in parity</span> '
      + `${plural(summary.unexplained.length, 'difference')} that nothing explains.`
    : `<span class="state ${exceptions.length === 0 ? 'good' : 'warn'}">In parity${but}</span>`
    + ` ${plural(charts, 'chart')}, one template${each} for ${environmentsText(summary, safe)}${clusters}.`;
  return `<p class="verdict">${verdict}</p>`
    + `<ul class="states">${states(summary)}${expired === 0 ? '' : state('bad', 'Expired',
      `${expired} of the exceptions and stand-ins`)}</ul>`
    + `<ul class="counts">${[
      count('variations', summary.variationsThatDiffer.length, 'variations differ',
        `of ${numberText(summary.variations)}`),
      count('facts', summary.factsThatDiffer.length, 'facts differ', 'of those used'),
      count('alternatives', summary.alternatives.length, 'alternatives', ''),
      count('expiring', summary.standIns.length, 'stand-ins', `${standInsRunning} running`),
      count('expiring', exceptions.length, 'exceptions', ''),
      count('images', summary.images, 'images',
        summary.imagesWithoutDigest === 0 ? 'all by digest' : `${summary.imagesWithoutDigest} without digest`),
      count('removed', summary.removedDefaults, 'removed defaults', ''),
    ].join('')}</ul>`;
}

function states({ witnessed, releasable, notReleasable, targets, unexplained, keptConfigs }: Summary): string {
  // Of files that differ by something undeclared it says nothing: they may have been edited since.
  const proof = unexplained.length > 0 ? 'when it was synthesized'
    : `plain cdk8s gives the same manifests for ${plural(targets.length, 'target')}`;
  const shown = notReleasable.slice(0, MOST_OBSTACLES).map((why) => shortened(why, LONGEST_OBSTACLE));
  const rest = notReleasable.length > shown.length ? [`${notReleasable.length - shown.length} more`] : [];
  return (witnessed ? state('good', 'Witnessed', proof)
    : state('bad', 'Not witnessed', 'parity synth --witness proves it'))
    + (releasable ? state('good', 'Releasable', 'a release may be made of it')
      : state('bad', 'Not releasable', [...shown, ...rest].join('; ')))
    + (keptConfigs === 0 ? ''
      : state('good', 'Kept', `${plural(keptConfigs, 'ConfigMap')} of former releases, for rollbacks`));
}

function state(kind: 'good' | 'bad', name: string, why: string): string {
  return `<li><span class="state ${kind}">${name}</span> ${escapeHtml(why)}</li>`;
}

function count(section: string, n: number, noun: string, more: string): string {
  const rest = more === '' ? '' : ` <small>${more}</small>`;
  return `<li><a href="#${section}"><b>${numberText(n)}</b> ${noun}${rest}</a></li>`;
}

/** What a reader without JavaScript gets of the rest: that there is more, and what differs. */
export function withoutScriptHtml(summary: Summary): string {
  return '<noscript><p class="note">This page draws its tables with JavaScript. Without it, here is what differs and '
    + 'what expires; <code>parity report --format text</code> says it in a terminal.</p>'
    + differences('Variations that differ', summary.variationsThatDiffer, summary)
    + differences('Facts that differ', summary.factsThatDiffer, summary)
    + table('Alternatives', ['chosen by', 'branches', 'charts'], summary.alternatives.map(({ by, branches, charts }) =>
      [by, branches.join(', '), numberText(charts)]))
    + expiring(summary) + '</noscript>';
}

function differences(title: string, all: readonly Difference[], { targets, previews }: Summary): string {
  const rows = all.slice(0, MOST_ROWS).map((difference) => [
    addressOf(difference),
    ...targets.map((target) => (Object.hasOwn(difference.values, target) ? text(difference.values[target]) : '–')),
  ]);
  return table(title, ['name', ...columnHeads(targets, previews)], rows, all.length);
}

function expiring({ standIns, exceptions }: Summary): string {
  const ending = ({ expires, lifetime }: { expires: string; lifetime?: Lifetime }) =>
    `${expires}${lifetime === undefined ? '' : ` (${describeLifetime(lifetime)})`}`;
  return table('Stand-ins', ['chart', 'branch', 'for', 'runs in', 'owner', 'reason', 'until'], standIns.map((one) =>
    [one.chart, `${one.by} ${one.branch}`, one.for, one.targets.join(', '), one.owner, one.reason, ending(one)]))
    + table('Exceptions', ['chart', 'object', 'in', 'owner', 'reason', 'until'], exceptions.map((one) =>
      [one.chart, one.object, one.target, one.owner, one.reason, ending(one)]));
}

function table(
  title: string, head: readonly string[], rows: readonly (readonly string[])[], all = rows.length,
): string {
  if (rows.length === 0) return '';
  const cut = rows.slice(0, MOST_ROWS);
  const rest = all > cut.length ? `<p class="note">${all - cut.length} more.</p>` : '';
  const cells = (tag: string, row: readonly string[]) => row.map((cell, i) =>
    (i === 0 ? `<th scope="${tag === 'th' ? 'col' : 'row'}">${safe(cell)}</th>`
      : `<${tag}${tag === 'th' ? ' scope="col"' : ''}>${safe(cell)}</${tag}>`)).join('');
  return `<table><caption>${title} (${numberText(all)})</caption>`
    + `<thead><tr>${cells('th', head)}</tr></thead><tbody>`
    + `${cut.map((row) => `<tr>${cells('td', row)}</tr>`).join('')}</tbody></table>${rest}`;
}

function text(value: Json): string {
  return shortened(plainText(value), LONGEST_VALUE);
}
