import {
  existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync,
} from 'node:fs';
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
    'node_modules/.bin/tool.cmd', 'packages/own/index.js', 'packages/new/index.js', 'app/node_modules/inner/index.js');
  symlinkSync('../packages/own', join(checkout, 'node_modules/own'));
  symlinkSync('../packages/new', join(checkout, 'node_modules/new'));
  symlinkSync('../gone', join(checkout, 'node_modules/gone'));
  symlinkSync('../lib/index.js', join(checkout, 'node_modules/.bin/lib'));
  symlinkSync('../own/index.js', join(checkout, 'node_modules/.bin/own'));
  symlinkSync('../own/build/index.js', join(checkout, 'node_modules/.bin/own-built'));
  symlinkSync('../../packages/own/index.js', join(checkout, 'node_modules/.bin/own-direct'));
  symlinkSync('../.store/lib@1/index.js', join(checkout, 'node_modules/.bin/stored'));
  write(checkout, 'packages/own/build/index.js', 'node_modules/.store/lib@1/index.js');
  mkdirSync(join(checkout, 'app/node_modules/.bin'));
  symlinkSync('../../../node_modules/lib/index.js', join(checkout, 'app/node_modules/.bin/lib'));
  write(worktree, 'packages/own/index.js', 'app/main.js');
  linkModules(checkout, worktree, ['', 'app', 'packages/own', 'not/there']);
  return { checkout, worktree };
}

test('installed packages are found in the worktree, in each folder that has some', () => {
  const { checkout, worktree } = linked();
  for (const path of ['node_modules/lib', 'node_modules/@scope/lib', 'app/node_modules/inner']) {
    expect(readFileSync(join(worktree, path, 'index.js'), 'utf8')).toBe(checkout);
  }
});

test('commands are those of the installed packages, and of the worktree for packages of the repository', () => {
  const { checkout, worktree } = linked();
  const leadsTo = (command: string) => realpathSync(join(worktree, command));
  expect(leadsTo('node_modules/.bin/lib')).toBe(join(checkout, 'node_modules/lib/index.js'));
  expect(leadsTo('app/node_modules/.bin/lib')).toBe(join(checkout, 'node_modules/lib/index.js'));
  expect(leadsTo('node_modules/.bin/stored')).toBe(join(checkout, 'node_modules/.store/lib@1/index.js'));
  expect(leadsTo('node_modules/.bin/own')).toBe(join(worktree, 'packages/own/index.js'));
  expect(leadsTo('node_modules/.bin/own-direct')).toBe(join(worktree, 'packages/own/index.js'));
  expect(readFileSync(join(worktree, 'node_modules/.bin/tool.cmd'), 'utf8')).toBe(checkout);
});

test('a command that the build of the worktree is still to write is not that of the checkout', () => {
  const { worktree } = linked();
  expect(existsSync(join(worktree, 'node_modules/.bin/own-built'))).toBe(false);
  write(worktree, 'packages/own/build/index.js');
  expect(readFileSync(join(worktree, 'node_modules/.bin/own-built'), 'utf8')).toBe(worktree);
});

test('a scope that is a link into the repository holds packages of the worktree', () => {
  const [checkout, worktree] = [temporary(), temporary()] as [string, string];
  write(checkout, 'packages/own/index.js', 'node_modules/lib/index.js');
  write(worktree, 'packages/own/index.js');
  symlinkSync('../packages', join(checkout, 'node_modules/@shop'));
  linkModules(checkout, worktree, ['']);
  expect(readFileSync(join(worktree, 'node_modules/@shop/own/index.js'), 'utf8')).toBe(worktree);
});

test('packages, or a link to some, that the revision keeps itself are left as they are', () => {
  const [checkout, worktree] = [temporary(), temporary()] as [string, string];
  write(checkout, 'node_modules/lib/index.js');
  symlinkSync('gone', join(worktree, 'node_modules'));
  linkModules(checkout, worktree, ['']);
  expect(existsSync(join(worktree, 'node_modules'))).toBe(false);
});

test('packages of the repository are those of the worktree, and absent where it has none', () => {
  const { worktree } = linked();
  expect(readFileSync(join(worktree, 'node_modules/own/index.js'), 'utf8')).toBe(worktree);
  expect(existsSync(join(worktree, 'node_modules/new'))).toBe(false);
});

test('what a build writes beside packages stays in the worktree', () => {
  const { checkout, worktree } = linked();
  const listed = () => readdirSync(join(checkout, 'node_modules'), { recursive: true }).sort();
  const before = listed();
  for (const folder of ['', '@scope', '.bin', '.cache']) {
    mkdirSync(join(worktree, 'node_modules', folder), { recursive: true });
    writeFileSync(join(worktree, 'node_modules', folder, 'written'), '');
  }
  rmSync(join(worktree, 'node_modules'), { recursive: true });
  expect(listed()).toEqual(before);
});
