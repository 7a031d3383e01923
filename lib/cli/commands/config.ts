import { Command, Option } from 'commander';
import type { ConfigOptions } from '../config';
import { assemblyOption, chartOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity config --service checkout/api                     its settings as a JSON Schema
  $ parity config --format typescript --out src/settings.ts  a type for each service
  $ parity config --chart Checkout --out schema.json

Exit codes: 0 written · 1 an altered assembly, or a schema without such a form · 2 no such service, or wrong usage
`;

export const configCommand = () => new Command('config')
  .description('write the schema of what services read from their environment, for the programs that read it')
  .addOption(new Option('--service <name>', 'only this service, by its construct path or the name of its objects'))
  .addOption(formatOption('json-schema', 'typescript'))
  .addOption(new Option('--out <file>', 'write to this file (default: the standard output)'))
  .addOption(chartOption())
  .addOption(assemblyOption())
  .addHelpText('after', EXAMPLES)
  .action((options: ConfigOptions) =>
    run((output) => (require('../config') as typeof import('../config')).config(options, output)));
