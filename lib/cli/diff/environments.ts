import { type EnvironmentDifference, environmentDifference } from '../../report/difference/environment-difference';
import type { Assembly } from '../../synth/assembly/read-assembly';
import { type Output, writeJson } from '../answer';
import { EXIT } from '../exit-code';
import { openAssembly } from '../open-assembly';
import type { DiffOptions } from './options';

/** What differs between two environments, or all of them. Gives the exit code. */
export function diffEnvironments(options: DiffOptions, output: Output): number {
  const assembly = openAssembly(options);
  if (options.all) return diffAll(assembly, options, output);
  const [from, to] = options.environments;
  const difference = environmentDifference(assembly, from, to);
  if (options.fields) writeFields(assembly, difference, options, output);
  else if (options.yaml) writeYaml(assembly, difference, options, output);
  else writeDifference(difference, options, output);
  return difference.same ? EXIT.clean : EXIT.found;
}

function writeDifference(difference: EnvironmentDifference, { format }: DiffOptions, { out }: Output): void {
  if (format === 'json') writeJson(out, { ok: true, ...difference });
  else if (format === 'markdown') {
    const { differenceMarkdown } = require('../../report/difference/difference-markdown') as
      typeof import('../../report/difference/difference-markdown');
    out.write(differenceMarkdown(difference));
  } else out.write(`${lines().differenceLines(difference, out).join('\n')}\n`);
}

function writeFields(
  assembly: Assembly, difference: EnvironmentDifference, { format }: DiffOptions, { out }: Output,
): void {
  const { fieldDifferences } = require('../../report/difference/field-differences') as
    typeof import('../../report/difference/field-differences');
  const fields = fieldDifferences(assembly, difference.from, difference.to);
  if (format === 'json') {
    const { unexplainedFields } = require('../../report/difference/verdict') as
      typeof import('../../report/difference/verdict');
    writeJson(out, {
      ok: true, ...difference, lookedAt: 'fields', unexplainedFields: unexplainedFields(fields), fields,
    });
  } else if (format === 'markdown') {
    const { fieldMarkdown } = require('../../report/difference/field-markdown') as
      typeof import('../../report/difference/field-markdown');
    out.write(fieldMarkdown(fields, difference));
  } else {
    const { fieldLines } = require('../../report/difference/field-lines') as
      typeof import('../../report/difference/field-lines');
    out.write(`${[...fieldLines(fields, out), ...lines().verdictLines(difference, out, fields)].join('\n')}\n`);
  }
}

/** A patch and nothing else, for whoever reads or applies patches. */
function writeYaml(
  assembly: Assembly, difference: EnvironmentDifference, { format }: DiffOptions, { out }: Output,
): void {
  const { styledPatch, yamlPatches } = require('../../report/difference/yaml-patches') as
    typeof import('../../report/difference/yaml-patches');
  const patches = yamlPatches(assembly, difference.from, difference.to);
  if (format === 'markdown') {
    const { markdownTitle } = require('../../report/difference/difference-markdown') as
      typeof import('../../report/difference/difference-markdown');
    const { yamlMarkdown } = require('../../report/difference/yaml-markdown') as
      typeof import('../../report/difference/yaml-markdown');
    out.write(yamlMarkdown([markdownTitle(difference), ''], patches));
  } else for (const { text } of patches) out.write(styledPatch(text, out.style));
}

function diffAll(assembly: Assembly, { format }: DiffOptions, { out }: Output): number {
  const { sideBySide } = require('../../report/difference/side-by-side') as
    typeof import('../../report/difference/side-by-side');
  const table = sideBySide(assembly);
  if (format === 'json') writeJson(out, { ok: true, ...table });
  else if (format === 'markdown') {
    const { sideBySideMarkdown } = require('../../report/difference/side-by-side-markdown') as
      typeof import('../../report/difference/side-by-side-markdown');
    out.write(sideBySideMarkdown(table));
  } else {
    const { sideBySideLines } = require('../../report/difference/side-by-side-lines') as
      typeof import('../../report/difference/side-by-side-lines');
    out.write(`${sideBySideLines(table, out).join('\n')}\n`);
  }
  return table.same ? EXIT.clean : EXIT.found;
}

const lines = () => require('../../report/difference/difference-lines') as
  typeof import('../../report/difference/difference-lines');
