import type { Manifest } from '../shop';
import { findInTarget, renderComposed } from './find-problems';
import { TARGETS } from './platform';
import type { Recipe } from './recipe';
import { type World, nameOf, worldFrom, worldOf } from './world';

/** What is changed of the objects of a target; one that is set to undefined is taken away. */
export type Change = (objects: Manifest[]) => void;

/** A part of a target's objects by a name, and how it is broken. */
type Breaks = (world: World) => readonly { readonly what: string; readonly change: Change }[];

/** An app whose written manifests are broken, to see that what looks for problems finds them. */
export class BreakableApp {
  readonly problems: readonly string[];
  private readonly worlds: readonly World[];

  constructor(private readonly recipe: Recipe) {
    const { rendered, problems } = renderComposed(recipe);
    this.worlds = TARGETS.map((name) => worldOf(rendered, name));
    this.problems = [...problems, ...this.worlds.flatMap((world, target) => findInTarget(recipe, target, world))];
  }

  /** What is said of a target whose objects are changed. */
  findWhen(target: number, change: Change): string[] {
    const objects = structuredClone(this.worlds[target].objects) as Manifest[];
    change(objects);
    const world = worldFrom({ ...this.worlds[target], objects: objects.filter(Boolean) });
    return findInTarget(this.recipe, target, world);
  }

  /** Breaks each part of some targets by itself; gives those of which nothing is said. */
  findUnnoticed(targets: readonly number[], breaks: Breaks): string[] {
    return targets.flatMap((target) => breaks(this.worlds[target])
      .filter(({ change }) => this.findWhen(target, change).length === 0)
      .map(({ what }) => `${TARGETS[target]}: ${what}`));
  }
}

/** Each rule of each policy, changed by itself. */
export function rules(change: (rules: Manifest[], rule: number, direction: 'ingress' | 'egress') => void): Breaks {
  return ({ objects }) => objects.flatMap(({ kind, metadata, spec }, object) => (kind !== 'NetworkPolicy' ? []
    : (['ingress', 'egress'] as const).flatMap((direction) =>
      (spec[direction] ?? []).map((_: Manifest, rule: number) => ({
        what: `${metadata.name} ${direction} ${rule}`,
        change: (changed: Manifest[]) => { change(changed[object].spec[direction], rule, direction); },
      })))));
}

/** Each object, of some kinds or all, changed by itself. */
export function objects(change: (objects: Manifest[], object: number) => void, kinds?: readonly string[]): Breaks {
  return (world) => world.objects.flatMap((object, i) => (kinds?.includes(object.kind) === false ? []
    : [{ what: nameOf(object), change: (changed: Manifest[]) => { change(changed, i); } }]));
}

/** Kinds that something else is made with; the others can be left out without anything that refers to them. */
export const NEEDED_KINDS = [
  'Certificate', 'Cluster', 'ConfigMap', 'Deployment', 'ExternalSecret', 'ListenerSet', 'NetworkPolicy',
  'PersistentVolumeClaim', 'Role', 'SecretStore', 'Service', 'ServiceAccount', 'StatefulSet', 'TriggerAuthentication',
] as const;
