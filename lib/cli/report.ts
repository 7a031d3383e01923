import { relative, resolve } from 'node:path';
import { findUnexplained } from '../check/closure';
import { isDay, today as dayNow } from '../environment/day';
import { printable } from '../report/printable';
import { summarize } from '../report/summary';
import { summaryLines } from '../report/summary-lines';
import { summaryMarkdown } from '../report/summary-markdown';
import type { AssemblyIndex } from '../synth/assembly/assembly';
import { readAssembly } from '../synth/assembly/read-assembly';
import { narrowed, selectCharts } from '../synth/assembly/select-charts';
import { ParityError, type ParityFailure } from '../template/error';
import { type Output, answer } from './answer';
import { EXIT } from './exit-code';
import { assemblyFolder } from './open-assembly';
import type { AssemblyOptions } from './options';
import { ReportFile } from './report-file';
import type { Terminal } from './terminal';

export type ReportFormat = 'text' | 'json' | 'markdown' | 'html';

export interface ReportOptions extends AssemblyOptions {
  /** @default - `html` with `out`, else `text` */
  readonly format?: ReportFormat;
  /** The file to write. @default - standard output */
  readonly out?: string;
  /** @default - today, in UTC */
  readonly now?: string;
}

/** Shows an assembly as a page, a text, Markdown or JSON. Gives the exit code. */
export function report(options: ReportOptions, output: Output): Promise<number> {
  const format = options.format ?? (options.out === undefined ? 'text' : 'html');
  return answer(format, output, () => {
    const today = options.now ?? dayNow();
    if (!isDay(today)) throw badArgument('--now', JSON.stringify(today), 'a day of the calendar, like 2027-03-31');
    if (format === 'html' && options.out === undefined && output.out.isTerminal) {
      throw badArgument('--format html', 'a page for a terminal', 'name a file:  --out report.html');
    }
    // Before the work: who mistyped the file need not wait for it.
    const file = options.out === undefined ? undefined : new ReportFile(options.out);
    const assembly = readAssembly(assemblyFolder(options));
    const charts = selectCharts(assembly.index, options.chart);
    // A report says whether environments agree: it must have looked.
    const unexplained = findUnexplained(assembly, { charts });
    const { index } = narrowed(assembly, charts);
    const text = render(format, { index, unexplained, today }, options, file === undefined ? output.out : PLAIN);
    if (file === undefined) output.out.write(text);
    else {
      file.write(text);
      output.err.write(`${printable(options.out as string)}: ${sizeOf(text)}\n`);
    }
    return unexplained.length === 0 ? EXIT.clean : EXIT.found;
  });
}

/** What a file is written for: no colours, and as wide as a log. */
const PLAIN: Pick<Terminal, 'width'> & { readonly style?: Terminal['style'] } = { width: 120 };

interface Reported {
  readonly index: AssemblyIndex;
  readonly unexplained: readonly ParityFailure[];
  readonly today: string;
}

function render(
  format: ReportFormat, { index, unexplained, today }: Reported, options: ReportOptions, { width, style }: typeof PLAIN,
): string {
  if (format === 'html') {
    const { htmlReport } = require('../report/html/page') as typeof import('../report/html/page');
    return htmlReport(index, unexplained, today);
  }
  const summary = summarize(index, unexplained, today);
  if (format === 'json') return `${JSON.stringify({ ok: unexplained.length === 0, today, ...summary }, null, 2)}\n`;
  if (format === 'markdown') return summaryMarkdown(summary);
  const outdir = resolve(assemblyFolder(options));
  const near = relative(process.cwd(), outdir) || '.';
  return `${summaryLines(summary, { width, style, folder: near.startsWith('..') ? outdir : near }).join('\n')}\n`;
}

function sizeOf(text: string): string {
  const bytes = Buffer.byteLength(text);
  return bytes < 1_000_000 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function badArgument(where: string, got: string, fix: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'a report cannot be made with this argument', where, got, fix,
  });
}
