import type { Json } from '../template/json';
import { columns } from './columns';
import { type Lifetime, SOON_DAYS, describeLifetime } from './lifetime';
import { printable, shortened } from './printable';
import type { Difference, Summary } from './summary';

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
/** The longest value in a table, in characters. */
const MAX_VALUE = 32;
const ROWS = 12;
const MAX_ALTERNATIVES = 4;
const MAX_EXCEPTIONS = 5;
const MAX_REASON = 48;

/** A summary as lines of text that fit on one screen; what is left out is counted. */
export function summaryLines(summary: Summary, options: SummaryOptions): string[] {
  const style = options.style ?? PLAIN;
  return [
    verdict(summary, style),
    '',
    ...differences('variations that differ', summary.variationsThatDiffer, summary, options, style),
    ...differences('facts that differ', summary.factsThatDiffer, summary, options, style),
    ...alternatives(summary),
    ...standIns(summary, options, style),
    ...exceptions(summary, options, style),
    ...states(summary, options, style),
  ].map((line) => line.trimEnd());
}

function verdict(summary: Summary, { good, bad, bold }: SummaryStyle): string {
  const { charts, environments, targets, exceptions: all, unexplained } = summary;
  if (unexplained > 0) {
    return `${bad(bold('not in parity'))}: ${plural(unexplained, 'difference')} that nothing explains; `
      + 'parity check says where';
  }
  const but = all.length === 0 ? '' : `, but for ${plural(all.length, 'exception')}`;
  const rest = environments.length - 7;
  const names = rest <= 1 ? environments : [...environments.slice(0, 7), `${rest} more`];
  const clusters = targets.length === environments.length ? '' : ` (${plural(targets.length, 'cluster')})`;
  const each = charts === 1 ? '' : ' each';
  const state = good(bold(`in parity${but}`));
  return `${state}: ${plural(charts, 'chart')}, one template${each} for ${names.join(', ')}${clusters}`;
}

function differences(
  title: string, all: readonly Difference[], summary: Summary, options: SummaryOptions, style: SummaryStyle,
): string[] {
  if (all.length === 0) return [`${title}: none`, ''];
  const most = options.rows ?? ROWS;
  // One row more costs no more than the line that would count it.
  const shown = all.length <= most + 1 ? all : all.slice(0, most);
  const rows = shown.map(({ chart, name, values }) => [
    shortened([chart, name].filter(Boolean).join(' '), MAX_VALUE + 8),
    ...summary.targets.map((target) => (Object.hasOwn(values, target) ? valueText(values[target]) : '-')),
  ]);
  const { lines, hidden } = columns([[`${title} (${all.length})`, ...summary.targets], ...rows], options.width);
  const [head, ...body] = lines;
  const cut = [
    all.length > shown.length ? `${all.length - shown.length} more rows` : '',
    hidden > 0 ? `${hidden} more of ${summary.targets.length} columns` : '',
  ].filter(Boolean).join(', ');
  return [style.bold(head), ...body, ...(cut === '' ? [] : [style.dim(`  … ${cut}: see parity.json`)]), ''];
}

function alternatives({ alternatives: all }: Summary): string[] {
  if (all.length === 0) return [];
  const named = all.slice(0, MAX_ALTERNATIVES).map(({ by, branches }) =>
    `${shortened(by, MAX_VALUE)} (${branches.map((branch) => shortened(branch, 16)).join(' or ')})`);
  const rest = all.length > named.length ? ` and ${all.length - named.length} more` : '';
  return [`alternatives      ${all.length}, chosen by ${named.join(', ')}${rest}`];
}

function standIns({ standIns: all }: Summary, options: SummaryOptions, style: SummaryStyle): string[] {
  if (all.length === 0) return [];
  const rows = all.slice(0, MAX_EXCEPTIONS).map((one) => {
    const where = one.targets.length === 0 ? 'nowhere' : one.targets.join(', ');
    const why = `${shortened(one.owner, 24)}: for ${shortened(one.for, MAX_REASON)}`;
    return expiring(`${where}: ${one.chart} > ${one.by} ${one.branch}`, one, why, options, style);
  });
  return [`stand-ins         ${all.length}`, ...rows, ...more(all.length - rows.length, style)];
}

function exceptions({ exceptions: all }: Summary, options: SummaryOptions, style: SummaryStyle): string[] {
  if (all.length === 0) return ['exceptions        none'];
  const rows = all.slice(0, MAX_EXCEPTIONS).map((one) => {
    const why = `${shortened(one.owner, 24)}: ${shortened(one.reason, MAX_REASON)}`;
    return expiring(`${one.target}: ${one.chart} > ${one.object}`, one, why, options, style);
  });
  return [style.bad(`exceptions        ${all.length}`), ...rows, ...more(all.length - rows.length, style)];
}

interface Expiring { readonly expires: string; readonly lifetime?: Lifetime }

/** What expires, in one line: where the line ends, so does the reason. */
function expiring(
  name: string, { expires, lifetime }: Expiring, why: string, { width }: SummaryOptions, { bad, dim }: SummaryStyle,
): string {
  const head = `  ${shortened(name, 60)} until ${shortened(expires, 10)}`;
  const rest = lifetime === undefined ? '' : describeLifetime(lifetime);
  const isNear = lifetime !== undefined && (lifetime.expired || lifetime.daysLeft <= SOON_DAYS);
  const state = rest === '' ? '' : `, ${isNear ? bad(rest) : rest}`;
  const room = width - head.length - (rest === '' ? 0 : rest.length + 2) - 3;
  return `${head}${state}${room < 12 ? '' : ` ${dim(`(${shortened(why, room)})`)}`}`;
}

function more(rest: number, { dim }: SummaryStyle): string[] {
  return rest > 0 ? [dim(`  … ${rest} more: see parity.json`)] : [];
}

function states(summary: Summary, { folder }: SummaryOptions, { good, bad }: SummaryStyle): string[] {
  const { images, imagesWithoutDigest, removedDefaults, files, targets } = summary;
  const { witnessed, releasable, notReleasable } = summary;
  const pinned = imagesWithoutDigest === 0 ? 'all by digest' : bad(`${imagesWithoutDigest} without a digest`);
  const proof = `yes: plain cdk8s gives the same manifests for ${plural(targets.length, 'target')}`;
  const obstacles = notReleasable.map((why) => shortened(why, 120)).join('; ');
  const place = folder === undefined ? '' : ` in ${printable(folder)}, and ${printable(folder)}/parity.json`;
  return [
    `removed defaults  ${removedDefaults === 0 ? 'none' : `${removedDefaults}, each with its reason in parity.json`}`,
    `images            ${images === 0 ? 'none' : `${images}, ${pinned}`}`,
    `witnessed         ${witnessed ? good(proof) : bad('no')}`,
    `releasable        ${releasable ? good('yes') : bad(`no: ${obstacles}`)}`,
    `files             ${plural(files, 'manifest')}${place}`,
  ];
}

function valueText(value: Json): string {
  return shortened(typeof value === 'string' ? value : JSON.stringify(value), MAX_VALUE);
}

function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
