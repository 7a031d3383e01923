import { parseArgs } from 'node:util';

import { ParityError } from '../lib/template/error';

/** The tools in the order in which they are run and printed. */
export const TOOLS = ['ours', 'ours-witness', 'cdk8s', 'tuned', 'kustomize'] as const;
export type Tool = (typeof TOOLS)[number];

/** What the user asked for; a field that is absent was left to the default plan. */
export interface BenchArguments {
  readonly sizes?: readonly number[];
  readonly environments?: number;
  readonly only: readonly Tool[];
  /** Runs of each measurement, of which the median counts. */
  readonly runs: number;
  /** The file that receives the results as JSON. */
  readonly json?: string;
  readonly markdown: boolean;
  /** Measures the start of the flagship example instead of the tools. */
  readonly cold: boolean;
  /** Measures the commands that read an assembly instead of the tools. */
  readonly reading: boolean;
  /** Numbers of services in the assemblies that they read. */
  readonly readingSizes: readonly number[];
  readonly help: boolean;
}

export const USAGE = `npm run bench -- [options]
  --sizes 10,100        numbers of services (default: a plan with a largest size for each tool)
  --environments 3      number of environments (default 3)
  --only ours,cdk8s     tools: ${TOOLS.join(', ')} (default all)
  --runs 3              runs of each measurement, interleaved; the median counts (default 3)
  --json FILE           write the results as JSON
  --markdown            print a Markdown table
  --cold                measure the start of the flagship example against loading cdk8s-plus-28
  --reading             measure the commands that read an assembly: check, diff, explain, report, help, completion
  --reading-sizes 1000  numbers of services in that assembly (default 1000; try 1000,10000)
  --help                this text`;

const MOST_SERVICES = 100_000;
const MOST_ENVIRONMENTS = 1_000;
const MOST_RUNS = 1_000;

/**
 * Reads the command line of the benchmark.
 *
 * @throws PARITY_USAGE when an option is unknown, or its value is not a number in range or a known tool
 */
export function parseArguments(argv: readonly string[]): BenchArguments {
  const values = readOptions(argv);
  const reading = values.reading ?? values['reading-sizes'] !== undefined;
  if (reading && values.environments === '1') throw usageError('--reading compares environments', '1', 'at least 2');
  return {
    sizes: values.sizes === undefined ? undefined : sizes(values.sizes, '--sizes'),
    environments: values.environments === undefined
      ? undefined
      : wholeNumber(values.environments, '--environments', MOST_ENVIRONMENTS),
    only: values.only === undefined ? TOOLS : unique(list(values.only, '--only').map(tool)),
    runs: values.runs === undefined ? 3 : wholeNumber(values.runs, '--runs', MOST_RUNS),
    json: values.json,
    markdown: values.markdown ?? false,
    cold: values.cold ?? false,
    reading,
    readingSizes: sizes(values['reading-sizes'] ?? '1000', '--reading-sizes'),
    help: values.help ?? false,
  };
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: false,
      options: {
        sizes: { type: 'string' },
        environments: { type: 'string' },
        only: { type: 'string' },
        runs: { type: 'string' },
        json: { type: 'string' },
        markdown: { type: 'boolean' },
        cold: { type: 'boolean' },
        reading: { type: 'boolean' },
        'reading-sizes': { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error), undefined, undefined, error);
  }
}

function sizes(text: string, option: string): number[] {
  return unique(list(text, option).map((word) => wholeNumber(word, option, MOST_SERVICES)));
}

function list(text: string, option: string): string[] {
  const words = text.split(',').map((word) => word.trim());
  if (words.includes('')) throw usageError(`${option} has an empty entry`, text, 'a list such as 10,100');
  return words;
}

function wholeNumber(word: string, option: string, most: number): number {
  const number = /^[0-9]+$/.test(word) ? Number(word) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw usageError(`${option} takes whole numbers`, word, `a number from 1 to ${most}`);
}

function tool(word: string): Tool {
  const found = TOOLS.find((known) => known === word);
  if (found === undefined) throw usageError('--only names an unknown tool', word, TOOLS.join(', '));
  return found;
}

function unique<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}

function usageError(message: string, got?: string, expected?: string, cause?: unknown): ParityError {
  return new ParityError({ code: 'PARITY_USAGE', message, got, expected, fix: 'see --help' }, { cause });
}
