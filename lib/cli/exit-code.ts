/** What a `parity` command says to the shell. */
export const EXIT = {
  clean: 0,
  /** Differences or violations were found. */
  found: 1,
  /** Wrong usage or configuration. */
  usage: 2,
  /** A cluster or registry could not be reached. */
  unreachable: 3,
} as const;
