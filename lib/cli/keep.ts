import { existsSync } from 'node:fs';
import { historyText, keepRelease } from '../check/keep-release';
import {
  type ConfigHistory, EMPTY_HISTORY, type HistoryConfigMap, readConfigHistory,
} from '../environment/config-history';
import { columns } from '../report/columns';
import { printable, shortened } from '../report/printable';
import { plural, someOf } from '../report/words';
import { readAssembly } from '../synth/assembly/read-assembly';
import { type Output, answer, writeJson } from './answer';
import { EXIT } from './exit-code';
import { assemblyFolder } from './open-assembly';
import type { AssemblyOptions } from './options';
import { ReportFile } from './report-file';
import type { Terminal } from './terminal';

export interface KeepOptions extends Pick<AssemblyOptions, 'assembly'> {
  /** @default - its number */
  readonly release?: string;
  /** @default 'config-history.json' */
  readonly history: string;
  readonly format: 'text' | 'json';
}

const MAX_NAME = 60;

/** Adds the configuration of an assembly to the history, and says what it holds now. Gives the exit code. */
export function keep(options: KeepOptions, output: Output): Promise<number> {
  return answer(options.format, output, () => {
    const { history: file, format } = options;
    // The first release makes the file; from then on a missing one is a mistake that synth finds.
    const isFirst = !existsSync(file);
    const former: ConfigHistory = isFirst ? EMPTY_HISTORY : readConfigHistory(file);
    const to = new ReportFile(file, 
      { option: '--history', what: 'the history', example: 'config-history.json' });
    const { history, release, isChanged, dropped } = keepRelease(
      readAssembly(assemblyFolder(options)), former, options.release);
    if (isChanged || isFirst) to.write(historyText(history));
    if (format === 'json') {
      writeJson(output.out, {
        ok: true, history: file, release, changed: isChanged, releases: history.releases.map(({ name }) => name),
        kept: history.configMaps.map(shown), dropped: dropped.map(shown),
      });
    } else {
      const said = { file, release, isChanged, kept: history.configMaps, dropped };
      output.out.write(`${lines(said, output.out).join('\n')}\n`);
    }
    return EXIT.clean;
  });
}

interface Kept {
  readonly file: string;
  readonly release: string;
  readonly isChanged: boolean;
  readonly kept: readonly HistoryConfigMap[];
  readonly dropped: readonly HistoryConfigMap[];
}

function lines({ file, release, isChanged, kept, dropped }: Kept, { style, width }: Terminal): string[] {
  const named = `release ${printable(release)}`;
  const head = isChanged ? `${named} is in ${printable(file)}`
    : `nothing new: these are the manifests of ${named}, which ${printable(file)} holds`;
  const rows = [...kept.map((configMap) => rowOf('kept', configMap)), ...dropped.map((each) => rowOf('dropped', each))];
  const { lines: table, hidden } = columns([['', 'environment', 'chart', 'ConfigMap', 'releases'], ...rows], width);
  const cut = hidden === 0 ? [] : [style.dim(`  … ${plural(hidden, 'more column')}: --format json has all`)];
  const counts = `${plural(kept.length, 'ConfigMap')} kept, ${dropped.length} dropped`;
  const body = rows.length === 0 ? [] : [...table, ...cut, ''];
  return [style.bold(head), '', ...body, counts].map((line) => line.trimEnd());
}

function rowOf(what: string, { target, chart, name, releases }: HistoryConfigMap): string[] {
  return [what, target, chart, name, someOf([...releases], 5)].map((text) => shortened(text, MAX_NAME));
}

/** Without what it holds: that is in the file. */
function shown({ target, chart, configMap, namespace, name, keep: most, releases }: HistoryConfigMap) {
  return { target, chart, configMap, ...(namespace === undefined ? {} : { namespace }), name, keep: most, releases };
}
