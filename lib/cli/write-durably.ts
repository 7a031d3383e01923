import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Writes a file that is not there yet, and waits until the disk has it. @param mode of the file; the user's otherwise */
export function writeDurably(path: string, content: string, mode?: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
