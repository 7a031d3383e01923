import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { isDay, today } from '../environment/day';
import { filesOfChart } from '../synth/assembly/assembly';
import { INDEX_FILE } from '../synth/assembly/path';
import { type Assembly, readAssembly } from '../synth/assembly/read-assembly';
import { ParityError, ParityErrors, type ParityFailure } from '../template/error';
import { type CheckFinding, SEVERITIES, type Severity } from './rule';

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

/** What `properties` of the plugin in `cdk8s.yaml` may say. */
export interface ParityValidationProperties {
  /** The least severity that fails the synth. @default error */
  readonly failOn?: Severity;
  /** Whether the assembly must have been witnessed. @default false */
  readonly witnessed?: boolean;
  /** Whether a release must be allowed to be made of it. @default false */
  readonly releasable?: boolean;
  /** For how many days before its last one an exception or stand-in is reported. @default 30 */
  readonly soonDays?: number;
  /** The day by which expiry is judged. @default - today, in UTC */
  readonly now?: string;
}

/**
 * A cdk8s validation plugin: plain `cdk8s synth` fails when environments differ by anything that was not declared.
 *
 * It reads the assembly that lies around the manifests, as anyone who receives it would, and runs the rules of
 * `parity check`. Errors fail the synth; warnings are shown; notes are left to `parity check`.
 *
 * ```yaml
 * validations:
 *   - package: ./node_modules/cdk8s-parity
 *     version: 0.3.0          # exact, also for a path
 *     class: ParityValidation
 *     properties:
 *       failOn: warning
 * ```
 */
export class ParityValidation {
  constructor(private readonly properties: ParityValidationProperties = {}) {}

  async validate({ manifests, report }: ValidationContext): Promise<void> {
    const problems = findPropertyProblems(this.properties);
    const found = problems.length > 0 ? problems.map((failure) => unread('.', failure))
      : findIn(manifests.map((manifest) => resolve(manifest)), this.properties);
    const failOn = problems.length > 0 ? 'error' : this.properties.failOn ?? 'error';
    const counted = SEVERITIES.map((severity) =>
      [severity, found.filter(({ finding }) => finding.severity === severity).length] as const);
    for (const one of found) {
      if (one.finding.severity !== 'note' || failOn === 'note') report.addViolation(violationOf(one));
    }
    const worst = SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
    const hasFailed = found.some(({ finding }) => worst.includes(finding.severity));
    report.submit(hasFailed ? 'failure' : 'success',
      { Findings: counted.map(([severity, n]) => `${n} ${severity}${n === 1 ? '' : 's'}`).join(', ') });
  }
}

/** Loaded when it is used: whoever imports the library to write charts does not check them. */
const check = () => require('./check') as typeof import('./check');

interface Located { readonly finding: CheckFinding; readonly folder: string }

const KINDS: Readonly<Record<keyof ParityValidationProperties, (value: unknown) => boolean>> = {
  failOn: (value) => SEVERITIES.includes(value as Severity),
  witnessed: (value) => typeof value === 'boolean',
  releasable: (value) => typeof value === 'boolean',
  soonDays: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  now: isDay,
};

/** They come from a YAML file, where a misspelt one would switch a rule off in silence. */
function findPropertyProblems(properties: ParityValidationProperties): ParityFailure[] {
  const known = Object.keys(KINDS);
  return Object.entries(properties).flatMap(([name, value]): ParityFailure[] => {
    const isKnown = Object.hasOwn(KINDS, name);
    if (isKnown && (value === undefined || KINDS[name as keyof typeof KINDS](value))) return [];
    return [{
      code: 'PARITY_BAD_ARGUMENT', message: 'the validation plugin does not take this property',
      where: `cdk8s.yaml > validations > properties > ${name}`, got: JSON.stringify(value),
      expected: isKnown ? 'another value: see docs/check.md' : `one of ${known.join(', ')}`,
      fix: 'correct or remove it',
    }];
  });
}

