import { dirname, join } from 'node:path';

/**
 * The path of one of the example's data files, which the compiler leaves where they are.
 *
 * Found from the package, so that the sources and the compiled example read the same file from any folder.
 */
export function exampleFile(name: string): string {
  return join(dirname(require.resolve('cdk8s-parity/package.json')), 'examples', 'online-boutique', name);
}
