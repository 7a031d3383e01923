import { openAssemblyFolder } from '../../../lib/synth/assembly/folder';
import { writeGeneration } from '../fixtures/assembly-generation';
import { temporaryFolders } from '../fixtures/temporary-folder';

const freshFolder = temporaryFolders();

test('what is read without being verified is of the assembly in force too, at every step of a swap', () => {
  const outdir = freshFolder();
  writeGeneration(outdir, 1);
  const read: string[] = [];
  writeGeneration(outdir, 2, { onStep: (step) => {
    const text = openAssemblyFolder(outdir).readFile('staging/eu/web.k8s.yaml').toString();
    read.push(`${step}: ${text.trim()}`);
  } });
  expect(read.length).toBeGreaterThan(5);
  expect(read.filter((line) => !line.endsWith(': generation: 2'))).toEqual([]);
});

test('a folder opened before a swap refuses at every step of it, though it knew that nothing was moving', () => {
  const outdir = freshFolder();
  writeGeneration(outdir, 1);
  const folder = openAssemblyFolder(outdir);
  folder.readFile('local/api.k8s.yaml');
  const steps: string[] = [];
  writeGeneration(outdir, 2, { onStep: (step) => {
    steps.push(step);
    expect(() => folder.readFile('local/api.k8s.yaml')).toThrow(/PARITY_ASSEMBLY_REPLACED/);
  } });
  expect(steps).toContain('index');
});
