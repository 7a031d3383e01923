import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CRD_SOURCES } from './crd-sources';
import { checkImports } from './check-imports';
import { fetchCrds } from './fetch-crds';
import { generateImports } from './generate-imports';

/**
 * `npm run import-crds`: writes `lib/imports` from the Go modules that `crd-sources.ts` pins; needs Go.
 * With `--check`, says which files are not current, and whether it could ask the modules.
 */
const folder = join(__dirname, '../lib/imports');

if (process.argv.includes('--check')) {
  const { problems, said } = checkImports(folder, CRD_SOURCES);
  process.stdout.write([...problems, `${said}; ${problems.length} problems`].map((line) => `${line}\n`).join(''));
  process.exitCode = problems.length === 0 ? 0 : 1;
} else {
  writeImports();
}

/** Everything is made before anything is written: half an update would look like one. */
function writeImports(): void {
  const files = new Map<string, string>();
  for (const source of CRD_SOURCES) {
    try {
      const crds = fetchCrds(source);
      files.set(`crds/${source.name}.json`, crds).set(`${source.name}.ts`, generateImports(source, crds));
    } catch (error) {
      process.stderr.write(`${(error as Error).message}\n`);
      process.exitCode = 1;
    }
  }
  if (process.exitCode === 1) return;
  for (const [path, text] of files) write(path, text);
  process.stdout.write(`imports: ${files.size} files written\n`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
