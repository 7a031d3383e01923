import * as fs from 'node:fs';
import * as path from 'node:path';

import { ParityError } from '../lib/template/error';
import { type Command, type Measurement, measure } from './measure';
import { median } from './statistics';

/** The start of the flagship example, or of loading cdk8s-plus-28 alone. */
export interface ColdResult {
  readonly program: string;
  readonly ms: number;
  readonly rssMb: number | null;
}

const ROOT = path.resolve(__dirname, '..', '..');
const FLAGSHIP = path.join('build', 'examples', 'online-boutique', 'main.js');

/**
 * Measures the built flagship example against a program that only loads cdk8s-plus-28, in turns.
 *
 * @throws PARITY_BENCH when the example is not built
 */
export async function measureCold(
  runs: number, scratch: string, progress: (text: string) => void,
): Promise<ColdResult[]> {
  if (!fs.existsSync(path.join(ROOT, FLAGSHIP))) {
    throw new ParityError({
      code: 'PARITY_BENCH', message: 'the flagship example is not built', where: FLAGSHIP, fix: 'npm run build',
    });
  }
  const programs = coldPrograms(path.join(scratch, 'cold'));
  const measurements = new Map(programs.map(({ name }) => [name, [] as Measurement[]]));
  for (let run = 1; run <= runs; run += 1) {
    for (const { name, command } of programs) {
      progress(`cold: ${name} ${run}/${runs}`);
      const measurement = await measure(command, scratch);
      if (measurement !== 'stopped') measurements.get(name)?.push(measurement);
    }
  }
  return [...measurements].map(([program, all]) => ({
    program,
    ms: Math.round(median(all.map(({ ms }) => ms)) * 10) / 10,
    rssMb: all.every(({ rssMb }) => rssMb !== undefined) ? Math.round(median(all.map(({ rssMb }) => rssMb!))) : null,
  }));
}

function coldPrograms(outdir: string): { name: string; command: Command }[] {
  const node = { file: process.execPath, cwd: ROOT };
  return [
    { name: `node ${FLAGSHIP}`, command: { ...node, args: [FLAGSHIP], env: { CDK8S_OUTDIR: outdir } } },
    { name: 'node -e "require(\'cdk8s-plus-28\')"', command: { ...node, args: ['-e', "require('cdk8s-plus-28')"] } },
  ];
}

/** One line for each program, the last one's time being the unit. */
export function coldText(results: readonly ColdResult[]): string {
  const unit = results.at(-1)?.ms ?? 1;
  return results.map(({ program, ms, rssMb }) => (
    `${String(Math.round(ms)).padStart(6)} ms  ${(ms / unit).toFixed(2).padStart(5)} x  ${rssMb ?? '-'} MiB  ${program}`
  )).join('\n');
}
