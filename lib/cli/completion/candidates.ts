import type { Argument, Command, Option } from 'commander';
import type { Name } from './assembly-names';
import type { Position } from './line';

/** What a shell can offer: words, or its own files or folders. */
export type Candidates =
  | { readonly kind: 'words'; readonly words: readonly Name[] }
  | { readonly kind: 'files' | 'folders' };

/** What is looked up only when it is asked for. */
export interface Known {
  environments(): readonly Name[];
  charts(): readonly Name[];
  services(): readonly Name[];
  objects(): readonly Name[];
  variations(): readonly Name[];
  facts(): readonly Name[];
}

type Source = keyof Known | 'files' | 'folders';

/** What stands for the placeholders in the commands' definitions (`<environment>`), by their names there. */
const BY_PLACEHOLDER: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['environment', 'environments'], ['other', 'environments'], ['object', 'objects'],
  ['variation', 'variations'], ['chart', 'charts'],
  ['file', 'files'], ['folder', 'folders'], ['revision', 'folders'], ['command', 'files'],
]);

/** The same for options whose placeholder alone does not tell. */
const BY_OPTION: ReadonlyMap<string, Source> = new Map<string, Source>([
  ['--chart', 'charts'], ['--service', 'services'], ['--variation', 'variations'], ['--fact', 'facts'], ['--environment', 'environments'],
]);

const NONE: Candidates = { kind: 'words', words: [] };

/** What may stand where the cursor is. */
export function candidatesAt(position: Position, known: Known): Candidates {
  const { command, wants, word, options } = position;
  switch (wants.kind) {
    case 'nothing': return word === '' ? words(optionsOf(command, options)) : NONE;
    case 'option': return words(optionsOf(command, options));
    case 'command': return words(commandsOf(command));
    case 'argument': return valuesOf(wants.argument, wants.argument.name(), known) ?? NONE;
    case 'value': {
      const { option, prefix } = wants;
      const found = valuesOf(option, placeholderOf(option), known, BY_OPTION.get(option.long ?? '')) ?? NONE;
      return found.kind === 'words' ? words(found.words.map((each) => ({ ...each, name: prefix + each.name }))) : found;
    }
  }
}

function valuesOf(
  of: Option | Argument, placeholder: string, known: Known, source = BY_PLACEHOLDER.get(placeholder),
): Candidates | undefined {
  if (of.argChoices !== undefined) return words(of.argChoices.map((name) => ({ name })));
  if (source === undefined) return undefined;
  return source === 'files' || source === 'folders' ? { kind: source } : words(known[source]());
}

function words(all: readonly Name[]): Candidates {
  return { kind: 'words', words: all };
}

function commandsOf(command: Command): Name[] {
  return command.createHelp().visibleCommands(command)
    .map((each) => ({ name: each.name(), about: command.createHelp().subcommandDescription(each) }));
}

/** Long options that may still be given: those that are given already only when they may be repeated. */
function optionsOf(command: Command, given: ReadonlyMap<Option, unknown>): Name[] {
  const isOver = (option: Option) => given.has(option) && option.parseArg === undefined && !option.variadic;
  return command.createHelp().visibleOptions(command).flatMap((option) =>
    (typeof option.long !== 'string' || isOver(option) ? [] : [{ name: option.long, about: option.description }]));
}

/** `folder` of `--output <folder>`. */
function placeholderOf({ flags }: Option): string {
  return /[<[]([\w-]+)/.exec(flags)?.[1] ?? '';
}
