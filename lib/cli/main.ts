#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { VERSION } from '../synth/version';
import { COMMANDS } from './commands';
import { EXIT } from './exit-code';
import { endWhenClosed } from './closed-stream';

const EXAMPLES = `
Examples:
  $ parity synth --witness
`;

/** What the scripts of `parity completion` call. */
const COMPLETE = 'complete';

/** The command line. Each command loads what it needs when it runs, so that help costs nothing. */
export function commandLine(): Command {
  const program = new Command('parity')
    .description('One template of your Kubernetes manifests for every environment.')
    .version(VERSION, '-v, --version')
    .helpOption('-h, --help', 'show help')
    .exitOverride()
    .addHelpText('after', EXAMPLES);
  for (const command of COMMANDS) program.addCommand(command().copyInheritedSettings(program));
  return program;
}

/** A shell asks, with `complete <shell> -- <words>`: no person sees this command, nor what goes wrong in it. */
function answerShell([shell = '', , ...words]: readonly string[]): void {
  try {
    const { complete } = require('./completion/complete') as typeof import('./completion/complete');
    process.stdout.write(complete(commandLine(), shell, words));
  } catch {
    // Nothing is offered.
  }
}

async function main(): Promise<void> {
  endWhenClosed(process.stdout);
  endWhenClosed(process.stderr);
  if (process.argv[2] === COMPLETE) {
    answerShell(process.argv.slice(3));
    return;
  }
  try {
    await commandLine().parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are asked for; everything else that commander throws is wrong usage, already explained.
    process.exitCode = error.exitCode === 0 ? EXIT.clean : EXIT.usage;
  }
}

if (require.main === module) void main();
