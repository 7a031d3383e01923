import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What the process that looks after witness processes is told. */
interface Plan {
  readonly command: readonly [string, ...string[]];
  /** The environment variable that names a process's order. */
  readonly variable: string;
  readonly orders: readonly string[];
  readonly parallel: number;
  /** For each process, in milliseconds. */
  readonly timeout: number;
}

/** Runs the program once for each order, a few at a time. What went wrong shows by the answer that is missing. */
async function runAll(plan: Plan): Promise<void> {
  const waiting = [...plan.orders];
  const worker = async () => {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) await run(plan, order);
  };
  await Promise.all(Array.from({ length: plan.parallel }, worker));
}

function run({ command: [program, ...args], variable, timeout }: Plan, order: string): Promise<void> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout,
      killSignal: 'SIGKILL',
      env: { ...process.env, [variable]: order },
    });
    child.on('error', () => resolve());
    child.on('close', () => resolve());
  });
}

if (require.main === module) void runAll(JSON.parse(readFileSync(process.argv[2], 'utf8')) as Plan);
