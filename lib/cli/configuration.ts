import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ParityError } from '../template/error';
import { isJsonObject } from '../template/json';

/** What `parity` takes from `cdk8s.yaml`, the file that cdk8s itself reads. */
export interface Configuration {
  /** The command that runs the program. */
  readonly app: string;
  /** The assembly's folder. */
  readonly output: string;
}

const FILE = 'cdk8s.yaml';
const MAX_SIZE = 1024 * 1024;
const EXAMPLE = 'app: node build/main.js';

/**
 * What runs the program and where it writes: options first, then `cdk8s.yaml`.
 *
 * @param folder where that file is @default - the current folder
 * @throws PARITY_BAD_CONFIG when there is no command, or the file cannot be used
 */
export function readConfiguration(
  options: { readonly app?: string; readonly output?: string }, folder = '.',
): Configuration {
  const file = readFile(options.app === undefined, folder);
  const app = options.app ?? text(file, 'app');
  const output = options.output ?? text(file, 'output') ?? 'dist';
  if (app === undefined) fail(`no 'app' in ${FILE}`, `name the command that runs the program:  ${EXAMPLE}`);
  for (const [name, value] of Object.entries({ app, output })) {
    const isUsable = value.trim() !== '' && !value.includes('\0');
    if (!isUsable) fail(`${name} ${JSON.stringify(value)}`, `give a command and a folder:  ${EXAMPLE}`);
  }
  return { app, output };
}

/**
 * Where the assembly lies, for who only reads it and never runs the program.
 *
 * @throws PARITY_BAD_CONFIG when the file cannot be used
 */
export function readOutput(folder = '.'): string {
  try {
    const output = text(readFile(false, folder), 'output') ?? 'dist';
    if (output.trim() === '' || output.includes('\0')) fail(`output: ${JSON.stringify(output)}`, '');
    return output;
  } catch (cause) {
    if (!(cause instanceof ParityError)) throw cause;
    throw new ParityError({
      ...cause.failure, message: `${FILE} cannot be read, which says where the assembly is`,
      fix: `mend ${FILE}, or name the folder:  --assembly dist`,
    }, { cause });
  }
}

function readFile(isNeeded: boolean, folder = '.'): Readonly<Record<string, unknown>> {
  const path = join(folder, FILE);
  let content: string;
  try {
    if (statSync(path).size > MAX_SIZE) fail(`${FILE} is larger than ${MAX_SIZE} bytes`, 'it holds a few lines');
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof ParityError) throw cause;
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing && !isNeeded) return {};
    return fail(isMissing ? `no ${FILE} in ${resolve(folder)}` : (cause as Error).message,
      `run it where ${FILE} is, or name the program:  parity synth --app "node build/main.js"`, cause);
  }
  const { load } = require('js-yaml') as typeof import('js-yaml');
  let data: unknown;
  try {
    data = load(content, { filename: FILE });
  } catch (cause) {
    return fail((cause as Error).message.split('\n')[0], `mend the file:  ${EXAMPLE}`, cause);
  }
  return isJsonObject(data) ? data : fail('no map', `write it as  ${EXAMPLE}`);
}

function text(file: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = Object.hasOwn(file, key) ? file[key] : undefined;
  if (value === undefined || typeof value === 'string') return value;
  return fail(`${key}: ${JSON.stringify(value)}`, `'${key}' is a text:  ${EXAMPLE}`);
}

function fail(got: string, fix: string, cause?: unknown): never {
  throw new ParityError({
    code: 'PARITY_BAD_CONFIG', message: 'parity does not know what to run', where: FILE, got, fix,
  }, { cause });
}
