import type { Json } from '../template/json';
import { columns } from './columns';
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

/** A summary as lines of text that fit on one screen; what is left out is counted. */
export function summaryLines(summary: Summary, options: SummaryOptions): string[] {
  const style = options.style ?? PLAIN;
  return [
    verdict(summary, style),
    '',
    ...differences('variations that differ', summary.variationsThatDiffer, summary, options, style),
    ...differences('facts that differ', summary.factsThatDiffer, summary, options, style),
    ...alternatives(summary, options),
    ...exceptions(summary, options, style),
    ...states(summary, options, style),
  ].map((line) => line.trimEnd());
}

function verdict({ charts, environments, targets, exceptions: all }: Summary, { good, bold }: SummaryStyle): string {
  const clusters = targets.length === environments.length ? '' : ` (${plural(targets.length, 'cluster')})`;
  const but = all.length === 0 ? '' : `, but for ${plural(all.length, 'exception')}`;
  const names = environments.length > 8 ? [...environments.slice(0, 7), `${environments.length - 7} more`] : environments;
  return `${good(bold(`in parity${but}`))}: ${plural(charts, 'chart')}, one template${charts === 1 ? '' : ' each'} for ${names.join(', ')}${clusters}`;
}

function differences(title: string, all: readonly Difference[], summary: Summary, options: SummaryOptions, style: SummaryStyle): string[] {
  if (all.length === 0) return [`${title}: none`, ''];
  const most = options.rows ?? ROWS;
  // One row more costs no more than the line that would count it.
  const shown = all.length <= most + 1 ? all : all.slice(0, most);
  const rows = shown.map(({ chart, name, values }) => [
    printable([chart, name].filter(Boolean).join(' '), MAX_VALUE + 8),
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

function alternatives({ alternatives: all }: Summary, { rows = ROWS }: SummaryOptions): string[] {
  if (all.length === 0) return [];
  const named = all.slice(0, Math.min(rows, 4)).map(({ by, branches }) => `${printable(by, MAX_VALUE)} (${branches.map((b) => printable(b, 16)).join(' or ')})`);
  return [`alternatives      ${all.length}, chosen by ${named.join(', ')}${all.length > named.length ? ` and ${all.length - named.length} more` : ''}`];
}

function exceptions({ exceptions: all }: Summary, { rows = ROWS }: SummaryOptions, { bad, dim }: SummaryStyle): string[] {
  if (all.length === 0) return ['exceptions        none'];
  const shown = all.slice(0, Math.min(rows, 5)).map(({ target, chart, object, expires, owner, reason }) =>
    `  ${printable(`${target}: ${chart} > ${object}`, 60)} until ${printable(expires, 10)} ${dim(`(${printable(owner, 24)}: ${printable(reason, 48)})`)}`);
  const rest = all.length > shown.length ? [dim(`  … ${all.length - shown.length} more: see parity.json`)] : [];
  return [bad(`exceptions        ${all.length}`), ...shown, ...rest];
}

function states(summary: Summary, { folder }: SummaryOptions, { good, bad }: SummaryStyle): string[] {
  const { images, imagesWithoutDigest, removedDefaults, witnessed, releasable, notReleasable, files, targets } = summary;
  const pinned = imagesWithoutDigest === 0 ? 'all by digest' : bad(`${imagesWithoutDigest} without a digest`);
  return [
    `removed defaults  ${removedDefaults === 0 ? 'none' : `${removedDefaults}, each with its reason in parity.json`}`,
    `images            ${images === 0 ? 'none' : `${images}, ${pinned}`}`,
    `witnessed         ${witnessed ? good(`yes: plain cdk8s gives the same manifests for ${plural(targets.length, 'target')}`) : bad('no')}`,
    `releasable        ${releasable ? good('yes') : bad(`no: ${notReleasable.map((why) => printable(why, 120)).join('; ')}`)}`,
    `files             ${plural(files, 'manifest')}${folder === undefined ? '' : ` in ${printable(folder, 200)}, and ${printable(folder, 200)}/parity.json`}`,
  ];
}

function valueText(value: Json): string {
  return printable(typeof value === 'string' ? value : JSON.stringify(value), MAX_VALUE);
}

/** Text from an assembly could steer a terminal: control characters are shown, not sent. */
function printable(text: string, most: number): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  const safe = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return safe.length <= most ? safe : `${safe.slice(0, most - 1)}…`;
}

function plural(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
