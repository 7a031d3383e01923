import type { MatcherContext } from 'expect';
import { findUnexplained } from '../check/closure';
import { assemblyInMemory } from '../synth/assembly/read-assembly';
import { renderWitnessed } from '../synth/witness/render-witnessed';
import { ParityError, ParityErrors, type ParityFailure } from '../template/error';
import { type Comparing, containObject } from './contain-object';
import { describeReview, describeUnknown, isExact, reviewDifferences } from './differ-only-by';
import { ParitySnapshot, paritySnapshotSerializer } from './parity-snapshot';
import { type ParityCheckOptions, describeVerdict, judge } from './pass-parity-check';
import { isRendered } from './rendered-environments';
import { givenApp, givenAssembly } from './subject';

/** What is used of the `expect` of the jest that runs the test, whichever version that is. */
export interface JestExpect {
  (value: unknown): { toMatchSnapshot(hint?: string): void; toMatchObject(expected: object): void };
  extend(matchers: Record<string, unknown>): void;
  addSnapshotSerializer(serializer: typeof paritySnapshotSerializer): void;
  getState(): { assertionCalls: number };
  setState(state: { assertionCalls: number }): void;
}

interface MatcherResult { readonly pass: boolean; message(): string }

/** The matchers, for an `expect` that is not global (`injectGlobals: false`): `addParityMatchers(expect)`. */
export function addParityMatchers(expect: JestExpect): void {
  expect.addSnapshotSerializer(paritySnapshotSerializer);
  expect.extend({
    toMatchParitySnapshot(this: MatcherContext, subject: unknown, hint?: string) {
      if (this.isNot) {
        throw new Error('toMatchParitySnapshot cannot be negated: a snapshot says what is, not what is not');
      }
      return matchSnapshot(expect, subject, hint);
    },
    toBeInParity: (subject: unknown) => beInParity(subject),
    toPassParityCheck(this: MatcherContext, subject: unknown, options?: ParityCheckOptions) {
      return passCheck(this, subject, options);
    },
    toDifferOnlyBy(this: MatcherContext, subject: unknown, names: unknown) {
      return differOnlyBy(this, subject, names);
    },
    toContainObject(this: MatcherContext, subject: unknown, identity: unknown, partial?: unknown) {
      const { pass, message } = containObject(subject, identity, partial, comparing(this, expect));
      return { pass, message: () => `${hintOf(this, 'toContainObject', 'manifests')}\n\n${message()}` };
    },
  });
}

function matchSnapshot(expect: JestExpect, subject: unknown, hint: string | undefined): MatcherResult {
  const failed = failuresOf(() => new ParitySnapshot(givenAssembly(subject).index));
  if ('failures' in failed) return resultOf(failed.failures);
  // jest's own matcher, found through the expect at hand, so that -u, --ci and obsolete snapshots are as ever.
  const message = messageOf(expect, () => {
    if (hint === undefined) expect(failed.result).toMatchSnapshot();
    else expect(failed.result).toMatchSnapshot(hint);
  });
  return { pass: message === undefined, message: () => message ?? '' };
}

/** Renders, proves closure, and runs plain cdk8s beside it wherever the charts can be built again. */
function beInParity(subject: unknown): MatcherResult {
  const found = failuresOf(() => {
    if (isRendered(subject)) return [...subject.witness(), ...findUnexplained(subject)];
    const { app, build } = givenApp(subject);
    const { rendered, failures } = renderWitnessed(app, build);
    return [...failures, ...findUnexplained(assemblyInMemory(rendered))];
  });
  return resultOf('failures' in found ? found.failures : found.result);
}

/** What cannot be checked at all (no assembly, an app that does not synthesize) fails also the negation. */
function passCheck(context: MatcherContext, subject: unknown, options: ParityCheckOptions | undefined): MatcherResult {
  const hint = hintOf(context, 'toPassParityCheck', 'assembly');
  const verdict = judge(subject, options);
  if (verdict.failing.length > 0) return { pass: false, message: () => `${hint}\n\n${describeVerdict(verdict)}` };
  return { pass: true, message: () => `${hint}\n\nexpected something to be found, but the check passes` };
}

function differOnlyBy(context: MatcherContext, subject: unknown, names: unknown): MatcherResult {
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string')) {
    throw new TypeError("expected the names of what differs: toDifferOnlyBy(['Checkout.replicas', 'env.domain'])");
  }
  const hint = hintOf(context, 'toDifferOnlyBy', 'environments');
  const assembly = givenAssembly(subject);
  const review = reviewDifferences(assembly.index, names);
  if (context.isNot && review.unknown.length > 0) {
    // Or a misspelt name would make the negation pass for ever.
    throw new Error(`${hint}\n\nnobody declared ${review.unknown.map(describeUnknown).join('; ')}`);
  }
  const undeclared = findUnexplained(assembly);
  if (undeclared.length > 0) {
    return { pass: false, message: () => `${hint}\n\n${new ParityErrors(undeclared).message}` };
  }
  if (isExact(review)) {
    return { pass: true, message: () => `${hint}\n\nexpected another difference, but they differ by exactly these` };
  }
  return { pass: false, message: () => `${hint}\n\n${describeReview(review)}` };
}

/** How the jest that runs the test compares and prints. */
function comparing({ equals, customTesters, utils }: MatcherContext, expect: JestExpect): Comparing {
  const testers = [...customTesters ?? [], utils.iterableEquality, utils.subsetEquality];
  return {
    fits: (received, expected) => equals(received, expected, testers),
    difference: (received, expected) => {
      const message = messageOf(expect, () => expect(received).toMatchObject(expected as object)) ?? '';
      // After the line that names jest's matcher: the test called another one.
      return message.slice(message.indexOf('\n') + 1).trim();
    },
  };
}

/** The message with which an assertion fails, undefined when it passes; it does not count as the test's own. */
function messageOf(expect: JestExpect, assertion: () => void): string | undefined {
  const { assertionCalls } = expect.getState();
  try {
    assertion();
    return undefined;
  } catch (cause) {
    return (cause as Error).message;
  } finally {
    expect.setState({ assertionCalls });
  }
}

function hintOf({ utils, isNot, promise }: MatcherContext, name: string, received: string): string {
  return utils.matcherHint(name, received, '', { isNot, promise });
}

function resultOf(failures: readonly ParityFailure[]): MatcherResult {
  if (failures.length === 0) {
    const message = 'expected environments that differ by more than was declared, but they are in parity';
    return { pass: true, message: () => message };
  }
  return { pass: false, message: () => new ParityErrors(failures).message };
}

/** What the library reports fails the assertion; any other error is the test's own. */
function failuresOf<T>(work: () => T): { readonly result: T } | { readonly failures: readonly ParityFailure[] } {
  try {
    return { result: work() };
  } catch (cause) {
    if (cause instanceof ParityErrors) return { failures: cause.failures };
    if (cause instanceof ParityError) return { failures: [cause.failure] };
    throw cause;
  }
}
