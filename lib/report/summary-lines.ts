import type { ParityFailure } from '../template/error';
import { fitColumns } from './columns';
import { type Lifetime, SOON_DAYS, describeLifetime } from './lifetime';
import { columnHeads, environmentsText, previewColumns } from './preview';
import { printable, shortened } from './printable';
import { type Difference, type Summary, addressOf } from './summary';
import { plainText, plural, someOf } from './words';

/** How a terminal marks what it says; plain text by default. */
export interface SummaryStyle {
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
  bold(text: string): string;
}

export interface SummaryOptions {
  /** In characters. */
  readonly width: number;
  /** The most rows of a table before the rest is only counted. @default 12 */
  readonly rows?: number;
  /** Where the files are, as the person would type it. @default - not said */
  readonly folder?: string;
  /** @default - no marks */
  readonly style?: SummaryStyle;
}

const same = (text: string) => text;
const PLAIN: SummaryStyle = { good: same, bad: same, dim: same, bold: same };
/** The longest name of what chooses between branches, in characters. */
const MAX_CHOICE = 32;
const MAX_NAME = 40;
const ROWS = 12;
const MAX_ALTERNATIVES = 4;
const MAX_EXCEPTIONS = 5;
/** The most differences that are told of those that nothing explains. */
const MAX_UNEXPLAINED = 5;

/** A summary as lines of text that fit on one screen; what is left out is counted. */
export function summaryLines(summary: Summary, options: SummaryOptions): string[] {
  const style = options.style ?? PLAIN;
  return [
    verdict(summary, style),
    '',
    ...unexplained(summary, options, style),
    ...differences('variations that differ', summary.variationsThatDiffer, summary, options, style),
    ...differences('facts that differ', summary.factsThatDiffer, summary, options, style),
    ...alternatives(summary, options),
    ...standIns(summary, options, style),
    ...exceptions(summary, options, style),
    ...states(summary, options, style),
  ].map((line) => line.trimEnd());
}

function verdict(summary: Summary, { good, bad, bold }: SummaryStyle): string {
  const { charts, environments, targets, exceptions: all } = summary;
  if (summary.unexplained.length > 0) {
    return `${bad(bold('not in parity'))}: ${plural(summary.unexplained.length, 'difference')} that nothing explains`;
  }
  const but = all.length === 0 ? '' : `, but for ${plural(all.length, 'exception')}`;
  const clusters = targets.length === environments.length ? '' : ` (${plural(targets.length, 'cluster')})`;
  const each = charts === 1 ? '' : ' each';
  const state = good(bold(`in parity${but}`));
  const names = `${environmentsText(summary, printable)}${clusters}`;
  return `${state}: ${plural(charts, 'chart')}, one template${each} for ${names}`;
}

/** Whoever reads that environments differ wants to know where: the first of them, whole. */
function unexplained({ unexplained: all }: Summary, { width }: SummaryOptions, { bad, dim }: SummaryStyle): string[] {
  const told = all.slice(0, MAX_UNEXPLAINED).flatMap((failure) => {
    const [head, ...rest] = failureLines(failure).map((line) => shortened(line, width - 2));
    return [bad(`  ${head}`), ...rest.map((line) => `  ${line}`)];
  });
  const rest = all.length - Math.min(all.length, MAX_UNEXPLAINED);
  const cut = rest > 0 ? [dim(`  … ${plural(rest, 'more difference')}: parity check says where`)] : [];
  return all.length === 0 ? [] : [...told, ...cut, ''];
}

function failureLines({ code, message, ...failure }: ParityFailure): string[] {
  return [`${code}: ${message}`, ...(['where', 'got', 'expected', 'fix'] as const).flatMap((field) => {
    const text = failure[field] ?? '';
    return text === '' ? [] : [`  ${`${field}:`.padEnd(9)} ${text}`];
  })];
}

function differences(
  title: string, all: readonly Difference[], summary: Summary, options: SummaryOptions, style: SummaryStyle,
): string[] {
  if (all.length === 0) return [`${title}: none`, ''];
  const most = options.rows ?? ROWS;
  // One row more costs no more than the line that would count it.
  const shown = all.length <= most + 1 ? all : all.slice(0, most);
  const heads = columnHeads(summary.targets, summary.previews).map((target) => shortened(target, MAX_NAME));
  const { lines, left } = fitColumns((most) => [
    [`${title} (${all.length})`, ...heads],
    ...shown.map((difference) => [
      shortened(addressOf(difference), MAX_NAME),
      ...summary.targets.map((target) => (Object.hasOwn(difference.values, target)
        ? shortened(plainText(difference.values[target]), most) : '-')),
    ]),
  ], options.width, previewColumns(summary.targets, summary.previews, 1));
  const [head, ...body] = lines;
  const cut = [
    all.length > shown.length ? `${all.length - shown.length} more rows` : '',
    left.length > 0 ? `${plural(left.length, 'more column')} (${
      someOf(left.map((column) => heads[column - 1]), 2)})` : '',
  ].filter(Boolean).join(', ');
  const note = cut === '' ? [] : [style.dim(shortened(`  … ${cut}: see parity.json`, options.width))];
  return [style.bold(head), ...body, ...note, ''];
}

