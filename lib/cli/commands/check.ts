import { Command, Option } from 'commander';
import type { CheckCommandOptions } from '../check';
import { assemblyOption, chartOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity check                                        proves the assembly in dist, and lists what should be mended
  $ parity check --fail-on warning --format github      annotates the lines of a pull request
  $ parity check --format sarif > parity.sarif          for code scanning
  $ parity check --chart Checkout --now 2027-01-31      one service, as it will be judged on that day

Exit codes: 0 nothing at or above --fail-on · 1 findings, or an altered assembly · 2 wrong usage or configuration
`;

export const checkCommand = () => new Command('check')
  .description('prove that environments differ only by what was declared, and find what should be mended')
  .addOption(assemblyOption())
  .addOption(chartOption())
  .addOption(new Option('--now <day>', 'the day by which expiry is judged, YYYY-MM-DD (default: today, UTC)'))
  .addOption(new Option('--soon <days>', 'for how many days before its last one something is reported (default: 30)'))
  .addOption(new Option('--fail-on <severity>', 'the least severity that fails')
    .choices(['error', 'warning', 'note']).default('error'))
  .addOption(formatOption('text', 'json', 'sarif', 'github', 'markdown'))
  .addHelpText('after', EXAMPLES)
  .action((options: CheckCommandOptions) =>
    run((output) => (require('../check') as typeof import('../check')).check(options, output)));
