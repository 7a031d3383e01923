import { nearest } from '../environment/nearest';
import type { ConfigRecord } from '../environment/service-records';
import { NoTypeError, configInterface, interfaceName } from '../report/config-type';
import { printable } from '../report/printable';
import { someOf } from '../synth/assembly/select-charts';
import { ParityError } from '../template/error';
import { type Output, answer, jsonText } from './answer';
import { EXIT } from './exit-code';
import { openAssembly } from './open-assembly';
import type { AssemblyOptions } from './options';
import { ReportFile } from './report-file';

export interface ConfigOptions extends AssemblyOptions {
  readonly format: 'json-schema' | 'typescript';
  /** One service, by its construct path or the name of its objects. @default - all that have a schema */
  readonly service?: string;
  /** The file to write. @default - standard output */
  readonly out?: string;
}

/** Writes the schemas of services' configuration in a form that applications can use. Gives the exit code. */
export function config(options: ConfigOptions, output: Output): Promise<number> {
  return answer(options.format, output, () => {
    // Before the work: who mistyped the file need not wait for it.
    const file = options.out === undefined ? undefined : new ReportFile(options.out);
    const records = openAssembly(options).index.charts.flatMap(({ configs }) => configs ?? []);
    const chosen = chooseService(records, options.service);
    const text = options.format === 'typescript' ? typescript(chosen) : jsonText(jsonSchema(chosen));
    if (file === undefined) output.out.write(text);
    else {
      file.write(text);
      const services = chosen.map(({ service }) => service).join(', ');
      output.err.write(`${printable(`${options.out}: ${services}`)}\n`);
    }
    return EXIT.clean;
  });
}

/** @throws PARITY_NO_CONFIG when no service is meant */
function chooseService(records: readonly ConfigRecord[], name: string | undefined): readonly ConfigRecord[] {
  const chosen = name === undefined ? records
    : records.filter(({ service, configMap }) => service === name || configMap === `${name}-config`);
  if (chosen.length > 0) return chosen;
  const known = records.map(({ service }) => service);
  const suggestion = name === undefined ? undefined : nearest(name, known);
  const expected = suggestion === undefined ? `one of ${someOf(known)}` : `'${suggestion}'`;
  throw new ParityError({
    code: 'PARITY_NO_CONFIG', message: 'no such service has a configuration with a schema', where: '--service',
    got: name === undefined ? 'none in the assembly, or in the charts that were named' : `'${name.slice(0, 200)}'`,
    ...(known.length === 0 ? {} : { expected }),
    fix: known.length === 0 ? 'give a service config: config({ schema, values }), and synthesize' : 'name one of those',
  });
}

/** One schema as it is; of several, each by its service, so that one file serves a repository. */
function jsonSchema(records: readonly ConfigRecord[]): object {
  const [{ schema }] = records;
  if (records.length === 1) return schema;
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    // Each with an id of its own, so that what it refers to is looked for in itself.
    $defs: Object.fromEntries(records.map((record) =>
      [record.service, { $id: encodeURI(record.service), ...record.schema }])),
  };
}

function typescript(records: readonly ConfigRecord[]): string {
  const names = new Map<string, string>();
  const all = records.map(({ service, schema }) => {
    const name = interfaceName(service);
    const other = names.get(name);
    if (other !== undefined) {
      throw noType(`${service} and ${other}: both would be ${name}`, 'write them apart: --service');
    }
    names.set(name, service);
    try {
      return configInterface(name, schema, `What ${service} reads from its environment.`);
    } catch (cause) {
      if (!(cause instanceof NoTypeError)) throw cause;
      const got = `${service}: ${cause.message.slice(0, 200)}`;
      throw noType(got, 'use --format json-schema, or a simpler schema', cause);
    }
  });
  return ['// Written by parity config. Do not edit.', ...all].join('\n');
}

function noType(got: string, fix: string, cause?: unknown): ParityError {
  return new ParityError({
    code: 'PARITY_NO_CONFIG_TYPE', message: 'a configuration cannot be written as a type', got, fix,
  }, { cause });
}
