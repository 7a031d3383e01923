import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { INDEX_FILE } from '../synth/assembly/path';
import { type Assembly, readAssembly } from '../synth/assembly/read-assembly';
import { ParityError, ParityErrors, type ParityFailure } from '../template/error';

/** What `cdk8s synth` hands to a validation plugin, as far as it is used here (cdk8s-cli, lib/plugins/validation). */
export interface ValidationContext {
  /** The paths of the manifests that were synthesized. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: Violation): void;
    /** Must be called, and last. */
    submit(status: 'success' | 'failure', metadata?: Record<string, string>): void;
  };
}

interface Violation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string; readonly locations: readonly string[]; readonly manifestPath: string;
  }[];
}

/**
 * A cdk8s validation plugin: plain `cdk8s synth` fails when environments differ by anything that was not declared.
 *
 * It reads the assembly that lies around the manifests, as anyone who receives it would.
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-parity
 *     version: 0.1.0          # exact, also for a path
 *     class: ParityValidation
 * ```
 */
export class ParityValidation {
  async validate(context: ValidationContext): Promise<void> {
    const failures = findFailures(context.manifests.map((manifest) => resolve(manifest)));
    for (const { folder, failure } of failures) context.report.addViolation(violationOf(failure, folder));
    context.report.submit(failures.length === 0 ? 'success' : 'failure');
  }
}

/** Loaded when it is used: whoever imports the library to write charts does not check them. */
const closure = () => require('./closure') as typeof import('./closure');

interface Located { readonly failure: ParityFailure; readonly folder: string }

function findFailures(manifests: readonly string[]): Located[] {
  const byFolder = new Map<string, string[]>();
  const failures: Located[] = [];
  if (manifests.length === 0) failures.push({ folder: '.', failure: noAssembly('no manifest was synthesized') });
  for (const manifest of manifests) {
    const folder = findFolder(dirname(manifest));
    if (folder === undefined) failures.push({ folder: dirname(manifest), failure: noAssembly(manifest) });
    else byFolder.set(folder, [...byFolder.get(folder) ?? [], manifest]);
  }
  for (const [folder, files] of byFolder) {
    failures.push(...failuresOf(folder, files).map((failure) => ({ folder, failure })));
  }
  return failures;
}

/** The nearest folder above a manifest that holds an index. */
function findFolder(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, INDEX_FILE))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function failuresOf(folder: string, manifests: readonly string[]): readonly ParityFailure[] {
  try {
    const assembly = readAssembly(folder);
    return [...findUnlisted(assembly, folder, manifests), ...closure().findUnexplained(assembly)];
  } catch (cause) {
    if (cause instanceof ParityErrors) return cause.failures;
    if (cause instanceof ParityError) return [cause.failure];
    throw cause;
  }
}

/** Reading an assembly looks into its environments' folders only; a manifest beside them would be deployed as well. */
function findUnlisted({ index }: Assembly, folder: string, manifests: readonly string[]): ParityFailure[] {
  const listed = new Set(index.charts.flatMap(({ targets }) => Object.values(targets).map(({ file }) => file)));
  const paths = manifests.map((manifest) => relative(folder, manifest).split(sep).join('/'));
  return paths.filter((path) => !listed.has(path)).map((path) => ({
    code: 'PARITY_ASSEMBLY_FILE_UNKNOWN', message: 'a manifest is no part of the assembly', where: path,
    fix: 'remove it, or define it in the program',
  }));
}

/** The file and the object stand in a failure's place: `production/shop.k8s.yaml > Deployment/shop > spec.replicas`. */
function violationOf(failure: ParityFailure, folder: string): Violation {
  const [file, object, ...rest] = (failure.where ?? '').split(' > ');
  const { got, expected } = failure;
  const values = [got === undefined ? '' : `got ${got}`, expected === undefined ? '' : `expected ${expected}`];
  return {
    ruleName: failure.code,
    recommendation: failure.message,
    fix: failure.fix ?? 'run parity synth',
    violatingResources: [{
      resourceName: object ?? file,
      locations: [[rest.join(' > '), values.filter(Boolean).join(', ')].filter(Boolean).join(': ') || '(the whole)'],
      manifestPath: resolve(folder, file),
    }],
  };
}

function noAssembly(got: string): ParityFailure {
  return {
    code: 'PARITY_NO_ASSEMBLY', message: `there is no ${INDEX_FILE} above a manifest`, where: got,
    fix: 'use a ParityApp, and do not move what it wrote',
  };
}
