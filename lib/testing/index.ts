import type { ObjectIdentity } from './find-object';
import { type JestExpect, addParityMatchers } from './matchers';
import type { ParityCheckOptions } from './pass-parity-check';

export type { ManifestsSubject } from './contain-object';
export type { ObjectIdentity } from './find-object';
export { type JestExpect, addParityMatchers } from './matchers';
export { ParitySnapshot, paritySnapshotSerializer } from './parity-snapshot';
export type { ParityCheckOptions } from './pass-parity-check';
export { type RenderOptions, renderEnvironments } from './render-environments';
export type { Manifest, RenderedEnvironments, RenderedTarget } from './rendered-environments';
export type { AssemblySubject, ParitySubject } from './subject';

/** The matchers that `import 'cdk8s-parity/testing'` adds to jest's `expect`. */
export interface ParityMatchers<R> {
  /**
   * Compares what an app renders with the stored snapshot: each template once with its placeholders by name, then a
   * table of everything that differs between environments.
   *
   * Takes an app, a function that builds one, what `renderEnvironments` gives, or an assembly. For a snapshot inside
   * the test: `expect(renderEnvironments(...)).toMatchInlineSnapshot()`.
   */
  toMatchParitySnapshot(hint?: string): R;
  /**
   * Proves that environments differ only by what was declared, and that plain cdk8s gives the same manifests.
   *
   * Give it a function that builds the app: `expect(() => buildApp()).toBeInParity()`. Of an app that is there already,
   * only charts added with `app.add` can be built again; the others are not witnessed.
   */
  toBeInParity(): R;
  /**
   * Fails for each declared difference that is not listed, and for each listed name that does not differ.
   *
   * Names are `Checkout.replicas` (a variation by class, or by the chart's id), `env.domain` (a fact) and
   * `Checkout > Deployment/checkout-api` (an exception). An alternative goes by what chooses it. `*` is any text.
   *
   * Takes an app, a function that builds one, what `renderEnvironments` gives, an assembly, or its folder.
   */
  toDifferOnlyBy(names: readonly string[]): R;
  /**
   * Finds an object by kind and name, of which a part may be given as for `toMatchObject`.
   *
   * Takes a list of objects, YAML text, or one environment of `renderEnvironments`. The name may leave out the content
   * hash that it ends in.
   */
  toContainObject(identity: ObjectIdentity, partial?: object): R;
  /**
   * Runs the rules of `parity check`: the proofs, what expires, and what should not be left as it is.
   *
   * Takes an app, a function that builds one, what `renderEnvironments` gives, an assembly, or its folder. What is
   * rendered here is witnessed here, as by `toBeInParity`.
   */
  toPassParityCheck(options?: ParityCheckOptions): R;
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
