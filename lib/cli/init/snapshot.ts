import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyIndex } from '../../synth/assembly/assembly';
import { ParitySnapshot } from '../../testing/parity-snapshot';
import type { TemplateNames } from './names';
import { type OwnPackage, fill } from './templates';

/** Where jest looks for the snapshots of the project's test. */
export const SNAPSHOT_FILE = 'test/__snapshots__/parity.test.ts.snap';
/** The index of the templates' own project: what its snapshot is made of. A test holds it against the templates. */
export const TEMPLATE_INDEX = 'templates/index.json';

/**
 * The snapshot that the new project's test finds, as jest writes it, so that the first run in a pipeline passes too.
 *
 * Made by the code that makes snapshots, of the templates' index with the names filled in: columns are as wide as the
 * names ask for.
 */
export function projectSnapshot(own: OwnPackage, names: TemplateNames): string {
  const index = JSON.parse(fill(readFileSync(join(own.folder, TEMPLATE_INDEX), 'utf8'), own, names)) as AssemblyIndex;
  const snapshots = index.charts.map((chart) => {
    const { text } = new ParitySnapshot({ ...index, charts: [chart] });
    return `exports[\`${chart.id} 1\`] = \`\n${text.replaceAll(/[`\\]|\$\{/g, '\\$&')}\n\`;\n`;
  });
  return ['// Jest Snapshot v1, https://jestjs.io/docs/snapshot-testing\n', ...snapshots].join('\n');
}
