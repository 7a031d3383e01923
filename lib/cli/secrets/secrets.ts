import { ParityError } from '../../template/error';
import { type Output, answer } from '../answer';
import { initSecrets } from './init';
import type { InitOptions } from './init-options';
import { listSecrets } from './list';

/** Options that only one of the two has. */
const OF_INIT = ['from', 'out', 'apply', 'context', 'rotate'] as const;

/** `parity secrets list` and `parity secrets init`. Gives the exit code. */
export function secrets(
  action: 'list' | 'init', environment: string | undefined, options: InitOptions, output: Output,
): Promise<number> {
  return answer(options.format, output, () => {
    if (action === 'init') return initSecrets(named(environment), options, output);
    const foreign = OF_INIT.find((name) => options[name] !== undefined);
    if (foreign === undefined) return listSecrets(environment, options, output);
    throw new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: 'parity secrets list does not take this', got: `--${foreign}`,
      fix: 'leave it out: it fills nothing',
    });
  });
}

function named(environment: string | undefined): string {
  if (environment !== undefined) return environment;
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'parity secrets init needs an environment', got: 'none',
    fix: 'parity secrets init local',
  });
}
