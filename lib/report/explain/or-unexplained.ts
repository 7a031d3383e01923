import { isFillProblem, unexplained } from '../../check/chart-files';
import { ParityError } from '../../template/error';

/**
 * Runs work over a template that somebody may have edited, so that it fails anywhere while it is evaluated.
 *
 * @throws PARITY_UNEXPLAINED when it does
 */
export function orUnexplained<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!isFillProblem(cause)) throw cause;
    throw new ParityError(unexplained('parity.json', 'the values of parity.json do not fill the template',
      cause.message), { cause });
  }
}
