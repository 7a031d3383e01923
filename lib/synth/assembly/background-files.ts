import { Worker } from 'node:worker_threads';

/** Small assemblies are written at once; starting a thread costs about as much as this many files. */
const THRESHOLD = 60;
/** How many files travel to the thread together, and how many thousands of characters may wait there. */
const BATCH = 40;
const MAX_WAITING = 16 * 1024;

/** Shared memory: thousands of characters done, the thread's state, the length of a failure's message, whether the thread ended. */
const [DONE, STATE, MESSAGE_LENGTH, ENDED] = [0, 1, 2, 3];
const [BROKEN, ABANDONED] = [1, 2];
const HEADER = 16;
const MESSAGE_SPACE = 4096;

/**
 * Writes new files beside the thread that makes them: creating a file often takes longer than rendering it.
 *
 * Nothing is certain before `drain`; the caller must have made the folders.
 */
export class BackgroundFiles {
  private count = 0;
  private sent = 0;
  private batch: [string, string][] = [];
  private worker: Worker | undefined;
  private readonly shared = new SharedArrayBuffer(HEADER + MESSAGE_SPACE);
  private readonly state = new Int32Array(this.shared, 0, HEADER / 4);

  /** @param writeNow how the first files, and those of small assemblies, are written */
  constructor(private readonly writeNow: (path: string, text: string) => void) {}

  /** @throws the file system's error, of this file or of an earlier one */
  write(path: string, text: string): void {
    this.count += 1;
    if (this.count <= THRESHOLD) {
      this.writeNow(path, text);
      return;
    }
    this.worker ??= startWorker(this.shared);
    this.batch.push([path, text]);
    if (this.batch.length >= BATCH) this.send();
  }

  /** Waits until every file is written. @throws the file system's error of the first that was not */
  drain(): void {
    if (this.worker === undefined) return;
    this.send();
    this.waitUntil(this.sent);
    this.end();
  }

  /** Ends the thread without the files that wait, when their folder is about to be removed. */
  abandon(): void {
    if (this.worker === undefined) return;
    Atomics.store(this.state, STATE, ABANDONED);
    this.end();
    // Until the thread says that it has seen it, it could make a file in a folder that is being removed.
    Atomics.wait(this.state, ENDED, 0, 5000);
  }

  private send(): void {
    // In thousands, so that the shared 32-bit count lasts for terabytes.
    this.sent += this.batch.reduce((sum, [, text]) => sum + 1 + (text.length >> 10), 0);
    this.worker?.postMessage(this.batch);
    this.batch = [];
    this.waitUntil(this.sent - MAX_WAITING);
  }

  private waitUntil(amount: number): void {
    for (;;) {
      const done = Atomics.load(this.state, DONE);
      if (Atomics.load(this.state, STATE) === BROKEN) this.fail();
      if (done >= amount) return;
      Atomics.wait(this.state, DONE, done, 1000);
    }
  }

  private fail(): never {
    const length = Atomics.load(this.state, MESSAGE_LENGTH);
    const text = Buffer.from(new Uint8Array(this.shared, HEADER, length)).toString('utf8');
    this.end();
    const { message, code, syscall } = JSON.parse(text) as { message: string; code?: string; syscall?: string };
    throw Object.assign(new Error(message), { code, syscall });
  }

  private end(): void {
    this.worker?.postMessage(null);
    this.worker = undefined;
    this.batch = [];
  }
}

function startWorker(shared: SharedArrayBuffer): Worker {
  // As text, because the thread must start the same way from compiled code, from tsx and under a test runner.
  const worker = new Worker(`(${threadMain.toString()})(require)`, {
    eval: true, execArgv: [], env: {}, workerData: { shared, header: HEADER, space: MESSAGE_SPACE },
  });
  worker.unref();
  return worker;
}

/** Runs in the thread, as text: it sees nothing of this module, hence the bare numbers of the shared fields. */
function threadMain(load: (name: string) => unknown): void {
  const { parentPort, workerData } = load('node:worker_threads') as typeof import('node:worker_threads');
  const { writeFileSync } = load('node:fs') as typeof import('node:fs');
  const state = new Int32Array(workerData.shared, 0, workerData.header / 4);
  const report = (error: NodeJS.ErrnoException) => {
    const { message, code, syscall } = error;
    const text = Buffer.from(JSON.stringify({ message: message.slice(0, 1000), code, syscall }));
    new Uint8Array(workerData.shared, workerData.header).set(text.subarray(0, workerData.space));
    Atomics.store(state, 2, text.length);
    Atomics.store(state, 1, 1);
  };
  parentPort?.on('message', (batch: [string, string][] | null) => {
    if (batch === null) {
      Atomics.store(state, 3, 1);
      Atomics.notify(state, 3);
      parentPort.close();
      return;
    }
    for (const [path, content] of batch) {
      if (Atomics.load(state, 1) !== 0) return;
      try {
        writeFileSync(path, content, { flag: 'wx' });
      } catch (error) {
        report(error as NodeJS.ErrnoException);
      }
      Atomics.add(state, 0, 1 + (content.length >> 10));
      Atomics.notify(state, 0);
    }
  });
}
