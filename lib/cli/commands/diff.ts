import { Command, Option } from 'commander';
import type { DiffOptions } from '../diff';
import { assemblyOption, chartOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity diff staging production                what differs, by chart and variation, and why
  $ parity diff staging production --fields       the fields of the objects that differ, and what explains each
  $ parity diff staging production/eu --yaml      a unified diff of the files
  $ parity diff --all --chart Checkout            all environments side by side
  $ parity diff --base main --format markdown     what a change does, as a comment for its pull request
  $ parity diff --base ../released/dist           the same against an assembly that is there already

Exit codes: 0 nothing differs · 1 something does · 2 wrong usage or configuration
`;

export const diffCommand = () => new Command('diff')
  .description('show what differs between environments, or what a change does')
  .argument('[environment]', 'an environment, or one of its clusters: production/eu')
  .argument('[other]', 'what it is compared with')
  .addOption(new Option('--all', 'all environments side by side'))
  .addOption(new Option('--base <revision>', 'what changed since a git revision, or since the assembly in a folder'))
  .addOption(new Option('--build <command>', 'with --base: what compiles the program in the revision\'s folder'))
  .addOption(new Option('--fields', 'each field that differs, and what explains it'))
  .addOption(new Option('--yaml', 'a unified diff of the files'))
  .addOption(formatOption('text', 'json', 'markdown'))
  .addOption(chartOption())
  .addOption(assemblyOption())
  .addHelpText('after', EXAMPLES)
  .action((environment: string | undefined, other: string | undefined, options: Omit<DiffOptions, 'environments'>) =>
    run((output) => (require('../diff') as typeof import('../diff')).diff({
      ...options, environments: [environment, other].filter((name) => name !== undefined),
    }, output)));
