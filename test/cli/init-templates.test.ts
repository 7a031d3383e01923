import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AssemblyIndex, ParityApp } from '../../lib';
import { TEMPLATE_INDEX } from '../../lib/cli/init/snapshot';
import { ParitySnapshot } from '../../lib/testing';

jest.mock('cdk8s-parity', () => jest.requireActual('../../lib'), { virtual: true });

const root = join(__dirname, '../..');

/** The templates' own project, as it stands there. */
function build(): ParityApp {
  process.env.PARITY_ARTIFACTS = join(root, 'templates/project/artifacts.json');
  return (require('../../templates/project/main') as { build(): ParityApp }).build();
}

test('a new project starts with the snapshot that its templates give (write it with UPDATE_TEMPLATES=1)', () => {
  const { environments, charts } = build().render().index;
  if (process.env.UPDATE_TEMPLATES === '1') {
    // Lines and digests are no part of a snapshot.
    writeFileSync(join(root, TEMPLATE_INDEX), `${JSON.stringify({ environments, charts },
      (key, value) => (key === 'source' || /digest$/i.test(key) ? undefined : value), 1)}\n`);
  }
  const stored = JSON.parse(readFileSync(join(root, TEMPLATE_INDEX), 'utf8')) as AssemblyIndex;
  expect(new ParitySnapshot(stored).text).toBe(new ParitySnapshot({ environments, charts } as AssemblyIndex).text);
});
