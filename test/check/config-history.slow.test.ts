import fc from 'fast-check';
import { findUnexplained } from '../../lib/check/closure';
import { assemblyInMemory } from '../../lib/synth/assembly/read-assembly';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { anyEdit, applyEdit } from './edits';
import { Releases, anyContents, expectKept } from './released-app';

const temporary = temporaryFolders();

test('random releases hold their own configuration and that of those before them, as long as it is kept', () => {
  fc.assert(fc.property(anyContents, fc.integer({ min: 0, max: 5 }), (contents, keep) =>
    expectKept(new Releases(temporary()), contents, keep)), { numRuns: 60 });
}, 120_000);

test('whatever is edited in a kept file, nothing of it passes', () => {
  const all = new Releases(temporary());
  for (const level of ['a', 'b']) all.release({ level, file: level });
  const { index, files } = all.render({ level: 'c', file: 'c' });
  const kept = new Map([...files].filter(([file]) => file.includes('.kept.')));
  expect(kept.size).toBe(3);
  // The edits know the digests of charts' own files only; a proof that trusted any would pass these.
  const targets = Object.fromEntries(Object.entries(index.charts[0].kept ?? {}).map(([name, { file, digest }]) =>
    [name, { ...index.charts[0].targets[name], file, digest }]));
  const asCharts = { index: { ...index, charts: [{ ...index.charts[0], targets }] }, files: kept };
  fc.assert(fc.property(anyEdit, (edit) => {
    const edited = applyEdit(asCharts, edit);
    fc.pre(edited !== undefined);
    const found = findUnexplained(assemblyInMemory({ index, files: new Map([...files, ...edited!.files]) }));
    expect(found.length).toBeGreaterThan(0);
    for (const { where } of found) expect(where).toContain('.kept.k8s.yaml');
  }), { numRuns: 1500 });
});
