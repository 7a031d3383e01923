import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

import { ParityError } from '../lib/template/error';
import { type Command } from './measure';
import { benchEnvironments, benchServices } from './service';

const GO_MODULE = 'sigs.k8s.io/kustomize/kustomize/v5';
const GO_VERSION = 'v5.7.1';

/** The words that render a folder: `kubectl kustomize`, or `kustomize build`. */
export type KustomizeProgram = readonly string[];

/**
 * Finds kubectl or kustomize on PATH, or builds kustomize from its Go module into the user's cache.
 *
 * @throws PARITY_BENCH when none is there and go cannot build it
 */
export function findKustomize(): KustomizeProgram {
  if (runs('kubectl', ['kustomize', '--help'])) return ['kubectl', 'kustomize'];
  if (runs('kustomize', ['version'])) return ['kustomize', 'build'];
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), '.cache'), 'cdk8s-parity-bench');
  const built = path.join(cache, 'kustomize');
  if (!runs(built, ['version'])) build(cache);
  return [built, 'build'];
}

function runs(file: string, args: readonly string[]): boolean {
  return spawnSync(file, args, { stdio: 'ignore' }).status === 0;
}

function build(cache: string): void {
  fs.mkdirSync(cache, { recursive: true });
  const result = spawnSync('go', ['install', `${GO_MODULE}@${GO_VERSION}`], {
    env: { ...process.env, GOBIN: cache }, encoding: 'utf8',
  });
  if (result.status === 0) return;
  throw new ParityError({
    code: 'PARITY_BENCH',
    message: 'neither kubectl nor kustomize is on PATH, and kustomize could not be built',
    got: (result.error?.message ?? result.stderr).trim().slice(-1_000),
    fix: 'install kubectl, or leave kustomize out with --only',
  });
}

/** The two usual ways to render every service for every environment. */
export const KUSTOMIZE_WAYS = ['one root per environment', 'one process per service and environment'] as const;
export type KustomizeWay = (typeof KUSTOMIZE_WAYS)[number];

/**
 * One shell script that renders everything, one process after another.
 *
 * The loop stands in the shell because that is how it is done in practice, and because it costs next to nothing.
 */
export function kustomizeCommand(
  program: KustomizeProgram, way: KustomizeWay,
  work: { tree: string; services: number; environments: number; outdir: string },
): Command {
  const render = program.map(quote).join(' ');
  const services = benchServices(work.services).map(({ name }) => name);
  const lines = benchEnvironments(work.environments).flatMap(({ name }) => {
    const out = path.join(work.outdir, name);
    const mkdir = `mkdir -p ${quote(out)}`;
    if (way === 'one root per environment') {
      return [mkdir, `${render} overlays/${name} > ${quote(path.join(out, 'all.yaml'))}`];
    }
    return [mkdir, ...services.map((service) => (
      `${render} overlays/${name}/${service} > ${quote(path.join(out, `${service}.yaml`))}`
    ))];
  });
  const script = path.join(work.tree, `${way.replaceAll(' ', '-')}.sh`);
  fs.writeFileSync(script, `set -e\n${lines.join('\n')}\n`);
  return { file: 'sh', args: [script], cwd: work.tree };
}

function quote(word: string): string {
  return /^[a-z]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
