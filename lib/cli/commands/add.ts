import { Argument, Command, Option } from 'commander';
import type { AddOptions, Kind } from '../add/add';
import { formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity add service checkout-api               services/checkout-api.ts, its image and its place in the lists
  $ parity add service checkout --image shop/checkout@sha256:<digest>
  $ parity add environment qa                     before the last environment, with the answers of the one before it
  $ parity add environment qa --after local       elsewhere in the promotion order
  $ parity add cluster production/eu              a cluster that refines the environment's facts

Run it in the folder of a project that 'parity init' made. It adds lines above comments that say so, and never guesses:
where they are gone it refuses, and shows the lines to add by hand. What has the name already is left alone.

Exit codes: 0 added · 2 a name that cannot be used or is taken, or a file in another form
`;

export const addCommand = () => new Command('add')
  .description('extend a project by a service, an environment or a cluster')
  .addArgument(new Argument('<kind>', 'what to add').choices(['service', 'environment', 'cluster']))
  .argument('<name>', 'lower-case letters, digits and dashes; a cluster with its environment: production/eu')
  .addOption(new Option('--after <environment>', 'environment: where it stands (default: before the last one)'))
  .addOption(new Option('--environment <name>', 'cluster: whose it is (default: stands in the name)'))
  .addOption(new Option('--image <image>', "service: repository and digest, without the registry's host"))
  .addOption(formatOption('text', 'json'))
  .addHelpText('after', EXAMPLES)
  .action((kind: Kind, name: string, options: Omit<AddOptions, 'kind' | 'name'>) =>
    run((output) => (require('../add/add') as typeof import('../add/add')).add({ ...options, kind, name }, output)));
