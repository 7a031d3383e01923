import * as fs from 'node:fs';
import * as path from 'node:path';

import type { Tool } from './arguments';
import type { Contender } from './contenders';
import { type Measurement, measure } from './measure';
import { median } from './statistics';

/** The median of a tool's runs for one amount of work. */
export interface Result {
  readonly tool: Tool;
  readonly services: number;
  readonly environments: number;
  readonly ms: number;
  /** Median of the peak of the largest process, in MiB; null where the system does not tell. */
  readonly rssMb: number | null;
  readonly runs: number;
  /** How the tool was used, where there is more than one way and the faster counts. */
  readonly way?: string;
}

/** A run longer than this is not repeated: minutes vary less than seconds do. */
const REPEAT_BELOW_MS = 60_000;

/** A second way to use the same tool is stopped when it takes this many times as long as the first. */
const FAR_BEHIND = 2;

interface Lane {
  readonly contender: Contender;
  readonly measurements: Measurement[];
  finished: boolean;
}

/**
 * Measures the contenders in turns (A B C A B C), so that they share whatever else the machine does.
 *
 * @returns one result for each tool: the faster of its ways
 */
export async function runInTurns(
  contenders: readonly Contender[], work: { services: number; environments: number }, runs: number,
  scratch: string, progress: (text: string) => void,
): Promise<Result[]> {
  const lanes: Lane[] = contenders.map((contender) => ({ contender, measurements: [], finished: false }));
  for (let run = 1; run <= runs; run += 1) {
    for (const lane of lanes.filter(({ finished }) => !finished)) {
      const name = [lane.contender.tool, lane.contender.way].filter(Boolean).join(', ');
      progress(`${work.services} x ${work.environments}: ${name} ${run}/${runs}`);
      const measurement = await measureOnce(lane.contender, scratch, FAR_BEHIND * fastestSibling(lanes, lane));
      if (measurement !== 'stopped') lane.measurements.push(measurement);
      lane.finished = measurement === 'stopped' || measurement.ms > REPEAT_BELOW_MS;
    }
  }
  return fastestWays(lanes.filter(({ measurements }) => measurements.length > 0)
    .map((lane) => summary(lane, work)));
}

async function measureOnce(contender: Contender, scratch: string, deadlineMs: number) {
  // A folder of its own, and nothing is removed before the end: for half a minute after files were deleted, ext4 takes
  // ten times as long to create new ones, and the next tool in turn would pay for it.
  const outdir = path.join(fs.mkdtempSync(path.join(scratch, 'out-')), 'dist');
  return measure(contender.command(outdir), scratch, deadlineMs);
}

/** The shortest run of another way to use the same tool. */
function fastestSibling(lanes: readonly Lane[], lane: Lane): number {
  return Math.min(...lanes
    .filter((other) => other !== lane && other.contender.tool === lane.contender.tool)
    .flatMap(({ measurements }) => measurements.map(({ ms }) => ms)));
}

function summary({ contender, measurements }: Lane, work: { services: number; environments: number }): Result {
  const peaks = measurements.map(({ rssMb }) => rssMb).filter((peak) => peak !== undefined);
  return {
    tool: contender.tool,
    services: work.services,
    environments: work.environments,
    ms: Math.round(median(measurements.map(({ ms }) => ms)) * 10) / 10,
    rssMb: peaks.length === 0 ? null : Math.round(median(peaks) * 10) / 10,
    runs: measurements.length,
    ...(contender.way === undefined ? {} : { way: contender.way }),
  };
}

function fastestWays(results: readonly Result[]): Result[] {
  const byTool = new Map<Tool, Result>();
  for (const result of results) {
    const known = byTool.get(result.tool);
    if (known === undefined || result.ms < known.ms) byTool.set(result.tool, result);
  }
  return [...byTool.values()];
}
