import { narrowed, selectCharts } from '../synth/assembly/select-charts';
import { type Assembly, readAssembly } from '../synth/assembly/read-assembly';
import { readOutput } from './configuration';
import type { AssemblyOptions } from './options';

/** The folder of the assembly that a command is asked to read, as a person would type it. */
export function assemblyFolder({ assembly }: AssemblyOptions): string {
  return assembly ?? readOutput();
}

/**
 * Reads the assembly that a command is asked to read, limited to the charts that were asked for.
 *
 * @throws what `readAssembly` throws, and PARITY_UNKNOWN_CHART
 */
export function openAssembly(options: AssemblyOptions): Assembly {
  const assembly = readAssembly(assemblyFolder(options));
  return narrowed(assembly, selectCharts(assembly.index, options.chart));
}
