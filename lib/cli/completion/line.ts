import type { Argument, Command, Option } from 'commander';

/** Where in a command line the cursor stands, and what was said before it. */
export interface Position {
  readonly command: Command;
  /** What is completed: a command's name, an option, an option's value, or an argument. */
  readonly wants:
    | { readonly kind: 'command' | 'option' | 'nothing' }
    | { readonly kind: 'value'; readonly option: Option; readonly prefix: string }
    | { readonly kind: 'argument'; readonly argument: Argument };
  /** The word that the cursor stands in, as far as it. */
  readonly word: string;
  /** Arguments before it, in their order. */
  readonly given: readonly string[];
  /** Options before it, with their values; the last one of a name counts. */
  readonly options: ReadonlyMap<Option, string | undefined>;
}

/** Reads the words of a command line, of which the last one is being typed, as commander would read them. */
export function readLine(program: Command, words: readonly string[]): Position {
  const before = words.slice(0, -1);
  const word = words.at(-1) ?? '';
  let command = program;
  let given: string[] = [];
  let pending: Option | undefined;
  let isPlain = false;
  const options = new Map<Option, string | undefined>();
  for (const each of before) {
    if (pending !== undefined) {
      options.set(pending, each);
      pending = undefined;
    } else if (isPlain || !each.startsWith('-') || each === '-') {
      const nested = given.length === 0 ? findCommand(command, each) : undefined;
      if (nested === undefined) given.push(each);
      else [command, given] = [nested, []];
    } else if (each === '--') isPlain = true;
    else pending = takeOption(command, each, options);
  }
  return { command, word, given, options, wants: wantsOf({ command, word, given, pending, isPlain, program }) };
}

/** Notes an option; gives it back when its value is the next word. */
function takeOption(command: Command, text: string, options: Map<Option, string | undefined>): Option | undefined {
  const equals = text.indexOf('=');
  const option = findOption(command, equals < 0 ? text : text.slice(0, equals));
  if (option === undefined) return undefined;
  options.set(option, equals < 0 ? undefined : text.slice(equals + 1));
  return equals < 0 && option.required ? option : undefined;
}

interface Reading extends Pick<Position, 'command' | 'word' | 'given'> {
  readonly program: Command;
  /** The option whose value is being typed. */
  readonly pending: Option | undefined;
  /** After two dashes there are no more options. */
  readonly isPlain: boolean;
}

function wantsOf({ command, word, given, pending, isPlain, program }: Reading): Position['wants'] {
  if (pending !== undefined) return { kind: 'value', option: pending, prefix: '' };
  if (word.startsWith('-') && !isPlain) {
    const equals = word.indexOf('=');
    if (equals < 0) return { kind: 'option' };
    const option = findOption(command, word.slice(0, equals));
    if (option?.required !== true) return { kind: 'nothing' };
    return { kind: 'value', option, prefix: word.slice(0, equals + 1) };
  }
  if (given.length === 0 && command.commands.length > 0) return { kind: 'command' };
  // `parity help diff`: commander's own command, which no list holds.
  if (command === program && given.length === 1 && given[0] === 'help') return { kind: 'command' };
  const all = command.registeredArguments;
  const argument = all[given.length] ?? (all.at(-1)?.variadic ? all.at(-1) : undefined);
  return argument === undefined ? { kind: 'nothing' } : { kind: 'argument', argument };
}

function findCommand(command: Command, name: string): Command | undefined {
  return command.commands.find((each) => each.name() === name || each.aliases().includes(name));
}

function findOption(command: Command, flag: string): Option | undefined {
  return command.createHelp().visibleOptions(command).find((option) => option.long === flag || option.short === flag);
}

/**
 * The words as the program would get them: bash takes `--format=json` and `Role/a:b` apart.
 *
 * @returns also what the cursor's word has before the part that bash replaces
 */
export function joinBashWords(
  words: readonly string[],
): { readonly words: readonly string[]; readonly before: string } {
  const isBreak = (word: string | undefined) => word !== undefined && /^[=:]+$/.test(word);
  const joined: string[] = [];
  words.forEach((word, i) => {
    if (i > 1 && (isBreak(word) || isBreak(words[i - 1]))) joined[joined.length - 1] += word;
    else joined.push(word);
  });
  const last = words.at(-1) ?? '';
  const replaced = isBreak(last) ? '' : last;
  const whole = joined.at(-1) ?? '';
  return { words: joined, before: whole.slice(0, whole.length - replaced.length) };
}
