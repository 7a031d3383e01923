import type { ParityFailure } from '../../template/error';
import { Witness } from './witness';
import { type RenderedAssembly, type WritableApp, renderAssembly } from '../assembly/write-assembly';

/**
 * Renders an app into memory and proves its templates in this process, for tests.
 *
 * Deferred charts are always proved. Charts that the app holds can only be made again by `build`.
 *
 * @throws ParityErrors when the app cannot be rendered, or a deferred chart is not proved
 */
export function renderWitnessed(
  app: WritableApp, build: (() => WritableApp) | undefined,
): { readonly rendered: RenderedAssembly; readonly failures: readonly ParityFailure[] } {
  const witness = new Witness(app);
  let rendered: RenderedAssembly;
  try {
    rendered = renderAssembly(app, witness);
  } finally {
    app.guard.uninstall();
  }
  return { rendered, failures: build === undefined ? [] : witness.proveByBuild(build) };
}
