import { readFileSync } from 'node:fs';

/**
 * `node scripts/count-tests.mjs FILE STATUS`: prints how many tests of a jest run passed and failed.
 *
 * A suite that could not start, an obsolete snapshot and an unexplained exit status are failures too.
 */
const [file, status] = process.argv.slice(2);
const run = JSON.parse(readFileSync(file, 'utf8'));
const failed = run.numFailedTests + run.numRuntimeErrorTestSuites + run.snapshot.unchecked + run.snapshot.filesRemoved;
const isUnexplained = failed === 0 && (status !== '0' || run.numPassedTests === 0);
process.stdout.write(`${run.numPassedTests} ${failed + Number(isUnexplained)}\n`);
