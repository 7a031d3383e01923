import { type StdioOptions, spawn } from 'node:child_process';
import { constants } from 'node:os';

/** How a program ended. */
export interface Ended {
  readonly code: number | undefined;
  readonly signal: NodeJS.Signals | undefined;
  /** The signal that ended `parity` itself meanwhile: the program was asked to end with it. */
  readonly interruptedBy?: NodeJS.Signals;
}

const FORWARDED: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command through the shell, as cdk8s runs `app`, until it and its children have ended.
 *
 * It has a process group of its own, so that a signal reaches what the shell started as well; a second signal kills.
 */
export function runProgram(
  command: string, env: NodeJS.ProcessEnv, stdio: StdioOptions, cwd?: string,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const isGroup = process.platform !== 'win32';
    const child = spawn(command, { shell: true, stdio, env, cwd, detached: isGroup });
    let interruptedBy: NodeJS.Signals | undefined;
    const forward = (signal: NodeJS.Signals) => {
      const sent = interruptedBy === undefined ? signal : 'SIGKILL';
      interruptedBy ??= signal;
      try {
        if (child.pid !== undefined) process.kill(isGroup ? -child.pid : child.pid, sent);
      } catch {
        // It has ended in between.
      }
    };
    const stop = () => { for (const signal of FORWARDED) process.removeListener(signal, forward); };
    for (const signal of FORWARDED) process.on(signal, forward);
    child.on('error', (error) => {
      stop();
      reject(error);
    });
    child.on('close', (code, signal) => {
      stop();
      resolve({ code: code ?? undefined, signal: signal ?? undefined, interruptedBy });
    });
  });
}

/** The exit code by which shells tell a signal: 130 for SIGINT, 143 for SIGTERM. */
export function exitCodeOf(signal: NodeJS.Signals): number {
  return 128 + (constants.signals[signal] ?? 0);
}
