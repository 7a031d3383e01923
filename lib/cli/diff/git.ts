import { execFile } from 'node:child_process';

/** What git said. */
export interface GitAnswer { readonly isGood: boolean; readonly text: string; readonly message: string }

/** Set where a hook runs us: they would lead git, and programs, to another repository than that of their folder. */
const OF_HOOKS = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_OBJECT_DIRECTORY'];

/** The environment for programs that look for a repository by their folder. */
export function withoutGitVariables(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !OF_HOOKS.includes(name)));
}

/**
 * Runs git in a folder, without a shell: no argument can be anything but an argument. Never throws.
 *
 * @param most milliseconds; what takes longer has failed @default 0 - no limit
 */
export function git(folder: string, args: readonly string[], most = 0): Promise<GitAnswer> {
  return new Promise((resolve) => {
    // No hook of the user's runs for a folder that is thrown away.
    execFile('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
      cwd: folder, env: { ...withoutGitVariables(), LC_ALL: 'C' }, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8',
      timeout: most,
    }, (error, stdout, stderr) => {
      const message = stderr.trim() || error?.message || '';
      resolve({ isGood: error === null, text: stdout.replace(/\n$/, ''), message });
    });
  });
}
