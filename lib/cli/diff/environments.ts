import { openAssembly } from '../open-assembly';
import { selectTargets } from '../../synth/assembly/select-targets';
import { EXIT } from '../exit-code';
import type { Output } from '../answer';
import type { DiffOptions } from './options';

/** What differs between two environments, or all of them. Gives the exit code. */
export function diffEnvironments(options: DiffOptions, _output: Output): number {
  const { index } = openAssembly(options);
  for (const name of options.environments) selectTargets(index, name);
  return EXIT.found;
}
