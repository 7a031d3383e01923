/**
 * Measures our library against its peers, as whole processes, on one neutral service: `npm run bench -- --help`.
 *
 * The programs are compiled beforehand, so that no compiler is in their time.
 */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { ParityError } from '../lib/template/error';
import { type BenchArguments, USAGE, parseArguments } from './arguments';
import { coldText, measureCold } from './cold';
import { contendersFor } from './contenders';
import { findKustomize } from './kustomize-program';
import { describeMachine, machineText } from './machine';
import { stopRunning } from './measure';
import { type BenchCase, planCases } from './plan';
import { measureReading } from './reading';
import { readingMarkdown, readingTable } from './reading-table';
import { type Result, runInTurns } from './run';
import { requireSameOutput } from './same-output';
import { markdownTable, terminalTable } from './table';

const OBJECTS_PER_SERVICE = 7;
const CHECKED = { services: 2, environments: 3 };

async function main(argv: readonly string[]): Promise<void> {
  const asked = parseArguments(argv);
  if (asked.help) {
    console.log(USAGE);
    return;
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'parity-bench-'));
  const removeScratch = () => fs.rmSync(scratch, { recursive: true, force: true });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopRunning();
      removeScratch();
      process.exit(130);
    });
  }
  try {
    if (asked.cold) await runCold(asked, scratch);
    else if (asked.reading) await runReading(asked, scratch);
    else await runTools(asked, scratch);
  } finally {
    removeScratch();
  }
}

async function runCold(asked: BenchArguments, scratch: string): Promise<void> {
  const machine = describeMachine();
  const cold = await measureCold(asked.runs, scratch, progress);
  progress('');
  console.log(`${machineText(machine)}\n${coldText(cold)}`);
  writeJson(asked.json, { machine, cold });
}

async function runReading(asked: BenchArguments, scratch: string): Promise<void> {
  const machine = describeMachine();
  const { readingSizes: sizes, environments = 3, runs } = asked;
  const reading = await measureReading({ sizes, environments, runs, scratch }, progress);
  progress('');
  console.log(`${machineText(machine)}\n\n${asked.markdown ? readingMarkdown(reading) : readingTable(reading)}`);
  writeJson(asked.json, { machine, reading });
}

async function runTools(asked: BenchArguments, scratch: string): Promise<void> {
  const machine = describeMachine();
  writeJson(asked.json, { machine, results: [] });
  const kustomize = asked.only.includes('kustomize') ? findKustomize() : undefined;
  const prepare = ({ services, environments, tools }: BenchCase) => {
    const folder = fs.mkdtempSync(path.join(scratch, 'case-'));
    return { contenders: tools.flatMap((tool) => contendersFor(tool, { services, environments, folder, kustomize })) };
  };
  progress('checking that all tools render the same objects');
  const checked = prepare({ ...CHECKED, tools: asked.only });
  const objects = CHECKED.services * CHECKED.environments * OBJECTS_PER_SERVICE;
  await requireSameOutput(checked.contenders, objects, scratch);

  const results: Result[] = [];
  for (const work of planCases(asked)) {
    progress(`preparing ${work.services} services`);
    const { contenders } = prepare(work);
    results.push(...await runInTurns(contenders, work, asked.runs, scratch, progress));
    // Written after every case, so that an interrupted benchmark keeps what it has measured.
    writeJson(asked.json, { machine, results });
  }
  progress('');
  console.log(`${machineText(machine)}\n`);
  console.log(asked.markdown ? markdownTable(results) : terminalTable(results));
}

function writeJson(file: string | undefined, content: object): void {
  if (file === undefined) return;
  try {
    fs.writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  } catch (cause) {
    const got = cause instanceof Error ? cause.message : String(cause);
    throw new ParityError({ code: 'PARITY_USAGE', message: '--json cannot be written', where: file, got }, { cause });
  }
}

/** One line that is overwritten; a log file gets none of it. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof ParityError)) throw error;
  progress('');
  console.error(error.message);
  process.exitCode = error.code === 'PARITY_USAGE' ? 2 : 1;
});
