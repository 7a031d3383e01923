import { Command, Option } from 'commander';
import type { KeepOptions } from '../keep';
import { assemblyOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity keep                                   after the synth of a release: remembers its configuration
  $ parity keep --release 2.7.0                   under the release's name, instead of its number
  $ parity keep --history ops/config-history.json --format json

Commit the file and name it in the program: new ParityApp({ configHistory: 'config-history.json' }). Synth then writes
the ConfigMaps of the last releases beside those of today, so that a rollback finds them. The same manifests twice in a
row are one release; run again, nothing changes.

Exit codes: 0 kept · 1 an altered assembly · 2 wrong usage or configuration
`;

export const keepCommand = () => new Command('keep')
  .description('remember the configuration of a release, so that a rollback finds it in the manifests')
  .addOption(new Option('--release <name>', 'what the release is called (default: its number)'))
  .addOption(new Option('--history <file>', 'the file that remembers').default('config-history.json'))
  .addOption(assemblyOption())
  .addOption(formatOption('text', 'json'))
  .addHelpText('after', EXAMPLES)
  .action((options: KeepOptions) =>
    run((output) => (require('../keep') as typeof import('../keep')).keep(options, output)));
