/** The person, or the machine, no longer wants the answer. */
export class Interrupted extends Error {
  constructor(readonly signal: NodeJS.Signals) {
    super(`interrupted by ${signal}`);
  }
}

/** Notes signals instead of ending by them, so that what was made is removed first. */
export class Interruption {
  private signal: NodeJS.Signals | undefined;
  private readonly note = (signal: NodeJS.Signals) => { this.signal ??= signal; };

  constructor() {
    for (const signal of SIGNALS) process.on(signal, this.note);
  }

  /** @throws Interrupted when a signal came */
  check(signal = this.signal): void {
    if (signal !== undefined) throw new Interrupted(signal);
  }

  end(): void {
    for (const signal of SIGNALS) process.removeListener(signal, this.note);
  }
}

const SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];
