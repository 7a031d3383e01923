import { Argument, Command, Option } from 'commander';
import type { InitOptions } from '../secrets/init-options';
import { assemblyOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity secrets list                           which service reads which key
  $ parity secrets list production                from where, and who fills it
  $ parity secrets init local --from .env         fills what local needs, in a file
  $ parity secrets init staging --apply --context kind-staging
  $ parity secrets init local --rotate payment:signingKey

'init' makes up what may be made up, takes the rest from --from, and keeps what
is there. It prints no value, writes to no file that git does not ignore, and
fills no real store.

Exit codes: 0 listed, or filled · 1 a value is missing, or the cluster refuses
  · 2 wrong usage, or a real store · 3 the cluster could not be reached
`;

export const secretsCommand = () => new Command('secrets')
  .description('say which service reads which secret, and fill those of environments without a store')
  .addArgument(new Argument('<action>', 'what to do').choices(['list', 'init']))
  .argument('[environment]', 'an environment, or one of its clusters: production/eu')
  .addOption(new Option('--from <file>', "init: what cannot be made up, as NAME=value or YAML; '-' is standard input"))
  .addOption(new Option('--out <file>', 'init: the file to keep them in (default: .parity-secrets/<environment>.yaml)'))
  .addOption(new Option('--apply', 'init: write them to a cluster, and to no file'))
  .addOption(new Option('--context <name>', "init: the cluster, by kubectl's name of exactly it"))
  .addOption(new Option('--rotate <key>', 'init: make this one anew, as payment:apiKey; may be repeated')
    .argParser((key: string, others: readonly string[] = []) => [...others, key]))
  .addOption(assemblyOption())
  .addOption(formatOption('text', 'json'))
  .addHelpText('after', EXAMPLES)
  .action((action: 'list' | 'init', environment: string | undefined, options: InitOptions) =>
    run((output) => (require('../secrets/secrets') as typeof import('../secrets/secrets'))
      .secrets(action, environment, options, output)));
