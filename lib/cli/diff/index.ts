import { type Output, answer } from '../answer';
import { type DiffOptions, checkDiffOptions } from './options';

export type { DiffOptions } from './options';

/** What differs between environments, or since another revision. Gives the exit code. */
export function diff(options: DiffOptions, output: Output): Promise<number> {
  return answer(options.format, output, () => {
    checkDiffOptions(options);
    if (options.base !== undefined) {
      return (require('./base') as typeof import('./base')).diffBase(options, output);
    }
    return (require('./environments') as typeof import('./environments')).diffEnvironments(options, output);
  });
}
