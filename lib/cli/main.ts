#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { VERSION } from '../synth/version';
import { EXIT } from './exit-code';
import type { SynthOptions } from './synth';
import { endWhenClosed, terminalOf } from './terminal';

const EXAMPLE = `
Example:
  $ parity synth --witness
`;

const SYNTH_EXAMPLE = `
Examples:
  $ parity synth                                  runs 'app' of cdk8s.yaml and writes its 'output'
  $ parity synth --witness --format json          proves the templates, and says so to another program
  $ parity synth --app "node build/main.js" --artifacts local-artifacts.json

Exit codes: 0 written · 1 failures found · 2 wrong usage or configuration
`;

/** The command line. Each command loads what it needs when it runs, so that help costs nothing. */
function commandLine(): Command {
  const program = new Command('parity')
    .description('One template of your Kubernetes manifests for every environment.')
    .version(VERSION, '-v, --version')
    .exitOverride()
    .addHelpText('after', EXAMPLE);
  program.command('synth')
    .description('run the program and write its manifests for every environment')
    .addOption(new Option('--app <command>', "the program's command (default: 'app' of cdk8s.yaml)"))
    .addOption(new Option('--output <folder>', "where to write (default: 'output' of cdk8s.yaml, else dist)"))
    .addOption(new Option('--witness', 'prove the templates by plain cdk8s, once for each environment'))
    .addOption(new Option('--no-witness', 'do not, whatever CI says: the result is not releasable'))
    .addOption(new Option('--artifacts <file>', 'use other images than committed: the result is not releasable'))
    .addOption(new Option('--format <format>', 'what to print').choices(['text', 'json']).default('text'))
    .addOption(new Option('--quiet', 'print failures only'))
    .addHelpText('after', SYNTH_EXAMPLE)
    .action(async (options: SynthOptions) => {
      const { synth } = require('./synth') as typeof import('./synth');
      process.exitCode = await synth(options, { out: terminalOf(process.stdout), err: terminalOf(process.stderr) });
    });
  return program;
}

async function main(): Promise<void> {
  endWhenClosed(process.stdout);
  endWhenClosed(process.stderr);
  try {
    await commandLine().parseAsync(process.argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help and version are asked for; everything else that commander throws is wrong usage, already explained.
    process.exitCode = error.exitCode === 0 ? EXIT.clean : EXIT.usage;
  }
}

if (require.main === module) void main();
