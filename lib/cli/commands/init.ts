import { Command, Option } from 'commander';
import type { InitOptions } from '../init/init';
import { formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ npx cdk8s-parity init shop                    before anything is installed: downloads the library and runs this
  $ parity init shop                              writes a project into the new folder shop
  $ parity init . --name shop --service checkout  into the current folder
  $ parity init . --keep                          leaves what is there as it is, and writes the rest

A file that is there is never replaced: without --keep nothing is written.
Afterwards:  npm install && npx cdk8s synth && npm test

Exit codes: 0 written · 2 a name that cannot be used, or files that are there already
`;

export const initCommand = () => new Command('init')
  .description('write a new project: contract, environments, a service, tests and pipelines')
  .argument('[folder]', 'where to (default: the current folder)')
  .addOption(new Option('--name <name>', "the project: its package and namespace (default: the folder's name)"))
  .addOption(new Option('--service <name>', "the first service (default: the project's name)"))
  .addOption(new Option('--keep', 'leave files that are there as they are, and write the others'))
  .addOption(formatOption('text', 'json'))
  .addHelpText('after', EXAMPLES)
  .action((folder: string | undefined, options: InitOptions) =>
    run((output) => (require('../init/init') as typeof import('../init/init')).init({ ...options, folder }, output)));
