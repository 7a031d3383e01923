import type { Json } from '../template/json';
import { type Lifetime, describeLifetime } from './lifetime';
import { printable, shortened } from './printable';
import type { Difference, Summary } from './summary';

/** Job pages take a megabyte, comments 65,536 characters; both should be read, and this is as much as anybody does. */
const MOST_ROWS = 100;
const LONGEST_CELL = 120;
/** Wider tables are cut from the right: a job page does not scroll. */
const MOST_TARGETS = 8;

/** A summary for the page of a pipeline's job: the verdict, the counts, and folded tables of what differs. */
export function summaryMarkdown(summary: Summary): string {
  const { charts, environments, exceptions, standIns, unexplained } = summary;
  const but = exceptions.length === 0 ? '' : `, but for ${plural(exceptions.length, 'exception')}`;
  const ended = [...standIns, ...exceptions].filter(({ lifetime }) => lifetime?.expired).length;
  const rest = environments.length - 7;
  const names = rest <= 1 ? environments : [...environments.slice(0, 7), `${rest} more`];
  return [
    unexplained > 0 ? '### ❌ Not in parity' : `### ${exceptions.length === 0 ? '✅' : '⚠️'} In parity${but}`,
    '',
    unexplained > 0 ? `${plural(unexplained, 'difference')} that nothing explains: \`parity check\` says where.`
      : `${plural(charts, 'chart')}, one template${charts === 1 ? '' : ' each'} for ${escaped(names.join(', '))}.`,
    '',
    '| | |', '|---|---|',
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
    ['images', images === 0 ? 'none' : `${images}, ${pinned}`],
    ['witnessed', witnessed ? `✅ for ${plural(targets.length, 'target')}` : '❌ no'],
    ['releasable', releasable ? '✅ yes' : `❌ no: ${escaped(why)}${rest}`],
    ['files', plural(summary.files, 'manifest')],
  ];
  return rows.map(([name, value]) => `| ${name} | ${value} |`);
}

function differences(title: string, all: readonly Difference[], { targets }: Summary): string[] {
  const shown = targets.slice(0, MOST_TARGETS);
  const hidden = targets.length - shown.length;
  const head = ['', ...shown, ...(hidden > 0 ? [`and ${hidden} more`] : [])];
  return table(title, head, all.map(({ chart, name, values }) => [
    [chart, name].filter(Boolean).join(' '),
    ...shown.map((target) => (Object.hasOwn(values, target) ? text(values[target]) : '–')),
    ...(hidden > 0 ? [''] : []),
  ]));
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const cell = (content: string) => escaped(shortened(content, LONGEST_CELL));
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  const rest = rows.length - MOST_ROWS;
  return [
    `<details><summary>${rows.length} ${title}</summary>`, '',
    line(head), `|${'---|'.repeat(head.length)}`, ...rows.slice(0, MOST_ROWS).map(line), '',
    ...(rest > 0 ? [`${rest} more: \`parity report --format json\` has all.`, ''] : []),
    '</details>', '',
  ];
}

function ending({ expires, lifetime }: { expires: string; lifetime?: Lifetime }): string {
  if (lifetime === undefined) return expires;
  return `${lifetime.expired ? '❌ ' : ''}${expires}, ${describeLifetime(lifetime)}`;
}

function text(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Text inside Markdown: whatever could begin markup, a link or a mention is written as an entity. */
function escaped(input: string): string {
  return printable(input)
    .replace(/[&<>"'`*[\]\\~#|!@]|_(?![A-Z])|:(?=\/\/)/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}&#46;`);
}

function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
