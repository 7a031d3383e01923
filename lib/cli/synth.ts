import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { today } from '../environment/day';
import { printable } from '../report/printable';
import { summarize } from '../report/summary';
import { summaryLines } from '../report/summary-lines';
import { readAssembly } from '../synth/assembly/read-assembly';
import { FAILURES_FILE } from '../synth/failures-file';
import type { ParityFailure } from '../template/error';
import { type Output, failuresOf, refuse, writeJson } from './answer';
import { type Configuration, readConfiguration } from './configuration';
import { EXIT } from './exit-code';
import { previewDifference, previewLines } from './preview-difference';
import { type ProgramOptions, programEnvironment } from './program-environment';
import { readReportedFailures } from './reported-failures';
import { type Ended, exitCodeOf, runProgram } from './run-program';
import type { Terminal } from './terminal';

export interface SynthOptions extends ProgramOptions {
  /** @default - `app` of cdk8s.yaml */
  readonly app?: string;
  /** @default - `output` of cdk8s.yaml, else `dist` */
  readonly output?: string;
  readonly format: 'text' | 'json';
  /** @default false */
  readonly quiet?: boolean;
}


/** Runs the program of the current folder, and says what it wrote. Gives the exit code. */
export async function synth(options: SynthOptions, output: Output): Promise<number> {
  let configuration: Configuration;
  let asked: NodeJS.ProcessEnv;
  try {
    configuration = readConfiguration(options);
    asked = programEnvironment(options);
  } catch (error) {
    return refuse(failuresOf(error), options.format, output);
  }
  const outdir = resolve(configuration.output);
  const scratch = mkdtempSync(join(tmpdir(), 'cdk8s-parity-synth-'));
  try {
    const failuresFile = join(scratch, 'failures.json');
    const before = stampOf(outdir);
    if (!options.quiet) writeProgress(output.err, `running ${configuration.app}`);
    const env = { ...asked, CDK8S_OUTDIR: outdir, [FAILURES_FILE]: failuresFile };
    const ended = await runProgram(configuration.app, env,
      ['ignore', options.format === 'json' ? 2 : 'inherit', 'inherit']);
    if (ended.interruptedBy !== undefined) return exitCodeOf(ended.interruptedBy);
    const failures = judge(ended, configuration, failuresFile, stampOf(outdir) === before);
    if (failures.length > 0) {
      const code = refuse(failures, options.format, output);
      // What an option asks for and cannot be is wrong usage, whichever the code.
      return failures.every(({ where }) => where?.startsWith('--')) ? EXIT.usage : code;
    }
    return tell(outdir, options, output);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What went wrong with a program, by all that it left behind. */
function judge(
  ended: Ended, { app, output }: Configuration, failuresFile: string, isUnwritten: boolean,
): readonly ParityFailure[] {
  const reported = readReportedFailures(failuresFile);
  if (reported.length > 0) return reported;
  if (ended.code === 126 || ended.code === 127) {
    return [{
      code: 'PARITY_BAD_CONFIG', message: 'the program cannot be run', where: 'app', got: app,
      fix: 'name a command that the shell finds; compile the program first if it must be',
    }];
  }
  if (ended.code !== 0) {
    return [{
      code: 'PARITY_PROGRAM', message: 'the program failed', where: app,
      got: ended.signal === undefined ? `exit code ${ended.code}` : `ended by ${ended.signal}`,
      fix: 'its messages are above',
    }];
  }
  if (!isUnwritten) return [];
  return [{
    code: 'PARITY_PROGRAM', message: 'the program ended well, but wrote no assembly', where: app,
    got: `nothing new in ${output}`,
    fix: 'call app.synth() at its end, and leave the folder to CDK8S_OUTDIR: new ParityApp without outdir',
  }];
}

/** Tells one assembly from the next: each is written as new files. */
function stampOf(outdir: string): string | undefined {
  try {
    const { ino, ctimeNs } = statSync(join(outdir, 'parity.json'), { bigint: true });
    return `${ino} ${ctimeNs}`;
  } catch {
    return undefined;
  }
}

function tell(outdir: string, options: SynthOptions, output: Output): number {
  try {
    const { index } = readAssembly(outdir);
    // What expires is told to people as seen from today; JSON stays the same from day to day.
    const summary = summarize(index, [], options.format === 'json' ? undefined : today());
    const preview = options.preview === undefined ? undefined : previewDifference(index, options.preview);
    if (options.format === 'json') {
      writeJson(output.out, { ok: true, folder: outdir, ...summary, ...(preview === undefined ? {} : { preview }) });
    } else if (!options.quiet) {
      const { width, style } = output.out;
      const near = relative(process.cwd(), outdir) || '.';
      const folder = near.startsWith('..') ? outdir : near;
      const lines = [
        ...summaryLines(summary, { width, style, folder }),
        ...(options.chart === undefined ? [] : [limitedLine(folder)]),
        ...(preview === undefined ? [] : previewLines(preview, { style })),
      ];
      output.out.write(`${lines.join('\n')}\n`);
    }
    return EXIT.clean;
  } catch (error) {
    return refuse(failuresOf(error), options.format, output);
  }
}

function limitedLine(folder: string): string {
  return `limited           ${printable(folder)} holds no other charts now; parity synth writes all`;
}

/** For people who wait; a log needs no such line. */
function writeProgress(terminal: Terminal, text: string): void {
  if (terminal.isTerminal) terminal.write(`${terminal.style.dim(printable(text))}\n`);
}
