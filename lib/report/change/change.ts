import type { Json } from '../../template/json';
import type { Risk } from './risk';

// The model of a change: plain data, which is also what `parity diff --base --format json` prints. Each thing is said
// once. Values of Secrets are never in it.

/** What a change does: the assembly before it, against the one after it. */
export interface Change {
  /** Whether nothing differs; then every list is empty. */
  readonly same: boolean;
  /** Which side holds only some charts, and those that were compared. @default - both sides are whole */
  readonly part?: PartOfChange;
  /** What a reviewer should look at first, the most severe first. */
  readonly risks: readonly Risk[];
  readonly environments: EnvironmentChanges;
  readonly charts: ChartChanges;
  /** Objects that changed, once for all environments; objects that changed in the same way stand together. */
  readonly templates: readonly TemplateChange[];
  /** Images that changed. The fields that hold them are not said again in `templates`. */
  readonly images: readonly ImageChange[];
  readonly values: readonly ValueChange[];
  readonly facts: readonly FactChange[];
  readonly variations: readonly VariationChange[];
  readonly alternatives: readonly RecordChange[];
  readonly standIns: readonly RecordChange[];
  readonly exceptions: readonly RecordChange[];
  readonly removedDefaults: readonly RecordChange[];
  /** ConfigMaps of former releases that are in the manifests for rollbacks. */
  readonly kept: readonly RecordChange[];
  readonly calls: readonly RecordChange[];
  /** Places that the app locks, variables that constructs may read, and what is said of the whole assembly. */
  readonly app: readonly RecordChange[];
}

export interface ListChange<T> {
  readonly added: readonly T[];
  readonly removed: readonly T[];
  /** Names in their new order, when those that stayed were put in another. @default - the order is the same */
  readonly order?: { readonly before: readonly string[]; readonly after: readonly string[] };
}

/** A side that was synthesized in part: of the other one, too, only these charts were compared. */
export interface PartOfChange {
  readonly of: readonly ('base' | 'head')[];
  readonly charts: readonly string[];
}

/** New and removed targets were compared with nothing. */
export interface EnvironmentChanges extends ListChange<EnvironmentName> {
  /** Environments that are written per cluster on one side alone. @default - there are none */
  readonly clustered?: readonly ClusteredChange[];
}

/** The clusters of an environment on the side that has some; the other side was compared with each of them. */
export interface ClusteredChange {
  readonly environment: string;
  readonly before?: readonly string[];
  readonly after?: readonly string[];
}

/** A target: an environment, or one of its clusters. */
export interface EnvironmentName {
  readonly environment: string;
  readonly cluster?: string;
  readonly previewOf?: string;
}

export interface ChartName { readonly id: string; readonly class: string; readonly owner?: string }

export interface ChartChanges {
  readonly added: readonly (ChartName & { readonly objects: number })[];
  readonly removed: readonly (ChartName & { readonly objects: number })[];
  /** The charts of both sides of which anything else in this change speaks, by id. */
  readonly changed: readonly string[];
  /** Charts whose class or owner is another one. */
  readonly renamed: readonly { readonly id: string; readonly before: ChartName; readonly after: ChartName }[];
}

/** An object of a chart. */
export interface ObjectName { readonly chart: string; readonly object: string }

export interface TemplateChange {
  /** `renamed` for an object that has another name, `reordered` where only the order of a chart's objects changed. */
  readonly kind: 'added' | 'removed' | 'changed' | 'renamed' | 'reordered';
  /** The Kubernetes kind; empty for `reordered`. */
  readonly of: string;
  /** Each object once; `before` is the former name of a renamed one. */
  readonly objects: readonly (ObjectName & { readonly before?: string })[];
  /** What changed in each of them. Empty for added and removed ones, which changed as a whole. */
  readonly fields: readonly FieldChange[];
}

/** A field; what is filled in an environment stands in it by name: `<replicas>`. */
export interface FieldChange {
  readonly kind: 'added' | 'removed' | 'changed' | 'reordered';
  /** As people write it, list elements by their keys: `spec.containers[api].image`. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** Whether it is a hash of content whose own change is told. @default - it is a change of its own */
  readonly follows?: true;
}

export interface ImageChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: ImageName;
  readonly after?: ImageName;
  readonly containers: readonly (ObjectName & { readonly container: string })[];
}

export interface ImageName { readonly artifact?: string; readonly repository: string; readonly digest?: string }

/** Values of one variation that changed, for charts in which they changed alike. */
export interface ValueChange {
  readonly class: string;
  readonly name: string;
  readonly charts: readonly string[];
  readonly changes: readonly TargetValues[];
}

/** A value that changed alike in some targets; absent on the side that has none. */
export interface TargetValues {
  readonly targets: readonly string[];
  /** Whether these are all targets of both sides. */
  readonly everywhere: boolean;
  readonly before?: Json;
  readonly after?: Json;
}

export interface FactChange {
  /** The fact's path: `storageClasses.fast`. */
  readonly name: string;
  /** The charts that it fills, on either side. */
  readonly charts: readonly string[];
  readonly changes: readonly TargetValues[];
}

export interface VariationChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly class: string;
  readonly name: string;
  readonly charts: readonly string[];
  readonly before?: VariationDeclaration;
  readonly after?: VariationDeclaration;
  /** For a changed one. `both`: wider in one bound, narrower in another. @default - its bounds are the same */
  readonly bounds?: 'widened' | 'narrowed' | 'both';
}

/** A declaration in so far as it changed: all of it for a new or removed variation. */
export type VariationDeclaration = Readonly<Record<string, Json>>;

/** Something that is listed with a reason: an exception, a stand-in, a removed default. */
export interface RecordChange {
  readonly kind: 'added' | 'removed' | 'changed';
  /** What it is, in a few words: `production: Deployment/checkout-api`. */
  readonly name: string;
  readonly charts: readonly string[];
  /** All of it for what is new or gone, only what changed otherwise. */
  readonly before?: Readonly<Record<string, Json>>;
  readonly after?: Readonly<Record<string, Json>>;
}
