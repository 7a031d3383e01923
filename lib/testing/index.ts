import { type JestExpect, addParityMatchers } from './matchers';

export { type JestExpect, addParityMatchers } from './matchers';
export { ParitySnapshot, paritySnapshotSerializer } from './parity-snapshot';
export type { ParitySubject } from './subject';

/** The matchers that `import 'cdk8s-parity/testing'` adds to jest's `expect`. */
export interface ParityMatchers<R> {
  /**
   * Compares what an app renders with the stored snapshot: each template once with its placeholders by name, then a
   * table of everything that differs between environments.
   */
  toMatchParitySnapshot(hint?: string): R;
  /**
   * Proves that environments differ only by what was declared, and that plain cdk8s gives the same manifests.
   *
   * Give it a function that builds the app: `expect(() => buildApp()).toBeInParity()`. Of an app that is there already,
   * only charts added with `app.add` can be built again; the others are not witnessed.
   */
  toBeInParity(): R;
}

declare global {
  namespace jest {
    // oxlint-disable-next-line typescript/no-empty-object-type, no-unused-vars -- must repeat what @types/jest declares
    interface Matchers<R, T = {}> extends ParityMatchers<R> {}
  }
}

declare module 'expect' {
  // oxlint-disable-next-line typescript/no-empty-object-type, no-unused-vars -- must repeat what expect declares
  interface Matchers<R extends void | Promise<void>, T = unknown> extends ParityMatchers<R> {}
}

const { expect } = globalThis as { readonly expect?: JestExpect };
if (typeof expect?.extend === 'function') addParityMatchers(expect);