function findIn(manifests: readonly string[], properties: ParityValidationProperties): Located[] {
  const byFolder = new Map<string, string[]>();
  const found: Located[] = [];
  if (manifests.length === 0) found.push(unread('.', noAssembly('no manifest was synthesized')));
  for (const manifest of manifests) {
    const folder = findFolder(dirname(manifest));
    if (folder === undefined) found.push(unread(dirname(manifest), noAssembly(manifest)));
    else {
      const others = byFolder.get(folder);
      if (others === undefined) byFolder.set(folder, [manifest]);
      else others.push(manifest);
    }
  }
  for (const [folder, files] of byFolder) found.push(...findingsOf(folder, files, properties));
  return found;
}

/** The nearest folder above a manifest that holds an index. */
function findFolder(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, INDEX_FILE))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

function findingsOf(folder: string, manifests: readonly string[], properties: ParityValidationProperties): Located[] {
  const { now = today(), soonDays } = properties;
  try {
    const assembly = readAssembly(folder);
    const { RULES } = require('./rules') as typeof import('./rules');
    // cdk8s synthesizes on laptops too: what only a release needs is asked for where releases are made.
    const isAsked = (id: string) => !(id in FOR_RELEASES) || properties[id as keyof typeof FOR_RELEASES] === true;
    const rules = RULES.map(({ id }) => id).filter(isAsked);
    return [
      ...findUnlisted(assembly, folder, manifests).map((failure) => unread(folder, failure)),
      ...check().checkAssembly(assembly, { now, soonDays, rules }).findings.map((finding) => ({ folder, finding })),
    ];
  } catch (cause) {
    if (cause instanceof ParityErrors) return cause.failures.map((failure) => unread(folder, failure));
    if (cause instanceof ParityError) return [unread(folder, cause.failure)];
    throw cause;
  }
}

const FOR_RELEASES = { witnessed: true, releasable: true };

/** What no rule found, because the assembly is not whole. */
function unread(folder: string, failure: ParityFailure): Located {
  const [file] = (failure.where ?? '').split(' > ');
  return { folder, finding: { severity: 'error', rule: 'assembly', failure, file } };
}

/** Reading an assembly looks into its environments' folders only; a manifest beside them would be deployed as well. */
function findUnlisted({ index }: Assembly, folder: string, manifests: readonly string[]): ParityFailure[] {
  const listed = new Set(index.charts.flatMap((chart) => filesOfChart(chart).map(({ file }) => file)));
  const paths = manifests.map((manifest) => relative(folder, manifest).split(sep).join('/'));
  return paths.filter((path) => !listed.has(path)).map((path) => ({
    code: 'PARITY_ASSEMBLY_FILE_UNKNOWN', message: 'a manifest is no part of the assembly', where: path,
    fix: 'remove it, or define it in the program',
  }));
}

/**
 * Where a failure's place begins with a file, `production/shop.k8s.yaml > Deployment/shop > spec.replicas`, its parts
 * have fields of their own; what is declared elsewhere is named as it is.
 */
function violationOf({ finding: { failure, file }, folder }: Located): Violation {
  const steps = (failure.where ?? '').split(' > ');
  const [object, ...rest] = file === undefined || steps[0] !== file ? steps : steps.slice(1);
  const { got, expected } = failure;
  const values = [got === undefined ? '' : `got ${got}`, expected === undefined ? '' : `expected ${expected}`];
  const location = [rest.join(' > '), values.filter(Boolean).join(', ')].filter(Boolean).join(': ');
  return {
    ruleName: failure.code,
    recommendation: plain(failure.message),
    fix: plain(failure.fix ?? 'run parity synth'),
    violatingResources: [{
      resourceName: plain(object || file || INDEX_FILE),
      locations: [plain(location || '(the whole)')],
      manifestPath: resolve(folder, file ?? INDEX_FILE),
    }],
  };
}

/** cdk8s writes it to the terminal as it is, and names are input. */
function plain(text: string): string {
  return text.replace(/\p{Cc}|\p{Bidi_Control}/gu, (character) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function noAssembly(got: string): ParityFailure {
  return {
    code: 'PARITY_NO_ASSEMBLY', message: `there is no ${INDEX_FILE} above a manifest`, where: got,
    fix: 'use a ParityApp, and do not move what it wrote',
  };
}
