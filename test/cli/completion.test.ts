import { Argument, Command, Option } from 'commander';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { complete } from '../../lib/cli/completion/complete';
import { commandLine } from '../../lib/cli/main';
import { assemblyOption, chartOption, formatOption } from '../../lib/cli/options';
import type { AssemblyIndex } from '../../lib';
import { indexChunks } from '../../lib/synth/assembly/index-chunks';
import { representativeApp } from '../check/representative-app';
import { temporaryFolders } from '../synth/fixtures/temporary-folder';

const temporary = temporaryFolders();

/** A command line with one of everything. */
function program(): Command {
  const view = new Command('view').description('look at it').argument('[environment]').argument('[object]')
    .addOption(new Option('--variation <name>')).addOption(new Option('--out <file>', 'where to'))
    .addOption(new Option('--fact <path>')).addOption(new Option('--all', 'all of it'))
    .addOption(assemblyOption()).addOption(chartOption()).addOption(formatOption('text', 'json'));
  const list = new Command('list').addArgument(new Argument('<environment...>'))
    .addOption(assemblyOption());
  const shell = new Command('shell').addArgument(new Argument('<shell>').choices(['bash', 'zsh']));
  return new Command('parity').version('1').addCommand(view).addCommand(list).addCommand(shell)
    .addCommand(new Command('secret'), { hidden: true });
}

let folder: string;
const home = process.cwd();
beforeAll(() => {
  folder = join(temporary(), 'dist');
  representativeApp(folder).synth();
  // Where no option names an assembly, the one of the current folder is looked for: here there is none.
  process.chdir(temporary());
});
afterAll(() => process.chdir(home));

/** What is offered for words, the last of them unfinished; `%` is the assembly's folder. */
function offered(line: string, shell = 'zsh', of = program()): string[] {
  return complete(of, shell, line.split(' ').map((word) => word.replace('%', folder))).split('\n').slice(0, -1);
}
const names = (line: string, shell?: string) => {
  const [kind, ...words] = offered(line, shell);
  expect(kind).toBe('words');
  return words.map((word) => word.split('\t')[0]);
};

describe('completion offers', () => {
  test.each([
    ['commands', 'parity ', ['view', 'list', 'shell', 'help']],
    ['commands that begin so', 'parity s', ['shell']],
    ['commands after help', 'parity help v', ['view']],
    ['options of the program', 'parity --v', ['--version']],
    ['options', 'parity view --f', ['--fact', '--format']],
    ['options that begin so, not those of one dash', 'parity view --h', ['--help']],
    ['no option twice, but for those that may be repeated', 'parity view --all --chart a --', [
      '--variation', '--out', '--fact', '--assembly', '--chart', '--format', '--help',
    ]],
    ['choices of an option', 'parity view --format ', ['text', 'json']],
    ['choices after an equals sign', 'parity view --format=j', ['--format=json']],
    ['choices of an argument', 'parity shell ', ['bash', 'zsh']],
    ['environments and their clusters', 'parity view --assembly % ', [
      'local', 'staging', 'production', 'production/eu', 'production/us',
    ]],
    ['environments for each of a list', 'parity list --assembly % a b sta', ['staging']],
    ['nothing where there is no assembly', 'parity list a b sta', []],
    ['charts by id and class', 'parity view --assembly % --chart ', ['shop', 'Shop']],
    ['charts after an equals sign', 'parity view --assembly=% --chart=S', ['--chart=Shop']],
    ['objects after an environment', 'parity view --assembly % local De', ['Deployment/shop']],
    ['variations', 'parity view --assembly % --variation Shop.m', ['Shop.memory']],
    ['facts', 'parity view --assembly % --fact ', ['domain', 'namespace', 'registry', 'capabilities.gateway']],
    ['options where no more arguments are taken', 'parity shell bash ', ['--help']],
    ['arguments after two dashes, and no options', 'parity view --assembly % -- -', []],
    ['nothing for a flag with a value', 'parity view --all=', []],
    ['nothing for an unknown command', 'parity nothing --', ['--version', '--help']],
  ])('%s', (_, line, expected) => {
    expect(names(line)).toEqual(expected);
  });

  test("the shell's own files and folders", () => {
    expect(['parity view --out ', 'parity view --out=a', 'parity view --assembly '].map((line) => offered(line)))
      .toEqual([['files'], ['files'], ['folders']]);
  });

  test('what a word is about, where the shell shows it', () => {
    expect(offered('parity v')).toEqual(['words', 'view\tlook at it']);
    expect(offered('parity v', 'bash')).toEqual(['words', 'view']);
  });

  test('to bash the part of a word that it replaces', () => {
    expect(offered('parity view --format =', 'bash')).toEqual(['words', 'text', 'json']);
    expect(offered('parity view --format = j', 'bash')).toEqual(['words', 'json']);
    // Where a person took the colon out of COMP_WORDBREAKS, bash replaces the whole word.
    expect(offered('parity view --format=j', 'bash')).toEqual(['words', '--format=json']);
  });

  test('environments of the assembly that cdk8s.yaml names', () => {
    const former = process.cwd();
    process.chdir(temporary());
    try {
      writeFileSync('cdk8s.yaml', `output: ${folder}\n`);
      expect(names('parity view l')).toEqual(['local']);
      writeFileSync('cdk8s.yaml', 'output: [');
      expect(names('parity view l')).toEqual([]);
    } finally {
      process.chdir(former);
    }
  });

  test('each command of this one, with its options', () => {
    const all = commandLine();
    const [, ...words] = offered('parity ', 'bash', all);
    expect(words).toEqual([...all.commands.map((command) => command.name()), 'help']);
    for (const command of all.commands) {
      expect(offered(`parity ${command.name()} --`, 'bash', all)).toContain('--help');
    }
  });
});

