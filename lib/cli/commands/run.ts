import type { Output } from '../answer';

/** Runs a command against this process's streams, and leaves its exit code to the shell. */
export async function run(command: (output: Output) => number | Promise<number>): Promise<void> {
  // Loaded here, so that help costs neither colours nor errors.
  const { terminalOf } = require('../terminal') as typeof import('../terminal');
  process.exitCode = await command({ out: terminalOf(process.stdout), err: terminalOf(process.stderr) });
}
