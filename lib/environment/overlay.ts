import type { Chart } from 'cdk8s';
import type { Json } from '../template/json';
import type { OverlayOf } from './vary';

/** A chart's class, by which overlays and exceptions name it. */
// oxlint-disable-next-line typescript/no-explicit-any -- a class with any constructor is meant
export type ChartClass<C extends Chart = Chart> = abstract new (...args: any[]) => C;

/** To which instances of a class an overlay speaks. */
export interface OverlayScope {
  /** The id of one chart. @default - all charts of the class */
  readonly instance?: string;
  /** The name of one cluster of the environment. @default - all its clusters */
  readonly cluster?: string;
}

/** Values for a class's variations, with where they stand. */
export interface Overlay extends OverlayScope {
  /** The class itself, or its name when the overlay came as data. */
  readonly of: ChartClass | string;
  readonly values: Readonly<Record<string, unknown>>;
  /** `environments/production.ts:12`. */
  readonly source: string | undefined;
  /** The source of single values, by address, when it is known more closely. */
  readonly sources?: ReadonlyMap<string, string>;
  /** True for what a preview has from its base, which its own values may replace. */
  readonly isInherited?: boolean;
}

/** Overlays that stand beside the service they are for, by environment. */
export interface OverlaySet { readonly byEnvironment: ReadonlyMap<string, readonly Overlay[]> }

/** The overlays of a base as its preview has them. */
export function inherited(overlays: readonly Overlay[]): Overlay[] {
  return overlays.filter(({ cluster }) => cluster === undefined).map((overlay) => ({ ...overlay, isInherited: true }));
}

/** One RFC 6902 operation. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** What an exception says besides whom it is for. */
export interface ExceptionOptions extends OverlayScope {
  /** The object by its logical identity: `Deployment/checkout-api`. */
  readonly object: string;
  /** A JSON Patch (RFC 6902) that must apply and must change something. */
  readonly patch: readonly PatchOperation[];
  readonly reason: string;
  readonly owner: string;
  /** The day since when it holds: `2026-11-21`. @default - not known, and reports say so */
  readonly since?: string;
  /** The last day on which it holds: `2027-03-31`. */
  readonly expires: string;
}

/** The audited escape hatch: one environment's manifests differ by a patch that nobody declared as a variation. */
export interface Exception extends ExceptionOptions {
  readonly of: ChartClass | string;
  readonly source: string | undefined;
}

/** The class name an overlay or exception speaks of. */
export function classNameOf(of: ChartClass | string): string {
  return typeof of === 'string' ? of : of.name;
}

export type { OverlayOf };
