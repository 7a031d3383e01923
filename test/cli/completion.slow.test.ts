import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { representativeApp } from '../check/representative-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';
import { compileLibrary } from './fixtures/compiled-library';

const temporary = temporaryFolders();
const compiled = compileLibrary();
jest.setTimeout(60_000);

let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = join(temporary(), 'project');
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'parity'), `#!/bin/sh\nexec "${process.execPath}" "${compiled.command}" "$@"\n`);
  chmodSync(join(bin, 'parity'), 0o755);
  mkdirSync(join(folder, 'some folder'));
  writeFileSync(join(folder, 'some file'), '');
  representativeApp(join(folder, 'dist')).synth();
  env = { PATH: `${bin}:${process.env.PATH}`, HOME: folder, TERM: 'dumb', LC_ALL: 'C.UTF-8' };
});

function run(shell: string, args: readonly string[]): string {
  const { stdout, stderr, error } = spawnSync(shell, args, { cwd: folder, env, encoding: 'utf8', timeout: 30_000 });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`;
}

/** A test that says why it did not run, where a shell is missing. */
function inShell(shell: string): jest.It {
  if (spawnSync(shell, ['-c', 'exit 0']).status === 0) return test;
  process.stderr.write(`${shell} is not installed: its completion is not tried\n`);
  return test.skip as unknown as jest.It;
}

/** What is typed, and what has to be among what the shell offers, or all of it. */
const CASES: readonly [string, readonly string[]][] = [
  ['parity di', ['diff']],
  ['parity diff sta', ['staging']],
  ['parity diff staging production/', ['production/eu', 'production/us']],
  ['parity diff --format m', ['markdown']],
  ['parity check --chart S', ['Shop']],
  ['parity explain staging De', ['Deployment/shop']],
  ['parity explain --variation Shop.m', ['Shop.memory']],
  ['parity completion z', ['zsh']],
];

describe('bash', () => {
  /** What the function gives for a line, called as readline calls it. */
  const completed = (line: string) => {
    const script = [
      'source <(parity completion bash)',
      `COMP_LINE=${JSON.stringify(line)} COMP_POINT=${line.length}`,
      // As readline does it, the words are also taken apart at = and :.
      `COMP_WORDS=(${line.split(/(?<==)|(?==)| /).map((word) => JSON.stringify(word)).join(' ')})`,
      'COMP_CWORD=$((${#COMP_WORDS[@]} - 1))',
      '_parity parity',
      'printf "%s\\n" "${COMPREPLY[@]}"',
    ].join('\n');
    return run('bash', ['--norc', '-c', script]).split('\n').filter((word) => word !== '');
  };

  const split: typeof CASES = [
    ['parity diff --format=m', ['markdown']], ['parity diff --format=', ['text', 'json', 'markdown']],
  ];
  inShell('bash').each([...CASES, ...split])('%s', (line, expected) => { expect(completed(line)).toEqual(expected); });

  const hasTerminal = spawnSync('script', ['--version']).status === 0;
  if (!hasTerminal) process.stderr.write('script is not installed: completion is not tried at a terminal\n');
  (hasTerminal ? inShell('bash') : test.skip)('completes what a person types at a terminal', () => {
    const typed = 'source <(parity completion bash)\nparity dif\t --hel\t\nexit\n';
    const { stdout } = spawnSync('script', ['-qec', 'bash --norc -i', '/dev/null'], {
      cwd: folder, env: { ...env, TERM: 'xterm', INPUTRC: '/dev/null' }, encoding: 'utf8', input: typed,
      timeout: 30_000,
    });
    expect(stdout).toContain('Usage: parity diff [options]');
  });
});

describe('zsh', () => {
  /** Types a line into an interactive zsh, presses tab, and reads what the line has become. */
  const completed = (line: string, install = 'compinit -u -D; source <(parity completion zsh)') => {
    const buffer = JSON.stringify(join(folder, 'buffer'));
    const script = `
zmodload zsh/zpty
zpty it zsh -f -i
zpty -w it 'PS1=; unsetopt zle_bracketed_paste; setopt no_auto_menu no_beep; autoload -Uz compinit; ${install}'
zpty -w it 'report() { print -r -- "<<$BUFFER>>" > ${buffer}; exit }; zle -N report; bindkey "^X" report'
zpty -w it 'zstyle ":completion:*" list-prompt ""; print ready-now'
while zpty -r it line; do [[ $line == *ready-now* && $line != *print* ]] && break; done
zpty -n -w it ${JSON.stringify(line)}$'\\t\\x18'
for i in {1..200}; do [[ -s ${buffer} ]] && break; sleep 0.05; done
cat ${buffer}; rm -f ${buffer}
`;
    return run('zsh', ['-f', '-c', script]);
  };

  const one: readonly [string, string][] = [
    ['parity di', 'parity diff '],
    ['parity diff sta', 'parity diff staging '],
    ['parity diff --format m', 'parity diff --format markdown '],
    ['parity diff --format=m', 'parity diff --format=markdown '],
    ['parity diff staging production/u', 'parity diff staging production/us '],
    ['parity explain staging De', 'parity explain staging Deployment/shop '],
    ['parity synth --facts some\\ fi', 'parity synth --facts some\\ file '],
    ['parity synth --output=so', 'parity synth --output=some\\ folder/'],
  ];
  inShell('zsh').each(one)('%s', (line, expected) => { expect(completed(line)).toContain(`<<${expected}>>`); });

  inShell('zsh')('as a file in a folder of functions', () => {
    const install = [
      'mkdir functions', 'parity completion zsh > functions/_parity', 'fpath=($PWD/functions $fpath)', 'compinit -u -D',
    ].join('; ');
    expect(completed('parity diff sta', install)).toContain('<<parity diff staging >>');
  });
});

describe('fish', () => {
  const completed = (line: string) => {
    const script = `parity completion fish | source; complete -C ${JSON.stringify(line)}`;
    return run('fish', ['--no-config', '-c', script]).split('\n').filter((word) => word !== '');
  };

  inShell('fish').each([...CASES, ['parity diff --format=m', ['--format=markdown']]])('%s', (line, expected) => {
    expect(completed(line).map((word) => word.split('\t')[0])).toEqual(expected);
  });

  inShell('fish')('files, and nothing where nothing is known', () => {
    expect(completed('parity synth --facts some\\ fi')).toEqual(['some file']);
    expect(completed('parity synth --output=some')[0]).toMatch(/^--output=some folder\//);
    expect(completed('parity synth --preview ')).toEqual([]);
  });
});

describe('names that a shell would run', () => {
  test('are not offered, and nothing is run', () => {
    const at = join(temporary(), 'hostile');
    mkdirSync(join(at, 'dist'), { recursive: true });
    const mark = join(at, 'mark');
    const evil = [`$(touch ${mark})`, `\`touch ${mark}\``, `;touch ${mark};`, `a\ntouch ${mark}`, 'fine'];
    writeFileSync(join(at, 'dist/parity.json'), [
      '{', '"schemaVersion": 3,', '"generator": "",', '"environments": [',
      evil.map((name) => JSON.stringify({ name, targets: [{ name, facts: {} }] })).join(',\n'), '],',
      '"charts": [', ']', '}',
    ].join('\n'));
    for (const shell of ['bash', 'zsh', 'fish']) {
      const words = ['complete', shell, '--', 'parity', 'diff', ''];
      const { stdout } = spawnSync('parity', words, { cwd: at, env, encoding: 'utf8' });
      expect(stdout).toBe('words\nfine\n');
    }
    expect([existsSync(mark), readdirSync(at)]).toEqual([false, ['dist']]);
  });
});

test('a shell that nobody knows is wrong usage', () => {
  const { status, stderr } = spawnSync('parity', ['completion', 'tcsh'], { cwd: folder, env, encoding: 'utf8' });
  expect([status, stderr]).toEqual([2, expect.stringContaining("Allowed choices are bash, zsh, fish")]);
});
