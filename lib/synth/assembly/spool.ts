import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** In characters; below, nothing is written to disk. */
const MEMORY = 32 * 1024 * 1024;

/** Keeps lines of text in the order they came: the first in memory, the rest in a temporary file. */
export class Spool {
  private readonly kept: string[] = [];
  private size = 0;
  private folder: string | undefined;
  private file: number | undefined;
  private pending = '';

  /** @param line without a line break: JSON text has none */
  append(line: string): void {
    this.size += line.length;
    if (this.size <= MEMORY) {
      this.kept.push(line);
      return;
    }
    this.pending += `${line}\n`;
    if (this.pending.length > MEMORY / 32) this.flush();
  }

  * lines(): Generator<string> {
    yield* this.kept;
    this.flush();
    if (this.file === undefined) return;
    const buffer = Buffer.alloc(1024 * 1024);
    let rest = Buffer.alloc(0);
    for (let position = 0; ;) {
      const count = readSync(this.file, buffer, 0, buffer.length, position);
      if (count === 0) return;
      position += count;
      let chunk = Buffer.concat([rest, buffer.subarray(0, count)]);
      for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
        yield chunk.toString('utf8', 0, end);
        chunk = chunk.subarray(end + 1);
      }
      rest = Buffer.from(chunk);
    }
  }

  dispose(): void {
    if (this.file !== undefined) closeSync(this.file);
    if (this.folder !== undefined) rmSync(this.folder, { recursive: true, force: true });
    this.file = this.folder = undefined;
  }

  private flush(): void {
    if (this.pending === '') return;
    if (this.file === undefined) {
      this.folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-'));
      this.file = openSync(join(this.folder, 'charts.jsonl'), 'wx+', 0o600);
    }
    writeSync(this.file, this.pending);
    this.pending = '';
  }
}
