#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { VERSION } from '../synth/version';
import { COMMANDS } from './commands';
import { EXIT } from './exit-code';
import { fitted } from './help-text';
import { endWhenClosed } from './closed-stream';

const EXAMPLES = `
Examples:
  $ parity synth --witness
      writes the manifests of every environment, and proves them
  $ parity check
      finds what no declaration explains, and what has expired
  $ parity diff staging production
      says in what two environments differ, and why
  $ parity diff --base main --format markdown
      says what a change does, as a comment for its pull request
  $ parity explain production Deployment/checkout spec.replicas
      says where a value is from

More in each command's own help: parity help diff

Exit codes: 0 clean · 1 differences or violations found · 2 wrong usage or
  configuration · 3 a cluster or registry could not be reached
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
    // What a command takes stands in its own help.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .configureOutput({
      getOutHelpWidth: () => widthOf(process.stdout),
      getErrHelpWidth: () => widthOf(process.stderr),
      writeOut: (text) => { process.stdout.write(fitted(text, widthOf(process.stdout))); },
      writeErr: (text) => { process.stderr.write(fitted(text, widthOf(process.stderr))); },
      // One message stays one line, for who looks for it in a log.
      outputError: (text) => { process.stderr.write(text); },
    })
    .addHelpText('after', EXAMPLES);
  for (const command of COMMANDS) program.addCommand(command().copyInheritedSettings(program));
  return program;
}

/** In characters. Some terminals say that they have no column at all. */
function widthOf(stream: NodeJS.WriteStream): number {
  return Math.max(40, (stream.isTTY ? stream.columns : undefined) || 80);
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
