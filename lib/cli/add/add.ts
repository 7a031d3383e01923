import { ParityError } from '../../template/error';
import { type Output, answer, writeJson } from '../answer';
import { EXIT } from '../exit-code';
import { ownPackage } from '../init/templates';
import { writeFiles } from '../init/write-files';
import { planCluster } from './add-cluster';
import { planEnvironment } from './add-environment';
import { planService } from './add-service';
import type { Plan } from './plan';

export type Kind = 'service' | 'environment' | 'cluster';

export interface AddOptions {
  readonly kind: Kind;
  readonly name: string;
  /** Of an environment: the one it stands after. @default - the last but one, so that production stays last */
  readonly after?: string;
  /** Of a cluster. @default - stands in the name: `production/eu` */
  readonly environment?: string;
  /** Of a service: `shop/checkout@sha256:...`. @default - an echo server */
  readonly image?: string;
  readonly format: 'text' | 'json';
}

/** What was done: the JSON output of `parity add`. */
export interface Added {
  readonly ok: true;
  readonly kind: Kind;
  readonly name: string;
  readonly created: readonly string[];
  readonly edited: readonly string[];
  /** What a person should look at, as sentences. */
  readonly check: readonly string[];
  /** The commands that follow. */
  readonly next: readonly string[];
}

/** Which option is for what. */
const OPTION_OF: Readonly<Record<Kind, 'after' | 'environment' | 'image'>> = {
  service: 'image', environment: 'after', cluster: 'environment',
};

/** Extends the project in a folder. Gives the exit code. */
export function add(options: AddOptions, output: Output, folder = process.cwd()): Promise<number> {
  return answer(options.format, output, () => {
    const added = addTo(folder, options);
    if (options.format === 'json') writeJson(output.out, added);
    else output.out.write(textOf(added, output));
    return EXIT.clean;
  });
}

/**
 * Extends a project: all of its files, or none.
 *
 * @throws PARITY_BAD_ARGUMENT when a name cannot be used, is taken, or a file is not as templates have it
 * @throws PARITY_UNKNOWN_ENVIRONMENT when the project has no such environment
 * @throws PARITY_BAD_ARTIFACTS when `artifacts.json` cannot be used
 * @throws PARITY_OUTPUT_UNWRITABLE when the files cannot be written
 */
export function addTo(folder: string, options: Omit<AddOptions, 'format'>): Added {
  const { kind, name } = options;
  for (const [other, option] of Object.entries(OPTION_OF)) {
    if (other === kind || options[option] === undefined) continue;
    throw new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: `--${option} is for another kind`, got: `parity add ${kind} --${option}`,
      expected: `parity add ${other} --${option}`, fix: 'leave it out; parity add --help says what each takes',
    });
  }
  const plan = planOf(folder, options);
  writeFiles(folder, plan.created, plan.edited);
  return {
    ok: true, kind, name, created: [...plan.created.keys()], edited: [...plan.edited.keys()],
    check: plan.check, next: plan.next,
  };
}

function planOf(folder: string, { kind, name, after, environment, image }: Omit<AddOptions, 'format'>): Plan {
  switch (kind) {
    case 'service': return planService(folder, ownPackage(), name, image);
    case 'environment': return planEnvironment(folder, name, after);
    case 'cluster': return planCluster(folder, name, environment);
  }
}

function textOf({ kind, name, created, edited, check, next }: Added, { out }: Output): string {
  const { good, bold } = out.style;
  return `${[
    `${good('added')} ${kind} ${bold(name)}`,
    ...created.map((path) => `  wrote  ${path}`),
    ...edited.map((path) => `  edited ${path}`),
    '',
    'check:',
    ...check.map((sentence) => `  ${sentence}`),
    '',
    'next:',
    ...next.map((command) => `  ${command}`),
  ].join('\n')}\n`;
}
