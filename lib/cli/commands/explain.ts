import { Command, Option } from 'commander';
import type { ExplainOptions } from '../explain';
import { assemblyOption, chartOption, formatOption } from '../options';
import { run } from './run';

const EXAMPLES = `
Examples:
  $ parity explain production Deployment/checkout spec.replicas
  $ parity explain production Deployment/checkout 'spec.template.spec.containers[api].env[HOST].value'
  $ parity explain production Deployment/checkout     all its placeholders
  $ parity explain production/eu --chart checkout     the objects of one cluster, to find names
  $ parity explain --variation Checkout.replicas      its values, and every place it fills
  $ parity explain --fact domain

Exit codes: 0 explained · 1 the written file is not what its template gives · 2 no such thing, or wrong usage
`;

export const explainCommand = () => new Command('explain')
  .description('say where a value of a manifest is from: its placeholder, default, overlay, and the construct')
  .argument('[environment]', 'an environment, or one of its clusters: production/eu')
  .argument('[object]', 'kind and name: Deployment/checkout')
  .argument('[path]', 'a field: spec.replicas, or a list or map for all below it')
  .addOption(new Option('--variation <name>', 'every place that a variation fills: Checkout.replicas'))
  .addOption(new Option('--fact <path>', 'every place that a fact fills: domain').conflicts('variation'))
  .addOption(assemblyOption())
  .addOption(chartOption())
  .addOption(formatOption('text', 'json'))
  .addHelpText('after', EXAMPLES)
  .action((environment: string | undefined, object: string | undefined, path: string | undefined,
    options: ExplainOptions) =>
    run((output) => (require('../explain') as typeof import('../explain'))
      .explainCommand({ environment, object, path }, options, output)));
