import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

import { ParityError } from '../lib/template/error';

/** A program to run as a whole process. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Added to the environment, which otherwise has no setting of node or cdk8s. */
  readonly env?: Readonly<Record<string, string>>;
  /** The exit codes of a run that counts. @default [0] */
  readonly codes?: readonly number[];
}

export interface Measurement {
  readonly ms: number;
  /** Peak of the largest process, in MiB; undefined where the system does not tell. */
  readonly rssMb: number | undefined;
}

const GNU_TIME = '/usr/bin/time';
const PEAK_PROBE = path.join(__dirname, 'report-peak.js');
const running = new Set<ChildProcess>();

/**
 * Runs the command and measures wall time and peak memory, from before its start until after its end.
 *
 * @returns 'stopped' when it took longer than `deadlineMs`
 * @throws PARITY_BENCH when the command fails
 */
export async function measure(
  command: Command, scratch: string, deadlineMs = Infinity,
): Promise<Measurement | 'stopped'> {
  const peakFile = path.join(scratch, 'peak');
  fs.rmSync(peakFile, { force: true });
  const { file, args, env } = withPeak(command, peakFile);
  const start = performance.now();
  const child = spawn(file, args, {
    cwd: command.cwd,
    env: { ...neutralEnvironment(), ...env, ...command.env },
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const { code, stderr, stopped } = await ending(child, deadlineMs);
  const ms = performance.now() - start;
  if (stopped) return 'stopped';
  if (code === null || !(command.codes ?? [0]).includes(code)) throw commandFailed(command, code, stderr);
  return { ms, rssMb: readPeak(peakFile) };
}

/** Ends what is still running; a detached child would outlive an interrupted benchmark. */
export function stopRunning(): void {
  for (const child of running) stopGroup(child);
}

function ending(child: ChildProcess, deadlineMs: number) {
  return new Promise<{ code: number | null; stderr: string; stopped: boolean }>((resolve, reject) => {
    let stderr = '';
    let stopped = false;
    const timer = Number.isFinite(deadlineMs)
      ? setTimeout(() => { stopped = true; stopGroup(child); }, deadlineMs)
      : undefined;
    running.add(child);
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { stderr = (stderr + text).slice(-4_000); });
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ code, stderr, stopped });
    });
  });
}

/** The child leads its own group, so that the processes it started end with it. */
function stopGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function withPeak(
  { file, args }: Command, peakFile: string,
): { file: string; args: string[]; env?: NodeJS.ProcessEnv } {
  if (hasGnuTime()) return { file: GNU_TIME, args: ['-o', peakFile, '-f', '%M', file, ...args] };
  if (file !== process.execPath) return { file, args: [...args] };
  return { file, args: ['--require', PEAK_PROBE, ...args], env: { BENCH_PEAK_FILE: peakFile } };
}

let gnuTime: boolean | undefined;

function hasGnuTime(): boolean {
  gnuTime ??= spawnSync(GNU_TIME, ['-f', '%M', 'true'], { stdio: 'ignore' }).status === 0;
  return gnuTime;
}

/** Settings of node or cdk8s in the shell would change what is measured. */
function neutralEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !/^(NODE_|CDK8S_|PARITY_|npm_)/.test(name));
  return Object.fromEntries(entries);
}

function readPeak(file: string): number | undefined {
  if (!fs.existsSync(file)) return undefined;
  const kilobytes = Number(fs.readFileSync(file, 'utf8').trim().split('\n').at(-1));
  return Number.isFinite(kilobytes) ? kilobytes / 1024 : undefined;
}

function commandFailed(command: Command, code: number | null, stderr: string): ParityError {
  return new ParityError({
    code: 'PARITY_BENCH',
    message: 'a measured program failed',
    where: [command.file, ...command.args].join(' ').slice(0, 300),
    got: `exit code ${code}\n${stderr.trim()}`,
  });
}
