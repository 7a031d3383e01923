import type { MatcherContext } from 'expect';
import { findUnexplained } from '../check/closure';
import { renderWitnessed } from '../synth/witness/render-witnessed';
import { assemblyInMemory } from '../synth/assembly/read-assembly';
import { ParityError, ParityErrors, type ParityFailure } from '../template/error';
import { ParitySnapshot, paritySnapshotSerializer } from './parity-snapshot';
import { givenApp } from './subject';

/** What is used of the `expect` of the jest that runs the test, whichever version that is. */
export interface JestExpect {
  (value: unknown): { toMatchSnapshot(hint?: string): void };
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
  });
}

function matchSnapshot(expect: JestExpect, subject: unknown, hint: string | undefined): MatcherResult {
  const failed = failuresOf(() => new ParitySnapshot(givenApp(subject).app.render().index));
  if ('failures' in failed) return resultOf(failed.failures);
  const { assertionCalls } = expect.getState();
  try {
    // jest's own matcher, found through the expect at hand, so that -u, --ci and obsolete snapshots are as ever.
    if (hint === undefined) expect(failed.result).toMatchSnapshot();
    else expect(failed.result).toMatchSnapshot(hint);
    return { pass: true, message: () => '' };
  } catch (cause) {
    return { pass: false, message: () => (cause as Error).message };
  } finally {
    expect.setState({ assertionCalls });
  }
}

/** Renders, proves closure, and runs plain cdk8s beside it wherever the charts can be built again. */
function beInParity(subject: unknown): MatcherResult {
  const found = failuresOf(() => {
    const { app, build } = givenApp(subject);
    const { rendered, failures } = renderWitnessed(app, build);
    return [...failures, ...findUnexplained(assemblyInMemory(rendered))];
  });
  return resultOf('failures' in found ? found.failures : found.result);
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
