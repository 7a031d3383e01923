import { Command, Option } from 'commander';
import type { SynthOptions } from '../synth';
import { formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity synth                                  runs 'app' of cdk8s.yaml and writes its 'output'
  $ parity synth --witness --format json          proves the templates, and says so to another program
  $ parity synth --app "node build/main.js" --artifacts local-artifacts.json

Exit codes: 0 written · 1 failures found · 2 wrong usage or configuration
`;

export const synthCommand = () => new Command('synth')
  .description('run the program and write its manifests for every environment')
  .addOption(new Option('--app <command>', "the program's command (default: 'app' of cdk8s.yaml)"))
  .addOption(new Option('--output <folder>', "where to write (default: 'output' of cdk8s.yaml, else dist)"))
  .addOption(new Option('--witness', 'prove the templates by plain cdk8s, once for each environment'))
  .addOption(new Option('--no-witness', 'do not, whatever CI says: the result is not releasable'))
  .addOption(new Option('--artifacts <file>', 'use other images than committed: the result is not releasable'))
  .addOption(formatOption('text', 'json'))
  .addOption(new Option('--quiet', 'print failures only'))
  .addHelpText('after', EXAMPLES)
  .action((options: SynthOptions) =>
    run((output) => (require('../synth') as typeof import('../synth')).synth(options, output)));
