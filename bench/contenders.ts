import * as path from 'node:path';

import type { Tool } from './arguments';
import { KUSTOMIZE_WAYS, type KustomizeProgram, kustomizeCommand } from './kustomize-program';
import { writeKustomizeTree } from './kustomize-tree';
import type { Command } from './measure';

/** Something that is timed: a tool, or one of the ways to use it, of which the faster one counts. */
export interface Contender {
  readonly tool: Tool;
  readonly way?: string;
  command(outdir: string): Command;
}

/** From this many services on, ours adds its charts deferred, so that memory stays flat. */
const DEFERRED_FROM = 5_000;

export interface Work {
  readonly services: number;
  readonly environments: number;
  /** A folder for what a tool needs before it is timed. */
  readonly folder: string;
  /** Needed for kustomize only. */
  readonly kustomize?: KustomizeProgram;
}

/** Prepares everything that a tool needs and that is not part of its time. */
export function contendersFor(tool: Tool, work: Work): Contender[] {
  switch (tool) {
    case 'cdk8s':
    case 'tuned':
      return [nodeContender(tool, `${tool}.js`, work)];
    case 'ours':
    case 'ours-witness': {
      const flags = tool === 'ours-witness' ? ['--witness'] : [];
      if (work.services >= DEFERRED_FROM) flags.push('--deferred');
      return [nodeContender(tool, 'ours.js', work, flags)];
    }
    case 'kustomize':
      return kustomizeContenders(work);
  }
}

function nodeContender(tool: Tool, program: string, work: Work, flags: readonly string[] = []): Contender {
  const size = [String(work.services), String(work.environments)];
  return {
    tool,
    command: (outdir) => ({
      file: process.execPath,
      args: [path.join(__dirname, program), ...size, outdir, ...flags],
      cwd: work.folder,
    }),
  };
}

/** The way that is usually the faster one at this size comes first: the second is stopped when it falls far behind. */
function kustomizeContenders(work: Work): Contender[] {
  const { kustomize: program, services, environments, folder } = work;
  if (program === undefined) throw new TypeError('kustomize was not looked for');
  const tree = path.join(folder, 'kustomize');
  writeKustomizeTree(tree, services, environments);
  const ways = services <= 100 ? KUSTOMIZE_WAYS : [...KUSTOMIZE_WAYS].reverse();
  return ways.map((way) => ({
    tool: 'kustomize',
    way,
    command: (outdir) => kustomizeCommand(program, way, { tree, services, environments, outdir }),
  }));
}