/** A few with their branches; of many the names, as long as they fit the line. */
function alternatives({ alternatives: all }: Summary, { width }: SummaryOptions): string[] {
  if (all.length === 0) return [];
  const lineOf = (named: readonly string[]) => {
    const rest = all.length > named.length ? ` and ${all.length - named.length} more` : '';
    return `alternatives      ${all.length}, chosen by ${named.join(', ')}${rest}`;
  };
  const names = all.slice(0, MAX_ALTERNATIVES).map(({ by }) => shortened(by, MAX_CHOICE));
  const whole = lineOf(names.map((name, i) =>
    `${name} (${all[i].branches.map((branch) => shortened(branch, 16)).join(' or ')})`));
  if (all.length <= 2 || whole.length <= width) return [whole];
  while (names.length > 1 && lineOf(names).length > width) names.pop();
  return [lineOf(names)];
}

function standIns({ standIns: all }: Summary, options: SummaryOptions, style: SummaryStyle): string[] {
  if (all.length === 0) return [];
  const rows = all.slice(0, MAX_EXCEPTIONS).flatMap((one) => {
    const where = one.targets.length === 0 ? 'nowhere' : one.targets.join(', ');
    return expiring(`${where}: ${one.chart} > ${one.by} ${one.branch} for ${one.for}`, one, options, style);
  });
  return [`stand-ins         ${all.length}`, ...rows, ...more(all.length - MAX_EXCEPTIONS, style)];
}

function exceptions({ exceptions: all }: Summary, options: SummaryOptions, style: SummaryStyle): string[] {
  if (all.length === 0) return ['exceptions        none'];
  const rows = all.slice(0, MAX_EXCEPTIONS).flatMap((one) =>
    expiring(`${one.target}: ${one.chart} > ${one.object}`, one, options, style));
  return [style.bad(`exceptions        ${all.length}`), ...rows, ...more(all.length - MAX_EXCEPTIONS, style)];
}

interface Expiring {
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
  readonly lifetime?: Lifetime;
}

/** What expires, in one line, or in two where one does not hold it: its name is worth more than its reason. */
function expiring(
  name: string, { owner, reason, expires, lifetime }: Expiring, { width }: SummaryOptions, { bad, dim }: SummaryStyle,
): string[] {
  const until = `until ${shortened(expires, 10)}`;
  const rest = lifetime === undefined ? '' : describeLifetime(lifetime);
  const isNear = lifetime !== undefined && (lifetime.expired || lifetime.daysLeft <= SOON_DAYS);
  const state = rest === '' ? until : `${until}, ${isNear ? bad(rest) : rest}`;
  const length = until.length + (rest === '' ? 0 : rest.length + 2);
  const why = `${shortened(owner, 24)}: ${reason}`;
  const head = `  ${shortened(name, width - 2)}`;
  const room = width - length - ' ()'.length;
  const isShort = head.length + 1 + why.length <= room;
  if (isShort) return [`${head} ${state} ${dim(`(${shortened(why, room)})`)}`];
  return [head, `    ${state} ${dim(`(${shortened(why, Math.max(12, room - 4))})`)}`];
}

function more(rest: number, { dim }: SummaryStyle): string[] {
  return rest > 0 ? [dim(`  … ${rest} more: see parity.json`)] : [];
}

function states(summary: Summary, { folder }: SummaryOptions, { good, bad }: SummaryStyle): string[] {
  const { images, imagesWithoutDigest, removedDefaults, keptConfigs, files, targets } = summary;
  const { witnessed, releasable, notReleasable } = summary;
  const pinned = imagesWithoutDigest === 0 ? 'all by digest' : bad(`${imagesWithoutDigest} without a digest`);
  // Of files that differ by something undeclared it says nothing: they may have been edited since.
  const proof = summary.unexplained.length > 0 ? 'yes, when it was synthesized'
    : `yes: plain cdk8s gives the same manifests for ${plural(targets.length, 'target')}`;
  const obstacles = notReleasable.map((why) => shortened(why, 120)).join('; ');
  const place = folder === undefined ? '' : ` in ${printable(folder)}, and ${printable(folder)}/parity.json`;
  return [
    `removed defaults  ${removedDefaults === 0 ? 'none' : `${removedDefaults}, each with its reason in parity.json`}`,
    ...(keptConfigs === 0 ? [] : [`kept for rollback ${plural(keptConfigs, 'ConfigMap')} of former releases`]),
    `images            ${images === 0 ? 'none' : `${images}, ${pinned}`}`,
    `witnessed         ${witnessed ? good(proof) : bad('no')}`,
    `releasable        ${releasable ? good('yes') : bad(`no: ${obstacles}`)}`,
    `files             ${plural(files, 'manifest')}${place}`,
  ];
}
