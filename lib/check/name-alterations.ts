import type { Assembly } from '../synth/assembly/read-assembly';
import type { ParityFailure } from '../template/error';
import { type CheckOptions, checkAssembly } from './check';
import type { CheckFinding } from './rule';

/** What says that the files are not those the index lists; the index itself has its form then. */
const OF_FILES: ReadonlySet<string> = new Set([
  'PARITY_ASSEMBLY_ALTERED', 'PARITY_ASSEMBLY_FILE_MISSING', 'PARITY_ASSEMBLY_FILE_UNKNOWN',
]);

/** Whether an assembly that was refused can still be read for naming what was changed in it. */
export function isAlteredOnly(failures: readonly ParityFailure[]): boolean {
  return failures.length > 0 && failures.every(({ code }) => OF_FILES.has(code));
}

/**
 * What the rules find in an assembly as it lies there: which values of altered files are not what the template gives,
 * and what the index alone says, such as exceptions that have expired.
 *
 * It never clears anything: that the files are altered is a failure whatever is found here. Files that cannot be read
 * are left out, since reading has said so.
 *
 * @param assembly from `readAsItLies`
 * @throws what `checkAssembly` throws
 */
export function nameAlterations(assembly: Assembly, options: CheckOptions): readonly CheckFinding[] {
  return checkAssembly(assembly, options).findings.filter(({ failure }) => !OF_FILES.has(failure.code));
}
