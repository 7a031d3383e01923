import type { Command } from 'commander';
import { addCommand } from './add';
import { checkCommand } from './check';
import { completionCommand } from './completion';
import { configCommand } from './config';
import { diffCommand } from './diff';
import { explainCommand } from './explain';
import { initCommand } from './init';
import { keepCommand } from './keep';
import { reportCommand } from './report';
import { secretsCommand } from './secrets';
import { synthCommand } from './synth';

/**
 * Every command, in the order of its use. Each file here says how a command is called; what it does is loaded when it
 * runs, so that help costs nothing.
 */
export const COMMANDS: readonly (() => Command)[] = [
  synthCommand,
  checkCommand,
  diffCommand,
  explainCommand,
  reportCommand,
  configCommand,
  keepCommand,
  secretsCommand,
  initCommand,
  addCommand,
  completionCommand,
];
