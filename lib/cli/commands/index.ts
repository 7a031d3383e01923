import type { Command } from 'commander';
import { checkCommand } from './check';
import { diffCommand } from './diff';
import { initCommand } from './init';
import { synthCommand } from './synth';

/**
 * Every command, in the order of its use. Each file here says how a command is called; what it does is loaded when it
 * runs, so that help costs nothing.
 */
export const COMMANDS: readonly (() => Command)[] = [
  synthCommand,
  checkCommand,
  diffCommand,
  initCommand,
];
