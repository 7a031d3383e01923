import * as fs from 'node:fs';
import * as path from 'node:path';

import { ParityError } from '../lib/template/error';
import { type Command, type Measurement, measure } from './measure';
import { median } from './statistics';

/** The median of a command's runs over one assembly. */
export interface ReadingResult {
  readonly services: number;
  readonly environments: number;
  readonly command: string;
  readonly ms: number;
  /** Peak in MiB; null where the system does not tell. */
  readonly rssMb: number | null;
  readonly runs: number;
}

export interface ReadingWork {
  readonly sizes: readonly number[];
  readonly environments: number;
  readonly runs: number;
  /** Where assemblies and reports are written. */
  readonly scratch: string;
}

interface Reading { readonly name: string; readonly command: Command }

const PROGRAM = path.resolve(__dirname, '..', 'lib', 'cli', 'main.js');
/** From this many services on, charts are added deferred, so that memory stays flat while they are written. */
const DEFERRED_FROM = 5_000;
/** The exit code of a command that found what there is: differences, or an assembly that was not witnessed. */
const FOUND = 1;

/**
 * Measures the commands that read an assembly, as whole processes, in turns, and the program that does nothing.
 *
 * @throws PARITY_BENCH when the command line is not built, or a command fails
 */
export async function measureReading(
  { sizes, environments, runs, scratch }: ReadingWork, progress: (text: string) => void,
): Promise<ReadingResult[]> {
  if (!fs.existsSync(PROGRAM)) {
    throw new ParityError({
      code: 'PARITY_BENCH', message: 'the command line is not built', where: PROGRAM, fix: 'npm run build',
    });
  }
  const results: ReadingResult[] = [];
  for (const services of sizes) {
    progress(`writing two assemblies of ${services} services`);
    const readings = await prepare(services, environments, fs.mkdtempSync(path.join(scratch, 'reading-')), scratch);
    const measured = readings.map(() => [] as Measurement[]);
    for (let run = 1; run <= runs; run += 1) {
      for (const [i, { name, command }] of readings.entries()) {
        progress(`${services} x ${environments}: ${name} ${run}/${runs}`);
        const measurement = await measure(command, scratch);
        if (measurement !== 'stopped') measured[i]?.push(measurement);
      }
    }
    results.push(...readings.map(({ name }, i) => summary(name, measured[i] ?? [], services, environments)));
  }
  return results;
}

/** Writes the assemblies that are read, and says what reads them. */
async function prepare(services: number, environments: number, folder: string, scratch: string): Promise<Reading[]> {
  const [before, after] = [path.join(folder, 'before'), path.join(folder, 'dist')] as const;
  const flags = services >= DEFERRED_FROM ? ['--deferred'] : [];
  for (const [outdir, more] of [[before, []], [after, ['--changed']]] as const) {
    await measure({
      file: process.execPath, cwd: folder,
      args: [path.join(__dirname, 'ours.js'), String(services), String(environments), outdir, ...flags, ...more],
    }, scratch);
  }
  const middle = `Deployment/svc-${Math.ceil(services / 2)}`;
  return readings(before, path.join(folder, 'report.html'), middle).map(({ name, args, code = 0 }) => ({
    name,
    command: { file: process.execPath, cwd: folder, args: [PROGRAM, ...args], codes: [code] },
  }));
}

interface Question { readonly name: string; readonly args: readonly string[]; readonly code?: number }

/** What people and pipelines ask of an assembly in `dist`. */
function readings(before: string, report: string, object: string): readonly Question[] {
  return [
    { name: 'parity --help', args: ['--help'] },
    { name: 'parity check', args: ['check'], code: FOUND },
    { name: 'parity diff local staging', args: ['diff', 'local', 'staging'], code: FOUND },
    { name: 'parity diff local staging --fields', args: ['diff', 'local', 'staging', '--fields'], code: FOUND },
    { name: 'parity diff --all', args: ['diff', '--all'], code: FOUND },
    { name: 'parity diff --base DIR', args: ['diff', '--base', before], code: FOUND },
    { name: 'parity explain staging Deployment/…', args: ['explain', 'staging', object] },
    { name: 'parity explain --variation', args: ['explain', '--variation', 'Service.memory'] },
    { name: 'parity report --out FILE', args: ['report', '--out', report] },
    { name: 'completion of an environment', args: ['complete', 'bash', '--', 'parity', 'diff', ''] },
    { name: 'completion of an object', args: ['complete', 'bash', '--', 'parity', 'explain', 'staging', object] },
  ];
}

function summary(
  command: string, measured: readonly Measurement[], services: number, environments: number,
): ReadingResult {
  const peaks = measured.map(({ rssMb }) => rssMb).filter((peak) => peak !== undefined);
  return {
    services, environments, command,
    ms: Math.round(median(measured.map(({ ms }) => ms)) * 10) / 10,
    rssMb: peaks.length === 0 ? null : Math.round(median(peaks) * 10) / 10,
    runs: measured.length,
  };
}
