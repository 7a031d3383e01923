import { Option } from 'commander';

/** Where the assembly lies that a command reads. */
export interface AssemblyOptions {
  /** @default - `output` of cdk8s.yaml, else `dist` */
  readonly assembly?: string;
  /** Limits the command to charts of these ids or classes. @default - all charts */
  readonly chart?: readonly string[];
}

export const assemblyOption = () =>
  new Option('--assembly <folder>', "the assembly to read (default: 'output' of cdk8s.yaml, else dist)");

export const chartOption = () =>
  new Option('--chart <name>', 'only this chart, by id or class; may be repeated')
    .argParser((name: string, others: readonly string[] = []) => [...others, name]);

/** The first format is the default. */
export const formatOption = (...formats: readonly [string, ...string[]]) =>
  new Option('--format <format>', 'what to print').choices(formats).default(formats[0]);
