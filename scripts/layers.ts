import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkLayers } from './check-layers';

/** `npm run layers`: the dependency rule of ARCHITECTURE.md, checked on the source text. */
const root = join(__dirname, '..');
const texts = new Map<string, string>();
for (const entry of readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).sort()) {
  const path = `lib/${entry.replaceAll('\\', '/')}`;
  if (path.endsWith('.ts')) texts.set(path, readFileSync(join(root, path), 'utf8'));
}
const violations = checkLayers(texts);
process.stdout.write(violations.map((violation) => `${violation}\n`).join(''));
process.stdout.write(`layers: ${texts.size} files, ${violations.length} violations\n`);
process.exitCode = violations.length === 0 ? 0 : 1;
