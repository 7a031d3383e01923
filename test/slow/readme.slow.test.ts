import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../..');

test("the README's picture is what the flagship's synth prints", () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const picture = /^\$ parity synth --witness\n([^]*?)^```$/m.exec(readme)?.[1];
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-parity-readme-'));
  try {
    const { FORCE_COLOR: _, ...env } = process.env;
    const printed = execFileSync(
      process.execPath, ['build/lib/cli/main.js', 'synth', '--witness', '--output', folder],
      { cwd: root, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } },
    );
    expect(printed.replaceAll(/\S*\/cdk8s-parity-readme-\w+/g, 'dist')).toBe(picture);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
