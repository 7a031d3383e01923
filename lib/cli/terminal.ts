import { createColors } from 'picocolors';
import { printable } from '../report/printable';
import type { SummaryStyle } from '../report/summary-lines';
import { type ParityFailure, formatFailure } from '../template/error';

/** A stream to write to, and what is known of who reads it. */
export interface Terminal {
  /** Whether a person looks at it: only then is progress worth writing. */
  readonly isTerminal: boolean;
  /** In characters. */
  readonly width: number;
  readonly style: SummaryStyle;
  write(text: string): void;
}

type Stream = Pick<NodeJS.WriteStream, 'write'> & { readonly isTTY?: boolean; readonly columns?: number };

/** Wide enough for a log, where nobody says how wide it is. */
const DEFAULT_WIDTH = 120;

/** Colours where a person reads and did not refuse them: https://no-color.org, and `FORCE_COLOR` for pipelines. */
export function terminalOf(stream: Stream, env: NodeJS.ProcessEnv = process.env): Terminal {
  const isTerminal = stream.isTTY === true;
  const colours = createColors(wantsColour(isTerminal, env));
  return {
    isTerminal,
    width: Math.min(200, Math.max(40, stream.columns ?? DEFAULT_WIDTH)),
    style: { good: colours.green, bad: colours.red, dim: colours.dim, bold: colours.bold },
    write: (text) => { stream.write(text); },
  };
}

function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR !== undefined && env.NO_COLOR !== '') return false;
  if (env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== '') return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

/** Failures as people read them, the code marked and the labels quiet, and how many there are. */
export function writeFailures(terminal: Terminal, failures: readonly ParityFailure[]): void {
  const { style } = terminal;
  for (const failure of failures) {
    const [head, ...rest] = printable(formatFailure(failure), { keepLines: true }).split('\n');
    const code = style.bad(style.bold(failure.code));
    const lines = rest.map((line) => line.replace(/^ {2}(where|got|expected|fix):/, (label) => style.dim(label)));
    terminal.write(`${[code + head.slice(failure.code.length), ...lines].join('\n')}\n\n`);
  }
  terminal.write(`${style.bad(failures.length === 1 ? '1 failure' : `${failures.length} failures`)}\n`);
}
