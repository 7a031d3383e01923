import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assemblyJsonSchema } from '../lib/synth/assembly/schema';

/** `npm run goldens`: writes the files that are generated from code; with `--check`, says which are not current. */
const GENERATED: Readonly<Record<string, () => string>> = {
  'docs/parity-json.schema.json': () => `${JSON.stringify(assemblyJsonSchema(), null, 2)}\n`,
};

const isCheck = process.argv.includes('--check');
for (const [path, generate] of Object.entries(GENERATED)) {
  const file = join(__dirname, '..', path);
  const text = generate();
  const isCurrent = tryRead(file) === text;
  if (!isCheck) writeFileSync(file, text);
  process.stdout.write(
    `${path}: ${isCurrent ? 'current' : isCheck ? 'not current, run npm run goldens' : 'written'}\n`,
  );
  if (isCheck && !isCurrent) process.exitCode = 1;
}

function tryRead(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
