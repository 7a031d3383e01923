import { createHash } from 'node:crypto';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';

const ENDED = 'ended';

/**
 * Who stages or swaps an assembly, as a text that fits into a file's name: process, its start, machine, thread.
 *
 * The start guards against a process id that was given away again, the machine against a folder shared by containers.
 */
export function currentOwner(): string {
  return [process.pid, tryFindStart(process.pid) ?? 'x', machine(), threadId].join('-');
}

/** Whether the owner's process is gone, as far as this machine can tell: an owner elsewhere counts as alive. */
export function isGone(owner: string): boolean {
  const parsed = parseOwner(owner);
  if (parsed === undefined || parsed.machine !== machine()) return false;
  const start = tryFindStart(parsed.pid);
  if (start !== undefined && parsed.start !== 'x') return start !== parsed.start;
  try {
    process.kill(parsed.pid, 0);
    return start === ENDED;
  } catch (error) {
    // Another user's process may be hidden, but says EPERM as long as it lives.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Whether a swap begun by this owner can no longer be going on.
 *
 * A swap is synchronous, so that one begun by this very thread and seen by it again must have failed.
 */
export function hasAbandonedSwap(owner: string): boolean {
  return owner === currentOwner() || isGone(owner);
}

function parseOwner(owner: string): { pid: number; start: string; machine: string } | undefined {
  const match = /^([1-9]\d{0,9})-(\d+|x)-([0-9a-f]{8})-\d+$/.exec(owner);
  return match === null ? undefined : { pid: Number(match[1]), start: match[2]!, machine: match[3]! };
}

/** The start of a process in clock ticks since boot; undefined when it is hidden, or there is no /proc. */
function tryFindStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in parentheses, which may itself hold spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie still has a process id, but will never finish its swap.
    return fields[0] === 'Z' || fields[0] === 'X' ? ENDED : fields[19];
  } catch {
    return undefined;
  }
}

/** Process ids mean something only on one machine and in one process namespace. */
function machine(): string {
  return createHash('sha256').update(`${hostname()}\n${processNamespace()}`).digest('hex').slice(0, 8);
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
