import type { ParityFailure } from '../template/error';
import { type CheckFinding, type Rule, type Severity, sourceLine } from './rule';

/** A finding of a rule about what is declared at some line, if that is known. */
export function finding(
  { id, severity }: Rule, failure: ParityFailure, source: string | undefined, as: Severity = severity,
): CheckFinding {
  const line = sourceLine(source);
  return { severity: as, rule: id, failure, ...(line === undefined ? {} : { source: line }) };
}
