// Prints the container images of the last environment in promotion order, one a line: what a scanner should look at.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'dist';
const { charts, environments } = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
const last = environments.filter(({ previewOf }) => previewOf === undefined).at(-1);

const found = new Set();
for (const { images, targets } of charts) {
  for (const { name } of last.targets) {
    const manifest = readFileSync(join(folder, targets[name].file), 'utf8');
    for (const [, image] of manifest.matchAll(/^ *(?:- )?image: "?([^\s"]+)"?$/gm)) {
      // parity.json says which images there are, and the manifest says from which registry.
      if (images.some(({ repository }) => image.includes(repository))) found.add(image);
    }
  }
}
process.stdout.write([...found].sort().map((image) => `${image}\n`).join(''));
