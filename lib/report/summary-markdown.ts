import type { ParityFailure } from '../template/error';
import { byWorth } from './columns';
import { type Lifetime, describeLifetime } from './lifetime';
import { MOST_MARKDOWN, details, fit, leftOut, markdownText, tableRow, tableRule } from './markdown';
import { columnHeads, environmentsText, previewColumns } from './preview';
import { shortened } from './printable';
import { type Difference, type Summary, addressOf } from './summary';
import { numberText, plainText, plural } from './words';

/** Job pages take a megabyte, comments 65,536 characters; both should be read, and this is as much as anybody does. */
const MOST_ROWS = 100;
/** Characters of one of the five tables, so that all of them fit into a comment. */
const MOST_TABLE = MOST_MARKDOWN / 5 - 1000;
const LONGEST_CELL = 120;
/** The most differences that are told of those that nothing explains. */
const MOST_UNEXPLAINED = 20;
/** Of wider tables the first and the last targets are shown: a job page does not scroll. */
const MOST_TARGETS = 8;

/** A summary for the page of a pipeline's job: the verdict, the counts, and folded tables of what differs. */
export function summaryMarkdown(summary: Summary): string {
  const { charts, exceptions, standIns, unexplained } = summary;
  const but = exceptions.length === 0 ? '' : `, but for ${plural(exceptions.length, 'exception')}`;
  const ended = [...standIns, ...exceptions].filter(({ lifetime }) => lifetime?.expired).length;
  const head = unexplained.length > 0 ? '❌ Not in parity'
    : `${exceptions.length === 0 ? '✅' : '⚠️'} In parity${but}`;
  const verdict = unexplained.length > 0 ? `${plural(unexplained.length, 'difference')} that nothing explains.`
    : `${plural(charts, 'chart')}, one template${charts === 1 ? '' : ' each'} for ${
      environmentsText(summary, (name) => markdownText(name, 60))}.`;
  return [
    `### ${head}`,
    '',
    verdict,
    '',
    ...differencesThatNothingExplains(unexplained),
    tableRow(['', '']), tableRule(2),
    ...counts(summary, ended),
    '',
    ...differences('variations that differ', summary.variationsThatDiffer, summary),
    ...differences('facts that differ', summary.factsThatDiffer, summary),
    ...table('stand-ins', ['chart', 'branch', 'for', 'runs in', 'owner', 'until'], standIns.map((one) =>
      [one.chart, `${one.by} ${one.branch}`, one.for, one.targets.join(', ') || 'nowhere', one.owner, ending(one)])),
    ...table('exceptions', ['chart', 'object', 'in', 'owner', 'reason', 'until'], exceptions.map((one) =>
      [one.chart, one.object, one.target, one.owner, one.reason, ending(one)])),
  ].join('\n');
}

/** Whoever reads that environments differ wants to know where; not folded. */
function differencesThatNothingExplains(all: readonly ParityFailure[]): string[] {
  if (all.length === 0) return [];
  const { lines } = fit(all.slice(0, MOST_UNEXPLAINED).map((failure) =>
    tableRow([failure.message, failure.where, failure.got, failure.expected, failure.fix].map((cell) =>
      markdownText(cell ?? '', 2 * LONGEST_CELL)))), MOST_TABLE);
  const head = ['difference', 'where', 'got', 'expected', 'fix'];
  const rest = leftOut(all.length - lines.length, 'difference', '`parity check` says where');
  return [tableRow(head), tableRule(head.length), ...lines, '', ...(rest.length === 0 ? [] : [...rest, ''])];
}

function counts(summary: Summary, ended: number): string[] {
  const { witnessed, releasable, notReleasable, images, imagesWithoutDigest, targets } = summary;
  const why = notReleasable.slice(0, 5).map((reason) => shortened(reason, LONGEST_CELL)).join('; ');
  const rest = notReleasable.length > 5 ? ` and ${notReleasable.length - 5} more` : '';
  const pinned = imagesWithoutDigest === 0 ? 'all by digest' : `⚠️ ${imagesWithoutDigest} without a digest`;
  const rows: (readonly [string, string])[] = [
    ['variations that differ', `${summary.variationsThatDiffer.length} of ${summary.variations}`],
    ['facts that differ', `${summary.factsThatDiffer.length} of those used`],
    ['alternatives', `${summary.alternatives.length}`],
    ['stand-ins', `${summary.standIns.length}`],
    ['exceptions', `${summary.exceptions.length}`],
    ...(ended === 0 ? [] : [['expired', `❌ ${ended} of the stand-ins and exceptions`] as const]),
    ['removed defaults', `${summary.removedDefaults}`],
    ...(summary.keptConfigs === 0 ? []
      : [['kept for rollback', `${plural(summary.keptConfigs, 'ConfigMap')} of former releases`] as const]),
    ['images', images === 0 ? 'none' : `${images}, ${pinned}`],
    ['witnessed', !witnessed ? '❌ no'
      : summary.unexplained.length > 0 ? 'when it was synthesized' : `✅ for ${plural(targets.length, 'target')}`],
    ['releasable', releasable ? '✅ yes' : `❌ no: ${markdownText(why, 5 * LONGEST_CELL)}${rest}`],
    ['files', plural(summary.files, 'manifest')],
  ];
  return rows.map(tableRow);
}

function differences(title: string, all: readonly Difference[], { targets, previews }: Summary): string[] {
  const heads = columnHeads(targets, previews);
  const shown = byWorth([...targets.keys()], previewColumns(targets, previews)).slice(0, MOST_TARGETS)
    .sort((a, b) => a - b);
  const hidden = targets.length - shown.length;
  const head = ['', ...shown.map((column) => heads[column]), ...(hidden > 0 ? [`and ${hidden} more`] : [])];
  return table(title, head, all.map((difference) => [
    addressOf(difference),
    ...shown.map((column) => (Object.hasOwn(difference.values, targets[column])
      ? plainText(difference.values[targets[column]]) : '–')),
    ...(hidden > 0 ? [''] : []),
  ]));
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => tableRow(cells.map((cell) => markdownText(cell, LONGEST_CELL)));
  const { lines } = fit(rows.slice(0, MOST_ROWS).map(line), MOST_TABLE);
  const rest = leftOut(rows.length - lines.length, 'row', '`parity report --format json` has all');
  return [
    ...details(`${numberText(rows.length)} ${title}`, [
      line(head), tableRule(head.length), ...lines, ...(rest.length === 0 ? [] : ['', ...rest]),
    ]), '',
  ];
}

function ending({ expires, lifetime }: { expires: string; lifetime?: Lifetime }): string {
  if (lifetime === undefined) return expires;
  return `${lifetime.expired ? '❌ ' : ''}${expires}, ${describeLifetime(lifetime)}`;
}
