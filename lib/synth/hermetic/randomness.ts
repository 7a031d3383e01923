import * as crypto from 'node:crypto';
import type { Note } from './access';
import type { Patches } from './patches';

const cryptoFunctions = [
  'randomUUID', 'randomBytes', 'randomInt', 'randomFill', 'randomFillSync',
  'generateKeySync', 'generateKeyPairSync', 'generatePrimeSync',
];

/** Watches randomness: the language's, node:crypto's and Web Crypto's. */
export function guardRandomness(patches: Patches, note: Note): void {
  const random = (got: string) => () => note({ source: 'randomness', got });
  patches.before(Math, 'random', random('Math.random()'));
  // The namespace of an import is a copy; this is the object that everybody's `require` returns.
  const nodeCrypto = require('node:crypto') as typeof crypto;
  for (const name of cryptoFunctions) patches.before(nodeCrypto, name, random(`crypto.${name}()`));
  // node:crypto's own getRandomValues calls this one.
  for (const name of ['randomUUID', 'getRandomValues']) {
    patches.before(crypto.webcrypto, name, random(`crypto.${name}()`));
  }
}
