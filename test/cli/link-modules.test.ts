import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { linkModules } from '../../lib/cli/diff/link-modules';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();

function write(root: string, ...files: string[]): void {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), root);
  }
}

function linked(): { readonly checkout: string; readonly worktree: string } {
  const [checkout, worktree] = [temporary(), temporary()] as [string, string];
  write(checkout, 'node_modules/lib/index.js', 'node_modules/@scope/lib/index.js', 'node_modules/.cache/big',
    'node_modules/.bin/tool', 'packages/own/index.js', 'packages/new/index.js', 'app/node_modules/inner/index.js');
  symlinkSync('../packages/own', join(checkout, 'node_modules/own'));
  symlinkSync('../packages/new', join(checkout, 'node_modules/new'));
  symlinkSync('../gone', join(checkout, 'node_modules/gone'));
  write(worktree, 'packages/own/index.js', 'app/main.js');
  linkModules(checkout, worktree, ['', 'app', 'packages/own', 'not/there']);
  return { checkout, worktree };
}

test('installed packages are found in the worktree, in each folder that has some', () => {
  const { checkout, worktree } = linked();
  for (const path of ['node_modules/lib', 'node_modules/@scope/lib', 'app/node_modules/inner']) {
    expect(readFileSync(join(worktree, path, 'index.js'), 'utf8')).toBe(checkout);
  }
  expect(existsSync(join(worktree, 'node_modules/.bin/tool'))).toBe(true);
});

test('packages of the repository are those of the worktree, and absent where it has none', () => {
  const { worktree } = linked();
  expect(readFileSync(join(worktree, 'node_modules/own/index.js'), 'utf8')).toBe(worktree);
  expect(existsSync(join(worktree, 'node_modules/new'))).toBe(false);
});

test('what a build writes beside packages stays in the worktree', () => {
  const { checkout, worktree } = linked();
  writeFileSync(join(worktree, 'node_modules/written'), '');
  mkdirSync(join(worktree, 'node_modules/.cache'));
  expect(readdirSync(join(checkout, 'node_modules'))).not.toContain('written');
});
