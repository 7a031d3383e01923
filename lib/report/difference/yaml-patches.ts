import { ManifestReader, UnreadableManifest } from '../../check/manifest-file';
import { isFillProblem, unexplained } from '../../check/chart-files';
import { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord } from '../../synth/assembly/assembly';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { ParityError } from '../../template/error';
import { printable } from '../printable';
import type { SummaryStyle } from '../summary-lines';
import { type ChartSide, ChartSides } from './chart-side';
import { chartPairs } from './environment-difference';
import { HiddenPlaces } from './hidden-places';
import { type ManifestText, maskSecrets } from './masked-yaml';
import { pairTargets } from './target-pairs';

/** The unified diff of one file. */
export interface YamlPatch {
  readonly chart: string;
  /** The text as `diff --unified` writes it, with `a/` and `b/` before the files' paths. */
  readonly text: string;
}

/** Where more lines of a file differ, they are not matched but shown as replaced: matching is quadratic in them. */
const MOST_EDITS = 1000;
const NO_FILE = '/dev/null';

/**
 * A unified diff of the files that differ between two environments, pair by pair, one file after the other. Values of
 * Secrets are masked on both sides before they are compared, and the diff says so.
 *
 * @throws PARITY_UNKNOWN_ENVIRONMENT when a name means none
 * @throws PARITY_UNEXPLAINED when a file that may hold a Secret cannot be read
 */
export function* yamlPatches(assembly: Assembly, from: string, to: string): Generator<YamlPatch> {
  const secrets = new SecretInputs(assembly.index);
  for (const pair of pairTargets(assembly.index, from, to)) {
    for (const chart of assembly.index.charts) {
      const [{ from: former, to: latter }] = chartPairs(new ChartSides(chart), [pair]);
      if (former.file?.digest === latter.file?.digest) continue;
      yield { chart: chart.id, text: patchOf(assembly, chart, [former, latter], secrets) };
    }
  }
}

/** A patch's lines, marked as terminals do; nothing in them can steer one. */
export function styledPatch(text: string, { good, bad, dim, bold }: SummaryStyle): string {
  const mark = (line: string) => {
    if (/^(?:---|\+\+\+) /.test(line) || line.startsWith('#')) return bold(line);
    if (line.startsWith('@@')) return dim(line);
    return line.startsWith('+') ? good(line) : line.startsWith('-') ? bad(line) : line;
  };
  const safe = (line: string) => line.split('\t').map((part) => printable(part)).join('\t');
  return text.split('\n').map((line) => (line === '' ? line : mark(safe(line)))).join('\n');
}

function patchOf(
  assembly: Assembly, chart: ChartRecord, [former, latter]: readonly [ChartSide, ChartSide], secrets: SecretInputs,
): string {
  const read = (side: ChartSide) => (side.file === undefined ? '' : assembly.readFile(side.file.path));
  const name = (side: ChartSide, prefix: string) => (side.file === undefined ? NO_FILE : `${prefix}/${side.file.path}`);
  const { before, after, masked } = masking([former, latter], (side): ManifestText =>
    ({ text: read(side), ids: [...side.chosen].map(({ id }) => id), hidden: hiddenIn(chart, side, secrets) }));
  const [from, to] = [name(former, 'a'), name(latter, 'b')];
  const note = masked ? `# values of Secrets are not shown\n` : '';
  // Loaded only here: most diffs are told without files.
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = require('diff') as typeof import('diff');
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, {
    context: 3, headerOptions: FILE_HEADERS_ONLY, maxEditLength: MOST_EDITS,
  });
  return note + (patch ?? replacement(from, to, before, after));
}

function hiddenIn(chart: ChartRecord, side: ChartSide, secrets: SecretInputs): ReadonlyMap<string, HiddenPlaces> {
  const found = [...side.chosen].map((object) => [object.id, new HiddenPlaces(chart, object, side, secrets)] as const);
  return new Map(found.filter(([, hidden]) => !hidden.isEmpty));
}

function masking(sides: readonly [ChartSide, ChartSide], read: (side: ChartSide) => ManifestText) {
  try {
    const [before, after] = [read(sides[0]), read(sides[1])];
    return maskSecrets(before, after, new ManifestReader());
  } catch (cause) {
    if (!(cause instanceof UnreadableManifest) && !isFillProblem(cause)) throw cause;
    const file = sides.map((side) => side.file?.path).filter(Boolean).join(' or ');
    throw new ParityError(unexplained(file, 'a manifest cannot be read', cause.message));
  }
}

/** Every line of one text removed, and every line of the other added. */
function replacement(from: string, to: string, before: string, after: string): string {
  const [former, latter] = [before, after].map((text) => text.replace(/\n$/, '').split('\n'));
  return [
    `--- ${from}`, `+++ ${to}`, `@@ -1,${former.length} +1,${latter.length} @@`,
    ...former.map((line) => `-${line}`), ...latter.map((line) => `+${line}`), '',
  ].join('\n');
}
