import type { Command } from 'commander';
import { readOutput } from '../configuration';
import { AssemblyNames, type Name } from './assembly-names';
import { type Candidates, type Known, candidatesAt } from './candidates';
import { joinBashWords, readLine } from './line';

/** Only these may stand in a shell's line as they are: nothing in them is expanded, run, or taken for an option. */
const PLAIN = /^[A-Za-z0-9_./][A-Za-z0-9_./:@%+=,-]*$/;
const MAX_ABOUT = 60;

/**
 * Answers a shell that asks what may stand at the cursor: a line that says what kind (`words`, `files` or `folders`),
 * then one word a line, with what it is about after a tab where the shell shows that.
 *
 * @param words the command line up to the cursor, the program first, the last one unfinished
 */
export function complete(program: Command, shell: string, words: readonly string[]): string {
  const isBash = shell === 'bash';
  const { words: line, before } = isBash ? joinBashWords(words) : { words, before: '' };
  const found = candidatesFor(program, line);
  if (found.kind !== 'words') return `${found.kind}\n`;
  const typed = line.at(-1) ?? '';
  const fitting = new Map(found.words.filter(({ name }) => name.startsWith(typed)).map((each) => [each.name, each]));
  return ['words', ...[...fitting.values()].map(({ name, about }) => {
    const shown = name.slice(before.length);
    return isBash || about === undefined ? shown : `${shown}\t${aboutText(about)}`;
  })].map((text) => `${text}\n`).join('');
}

function candidatesFor(program: Command, line: readonly string[]): Candidates {
  const position = readLine(program, line.slice(1));
  const folder = [...position.options].find(([option]) => option.long === '--assembly')?.[1];
  return candidatesAt(position, knownIn(folder));
}

/** Whatever is wrong with an assembly, or there being none: a person who types a name need not hear of it. */
function knownIn(folder: string | undefined): Known {
  const quietly = (read: (names: AssemblyNames) => Name[]) => () => {
    try {
      return read(new AssemblyNames(folder ?? readOutput())).filter(isSafe);
    } catch {
      return [];
    }
  };
  return {
    environments: quietly((names) => names.environments()),
    charts: quietly((names) => names.charts()),
    services: quietly((names) => names.services()),
    objects: quietly((names) => names.objects()),
    variations: quietly((names) => names.variations()),
    facts: quietly((names) => names.facts()),
  };
}

/** A name comes from whoever wrote the assembly, and what is offered may be run without another look. */
function isSafe({ name }: Name): boolean {
  return name.length <= 300 && PLAIN.test(name);
}

function aboutText(about: string): string {
  const { shortened } = require('../../report/printable') as typeof import('../../report/printable');
  return shortened(about, MAX_ABOUT);
}
