import type { ChartRecord } from '../synth/assembly/assembly';
import type { Assembly } from '../synth/assembly/read-assembly';
import type { ParityFailure } from '../template/error';
import type { SecretInputs } from './secret-inputs';

/** How much a finding matters, the worst first: `error` breaks a guarantee, `warning` will, `note` could be better. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** A line of the program, as `parity.json` names it: relative to the package that holds it. */
export interface SourceLine { readonly file: string; readonly line: number }

/** One thing that a rule found: plain data, the same for the same assembly whatever the order of its charts. */
export interface CheckFinding {
  readonly severity: Severity;
  /** The id of the rule: `closure`. */
  readonly rule: string;
  readonly failure: ParityFailure;
  /** Where it is declared. @default - not known */
  readonly source?: SourceLine;
  /** The file of the assembly that it speaks of, below its folder. @default - `parity.json` */
  readonly file?: string;
}

/** What a rule looks at. */
export interface RuleContext {
  /** The whole assembly, also when only some of its charts are asked for. */
  readonly assembly: Assembly;
  /** The charts that findings may speak of. */
  readonly charts: readonly ChartRecord[];
  /** The day on which the check is made: `2026-11-21`. */
  readonly now: string;
  /** For how many days before its last one something counts as about to expire. */
  readonly soonDays: number;
  /** Whose values no finding may show. */
  readonly secrets: SecretInputs;
  /** The ids of the rules that are run. */
  readonly rules: ReadonlySet<string>;
}

/** One rule over an assembly: what a reader needs to judge it, and how it finds. */
export interface Rule {
  /** Stable across versions. */
  readonly id: string;
  /** The worst that it reports. */
  readonly severity: Severity;
  /** What is found, as a sentence without a full stop. */
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Linear in the size of the assembly. */
  find(context: RuleContext): Iterable<CheckFinding>;
}

/** Reads `environments/production.ts:12`; undefined for a text of another form. */
export function sourceLine(source: string | undefined): SourceLine | undefined {
  const at = source?.lastIndexOf(':') ?? -1;
  const line = source?.slice(at + 1) ?? '';
  return source === undefined || at <= 0 || !/^[1-9]\d{0,8}$/.test(line)
    ? undefined
    : { file: source.slice(0, at), line: Number(line) };
}

/** A place as failures name it: `checkout > replicas (services/checkout.ts:14)`. */
export function whereOf(steps: readonly string[], source: string | undefined): string {
  return steps.join(' > ') + (source === undefined ? '' : ` (${source})`);
}
