import fc from 'fast-check';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { Releases, anyContents, expectKept } from './released-app';

const temporary = temporaryFolders();

test('random releases hold their own configuration and that of those before them, as long as it is kept', () => {
  fc.assert(fc.property(anyContents, fc.integer({ min: 0, max: 5 }), (contents, keep) =>
    expectKept(new Releases(temporary()), contents, keep)), { numRuns: 60 });
}, 120_000);
