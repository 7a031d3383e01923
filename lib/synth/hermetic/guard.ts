import { formatFailure, type ParityFailure } from '../../template/error';
import { impure, type Access } from './access';
import { unwatch, watch, type Watcher } from './installation';
import { hermeticStrictBoundary, offence, type Stack } from './stack';

export interface HermeticOptions {
  /** Environment variables that constructs may read, because they cannot change manifests. */
  readonly allowEnv: readonly string[];
  /** Tells a construct's class by its name, as it stands in a stack: `new Checkout`; `''` is a class without a name. */
  readonly isConstructName: (name: string) => boolean;
}

/**
 * Reports what constructs read besides their input: the clock, randomness, the network, the time zone, the machine and
 * undeclared environment variables. Two synths of one program must give the same bytes on any machine.
 *
 * Two windows. From `install` to `uninstall` an access counts when a constructor of a construct is on the stack;
 * between constructs, `main.ts` may read what it likes. Inside `strict`, where the library itself calls the author's
 * code, every access of that code counts. What Node, cdk8s or this library read for themselves never counts.
 *
 * An access that counts is recorded in `failures` and then goes on; only the network throws at once. While installed,
 * code that states no locale gets `en-US`, and `CDK8S_DISABLE_SORT` and `CDK8S_LEGACY_HASH` read as unset.
 *
 * Not seen: functions that were taken out of their object before `install` (`const { random } = Math`; the compiler
 * swc also copies the exports of `import * as crypto`, named imports stay live), what modules read while they load,
 * callbacks that run later without a stack, and what files say.
 */
export class HermeticGuard {
  readonly #failures = new Map<string, ParityFailure>();
  readonly #listed = new Set<string>();
  readonly #watcher: Watcher;
  #strictDepth = 0;

  constructor(options: HermeticOptions) {
    const allowed = new Set(options.allowEnv);
    this.#watcher = {
      permits: ({ variable }) => variable !== undefined && allowed.has(variable),
      judge: (access, stack) => this.#judge(access, stack, options.isConstructName),
    };
  }

  /** What was recorded so far, each place once, in the order of its first access. */
  get failures(): readonly ParityFailure[] {
    return [...this.#failures.values()];
  }

  /** Starts watching; does nothing when it already does. Guards of several apps may be installed at once. */
  install(): void {
    watch(this.#watcher);
  }

  /** Stops watching; the last guard to leave puts every global back exactly as it was. */
  uninstall(): void {
    unwatch(this.#watcher);
  }

  /** Runs the author's code on the library's behalf: every access inside counts. */
  strict<T>(run: () => T): T {
    this.#strictDepth += 1;
    try {
      return hermeticStrictBoundary(run);
    } finally {
      this.#strictDepth -= 1;
    }
  }

  #judge(access: Access, stack: Stack, isConstructName: (name: string) => boolean): ParityFailure | undefined {
    const found = offence(stack.frames, access, { strict: this.#strictDepth > 0, isConstructName });
    if (!found) return undefined;
    const source = stack.source(found.frame);
    const where = found.construct ? `${found.construct} (${source})` : source;
    if (access.source === 'environment') {
      // `{ ...process.env }` lists the names and then reads each: one failure says it all.
      if (access.variable === undefined) this.#listed.add(where);
      else if (this.#listed.has(where)) return undefined;
    }
    const failure = impure(access, where);
    this.#failures.set(formatFailure(failure), failure);
    return failure;
  }
}
