import type { RenderedAssembly } from '../../../lib';
import { checkAssembly } from '../../../lib/check/check';
import { assemblyInMemory } from '../../../lib/synth/assembly/read-assembly';
import { renderWitnessed } from '../../../lib/synth/witness/render-witnessed';
import { formatFailure } from '../../../lib/template/error';
import { findBadResources, findDuplicates, findForeignClasses, findStraySelectors } from './broken-objects';
import { findBrokenReferences } from './broken-references';
import { findBrokenRoutes } from './broken-routes';
import { composedApp } from './composed-app';
import { DeclaredConnections, strangers } from './declared-connections';
import { TARGETS, namespaceOf } from './platform';
import type { Recipe } from './recipe';
import { type World, worldOf } from './world';
import { findWrongConnections } from './wrong-connections';

/** Renders a random app, and proves it by its witness and by the check of its closure. @throws ParityErrors */
export function renderComposed(
  recipe: Recipe, { isQuick = false }: FindOptions = {},
): { readonly rendered: RenderedAssembly; readonly problems: string[] } {
  const { rendered, failures } = renderWitnessed(composedApp(recipe), () => composedApp(recipe));
  const check = () => checkAssembly(assemblyInMemory(rendered), { now: '2026-11-21', rules: ['closure'] });
  const findings = isQuick ? [] : check().findings;
  return { rendered, problems: [...failures, ...findings.map(({ failure }) => failure)].map(formatFailure) };
}

/** Everything that is wrong with an app, in each environment by itself. */
export function findProblems(recipe: Recipe, options: FindOptions = {}): string[] {
  const { rendered, problems } = renderComposed(recipe, options);
  const inTargets = TARGETS.flatMap((name, target) => findInTarget(recipe, target, worldOf(rendered, name), options));
  return [...problems, ...inTargets];
}

export interface FindOptions {
  /** Leaves out what takes longest: the assembly's own check, and custom resources' definitions. @default false */
  readonly isQuick?: boolean;
}

export function findInTarget(
  recipe: Recipe, target: number, world: World, { isQuick = false }: FindOptions = {},
): string[] {
  const home = namespaceOf(recipe.environments[target]);
  const declared = new DeclaredConnections(recipe, target, home);
  return [
    ...findWrongConnections(world, strangers(recipe, target, home), (from, to, by) => declared.has(from, to, by)),
    ...findBrokenReferences(world),
    ...findBrokenRoutes(world),
    ...findForeignClasses(world),
    ...findStraySelectors(world),
    ...findDuplicates(world),
    ...(isQuick ? [] : findBadResources(world)),
  ].map((problem) => `${world.target}: ${problem}`);
}
