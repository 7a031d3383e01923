/** What every measured program is told: how much to render, and where to. */
export interface ProgramArguments {
  readonly services: number;
  readonly environments: number;
  readonly outdir: string;
  readonly flags: ReadonlySet<string>;
}

/** Reads `SERVICES ENVIRONMENTS OUTDIR [--flag ...]`; the harness is the only caller. */
export function programArguments(argv: readonly string[]): ProgramArguments {
  const [services, environments, outdir] = argv.filter((word) => !word.startsWith('--'));
  if (services === undefined || environments === undefined || outdir === undefined) {
    throw new Error('usage: SERVICES ENVIRONMENTS OUTDIR [--flag ...]');
  }
  return {
    services: Number(services),
    environments: Number(environments),
    outdir,
    flags: new Set(argv.filter((word) => word.startsWith('--'))),
  };
}
