import { Command, InvalidArgumentError, Option } from 'commander';
import type { SynthOptions } from '../synth';
import { chartOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity synth
      runs 'app' of cdk8s.yaml and writes its 'output'
  $ parity synth --witness --format json
      proves the templates, and says so to another program
  $ parity synth --app "node build/main.js" --artifacts local-artifacts.json
      tries images that were built here
  $ parity synth --preview pr-123 --of staging --set entry.gateway=previews
      writes an environment for a pull request besides the others
  $ parity synth --chart Checkout --chart cart
      while working on some charts of hundreds

A preview has the facts and overlays of its base, and by default
'<namespace>-<preview>' as namespace and '<preview>.<domain>' as domain. It
lasts until the next synth without --preview.

With --chart the assembly in the output folder holds these charts only, and is
not releasable; a synth without --chart writes all of them again.

Exit codes: 0 written · 1 failures found · 2 wrong usage or configuration
`;

export const synthCommand = () => new Command('synth')
  .description('run the program and write its manifests for every environment')
  .addOption(new Option('--app <command>', "the program's command (default: 'app' of cdk8s.yaml)"))
  .addOption(new Option('--output <folder>', "where to write (default: 'output' of cdk8s.yaml, else dist)"))
  .addOption(new Option('--witness', 'prove the templates by plain cdk8s, once for each environment'))
  .addOption(new Option('--no-witness', 'do not, whatever CI says: the result is not releasable'))
  .addOption(new Option('--artifacts <file>', 'use other images than committed: the result is not releasable'))
  .addOption(new Option('--preview <name>', 'write an ephemeral environment besides the others'))
  .addOption(new Option('--of <environment>', 'the environment that the preview is made from'))
  .addOption(new Option('--set <fact=value>', 'another fact for the preview; may be repeated').argParser(assignment))
  .addOption(new Option('--facts <file>', 'other facts for the preview, as YAML'))
  .addOption(chartOption())
  .addOption(formatOption('text', 'json'))
  .addOption(new Option('--quiet', 'print failures only'))
  .addHelpText('after', EXAMPLES)
  .action((options: SynthOptions) =>
    run((output) => (require('../synth') as typeof import('../synth')).synth(options, output)));

/** `entry.gateway=previews`: the value is everything after the first equals sign. */
function assignment(
  text: string, others: readonly (readonly [string, string])[] = [],
): readonly (readonly [string, string])[] {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Write it as fact=value.');
  return [...others, [text.slice(0, at), text.slice(at + 1)]];
}
