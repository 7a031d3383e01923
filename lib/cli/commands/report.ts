import { Command, Option } from 'commander';
import { assemblyOption, chartOption } from '../options';
import type { ReportOptions } from '../report';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity report                                 the summary in one screen, as parity synth prints it
  $ parity report --out report.html               one page with everything, to open, send or keep
  $ parity report --format markdown >> "$GITHUB_STEP_SUMMARY"
  $ parity report --out checkout.html --chart Checkout --now 2027-01-31

Exit codes: 0 reported · 1 not in parity, or altered · 2 wrong usage or configuration
`;

export const reportCommand = () => new Command('report')
  .description('show what may differ between environments, and what does, as one page or in one screen')
  .addOption(new Option('--out <file>', 'write to this file; alone, a page of HTML'))
  .addOption(new Option('--format <format>', 'what to write (default: html with --out, else text)')
    .choices(['text', 'json', 'markdown', 'html']))
  .addOption(new Option('--now <day>', 'the day from which age and expiry count, YYYY-MM-DD (default: today, UTC)'))
  .addOption(chartOption())
  .addOption(assemblyOption())
  .addHelpText('after', EXAMPLES)
  .action((options: ReportOptions) =>
    run((output) => (require('../report') as typeof import('../report')).report(options, output)));
