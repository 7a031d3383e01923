import type { FieldDifference } from '../../template/difference';
import type { Json, JsonObject } from '../../template/json';
import type { ObjectName } from './change';
import type { Siblings } from './risks/siblings';

/** `high`: loses data, traffic or protection, or cannot be applied; `medium`: may; `low`: worth a look. */
export type Severity = 'high' | 'medium' | 'low';

export const SEVERITIES: readonly Severity[] = ['high', 'medium', 'low'];

/** Something about a change that a reviewer should not overlook. */
export interface Risk {
  /** The rule that found it: `immutable-field`. */
  readonly rule: string;
  readonly severity: Severity;
  /** What happens: `the memory limit is lowered`. */
  readonly message: string;
  /** Why it matters. */
  readonly reason: string;
  /** The field, where it is one. */
  readonly path?: string;
  readonly before?: Json;
  readonly after?: Json;
  readonly objects: readonly ObjectName[];
  /** The targets in which it holds. @default - in all that have the object */
  readonly targets?: readonly string[];
}

/** One object of one target on both sides, filled, exceptions applied; absent where the side has none. */
export interface ObjectPair {
  readonly id: string;
  readonly kind: string;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  /** What differs, when both sides have it. */
  readonly fields: readonly FieldDifference[];
  /** What the object was called, for one with a new name. */
  readonly renamedFrom?: string;
  /** Whether the whole chart is new or gone: what it holds is then not taken away from anything. */
  readonly isWholeChart: boolean;
  /** What kind the object was of, for one of the same name and another kind. */
  readonly formerKind?: string;
  /** Whether the object was in another chart. @default false */
  readonly isMoved?: boolean;
  /** All objects of the chart in the target, on each side; none where the side lacks it. */
  readonly siblings: { readonly before: Siblings; readonly after: Siblings };
}

/** What a rule finds in a pair. */
export interface Finding {
  /** A sentence with its subject: `the claim is removed`. */
  readonly message: string;
  /** Why this matters. @default - the rule's reason */
  readonly reason?: string;
  readonly severity: Severity;
  readonly path?: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Looks at one object before and after. Gives nothing for an innocent change. */
export interface RiskRule {
  readonly name: string;
  readonly reason: string;
  find(pair: ObjectPair): Finding[];
}
