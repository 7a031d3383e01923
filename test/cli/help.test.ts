import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { COMMANDS } from '../../lib/cli/commands';
import { fitted } from '../../lib/cli/help-text';
import { commandLine } from '../../lib/cli/main';

/** What the command line writes for some words, before it would do anything. */
async function written(words: readonly string[]): Promise<{ out: string; err: string }> {
  const texts = { out: '', err: '' };
  const spies = (['out', 'err'] as const).map((name) =>
    jest.spyOn(process[`std${name}`], 'write').mockImplementation((text) => {
      texts[name] += String(text);
      return true;
    }));
  try {
    await commandLine().parseAsync([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return texts;
}

const names = COMMANDS.map((command) => command().name());

describe.each(['', ...names])('the help of parity %s', (name) => {
  const words = [name, '--help'].filter(Boolean);

  test('says what it does, shows examples, and tells the exit codes, in 80 columns', async () => {
    const { out, err } = await written(words);
    expect(err).toBe('');
    expect(out).toMatch(/^Usage: parity .*\n\n\S.{20}/);
    expect(out).toMatch(/\n\nExamples:\n {2}\$ \S/);
    expect(out).toMatch(/\nExit codes: 0 \S/);
    expect(out.split('\n').filter((line) => [...line].length > 80)).toEqual([]);
    expect(out.endsWith('\n\n')).toBe(false);
  });

  test('shows examples of the command itself, with options that it has', async () => {
    const { out } = await written(words);
    const [head, examples] = out.split('\nExamples:\n') as [string, string];
    const calls = examples.replaceAll(/ \\\n +/g, ' ').split('\n').filter((line) => line.startsWith('  $ '));
    for (const call of calls) expect(call).toMatch(/(\bparity|npx cdk8s-parity) \w/);
    if (name === '') return;
    for (const call of calls) expect(call).toContain(` ${name}`);
    const used = calls.flatMap((call) => call.match(/(?<= )--[\w-]+/g) ?? []);
    expect(used.filter((option) => !head.includes(`${option} `) && !head.includes(`${option}\n`))).toEqual([]);
  });

  test('is what parity help shows', async () => {
    expect(await written(name === '' ? ['help'] : ['help', name])).toEqual(await written(words));
  });
});

test('a terminal that says it has no columns gets 80', async () => {
  const piped = await written(['diff', '--help']);
  const { isTTY, columns } = process.stdout;
  Object.assign(process.stdout, { isTTY: true, columns: 0 });
  try {
    expect(await written(['diff', '--help'])).toEqual(piped);
  } finally {
    Object.assign(process.stdout, { isTTY, columns });
  }
});

test('every command is listed, in the order of use', async () => {
  const { out } = await written(['--help']);
  expect([...out.matchAll(/^ {2}(\w+) {2,}\S/gm)].map((match) => match[1])).toEqual([...names, 'help']);
});

test.each([
  [['dif'], "error: unknown command 'dif'\n(Did you mean diff?)\n"],
  [['synth', '--witnes'], "error: unknown option '--witnes'\n(Did you mean --witness?)\n"],
])('a mistyped word is answered with the nearest one: %j', async (words, err) => {
  expect(await written(words)).toEqual({ out: '', err });
});

test('a choice that is none is answered in one line with those that there are', async () => {
  const { err } = await written(['synth', '--format', 'xml']);
  expect(err).toBe("error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json.\n");
});

describe('text that is too wide', () => {
  test('has the comments of all examples below them', () => {
    expect(fitted('  $ parity a    short\n  $ parity long --option value    why', 30)).toBe(
      '  $ parity a\n      short\n  $ parity long --option value\n      why');
  });

  test('has long commands continued so that a shell still reads them', () => {
    expect(fitted("  $ parity explain production 'a b c' --chart Checkout", 34)).toBe(
      "  $ parity explain production \\\n      'a b c' --chart Checkout");
  });

  test('has its paragraphs filled anew, and exit codes kept in one piece', () => {
    expect(fitted('one two three four\nfive six\n\nExit codes: 0 all fine · 1 not so', 16)).toBe(
      'one two three\nfour five six\n\nExit codes: 0 all fine ·\n  1 not so');
  });

  test('is left as it is where it fits', () => {
    const text = '\nExamples:\n  $ parity a    short\n\nOne\ntwo.\n';
    expect(fitted(text, 80)).toBe(text);
  });
});

describe('docs/cli.md', () => {
  const text = readFileSync(join(__dirname, '../../docs/cli.md'), 'utf8');

  test('lists every command, in the order of use', () => {
    expect([...text.matchAll(/^\| `parity (\w+)` \|/gm)].map((match) => match[1])).toEqual(names);
  });

  test('speaks of no option that no command has', async () => {
    const helps = await Promise.all(names.map(async (name) => (await written([name, '--help'])).out));
    const options = new Set(helps.join('\n').match(/--[a-z][\w-]*/g));
    expect((text.match(/--[a-z][\w-]*/g) ?? []).filter((option) => !options.has(option))).toEqual([]);
  });
});