describe('without an assembly', () => {
  const places = ['parity view --assembly % ', 'parity view --assembly % local ', 'parity view --assembly % --chart '];

  test.each([
    ['none', undefined],
    ['an empty file', ''],
    ['no JSON', '{'],
    ['another version',
      '{\n"schemaVersion": 1,\n"environments": [\n{"name":"a","targets":[{"name":"a"}]}\n],\n"charts": [\n'],
    ['a form that nobody wrote', '{\n"schemaVersion": 3,\n"environments": [\nnull\n],\n"charts": [\n{"id":7}\n'],
  ])('nothing is offered: %s', (_, text) => {
    const former = folder;
    folder = temporary();
    try {
      if (text !== undefined) writeFileSync(join(folder, 'parity.json'), text);
      expect(places.map((line) => offered(line))).toEqual(places.map(() => ['words']));
    } finally {
      folder = former;
    }
  });

  test('nothing is offered when it is a folder', () => {
    const broken = temporary();
    mkdirSync(join(broken, 'parity.json'));
    expect(offered(`parity view --assembly ${broken} `)).toEqual(['words']);
  });
});

describe('names of whoever wrote the assembly', () => {
  const special = fc.constantFrom(...'$`;|&<>(){}[]*?!~#\\\'" \n\t\r\u001b\u202e=-:a/');
  const hostile = fc.oneof(fc.string(), fc.string({ unit: special }),
    fc.constantFrom('$(touch x)', '`id`', 'a b', 'a;b', "'", '-rf', '--all', '=ls', '~', 'a\nb', '__proto__', '%self'));

  test('are offered as one line each, of nothing that a shell expands, or not at all', () => {
    fc.assert(fc.property(fc.array(hostile, { maxLength: 8 }), (all) => {
      const at = temporary();
      const frame = { valuesDigests: {}, witnessed: false, notReleasable: [], allowedEnv: [], locked: [], calls: [] };
      const environments = all.map((name) => ({ name, targets: [{ name, facts: { [name]: name } }] }));
      const charts = all.map((id) => JSON.stringify({
        id, class: id, variations: [{ name: id, why: id }],
        template: { objects: [{ id, construct: id, body: { id } }] },
      } as unknown as AssemblyIndex['charts'][number]));
      writeFileSync(join(at, 'parity.json'), [...indexChunks({ environments, ...frame }, charts)].join(''));
      const lines = ['', 'x ', '--chart ', '--variation ', '--fact ', '--chart='];
      for (const line of lines) {
        const [kind, ...words] = complete(program(), 'fish', `parity view --assembly ${at} ${line}`.split(' '))
          .split('\n').slice(0, -1);
        expect(kind).toBe('words');
        for (const word of words) {
          expect(word).toMatch(/^(--chart=)?[A-Za-z0-9_./:@%+=,-]+(\t[^\u0000-\u001f\u007f\u202e]*)?$/);
          expect(word).not.toMatch(/^(-(?!-chart=)|[=~%])/);
        }
        const plain = all.filter((name) => /^[a-z_][\w-]*$/.test(name));
        if (line === '') expect(words.map((word) => word.split('\t')[0])).toEqual(expect.arrayContaining(plain));
      }
    }), { numRuns: 60 });
  });
});
