import type { VariationSpec } from '../../environment/variation';
import type { Call } from '../../environment/call-graph';
import type { RemovedDefault } from '../../environment/records';
import type { ServiceRecords } from '../../environment/service-records';
import type { StandInRecord } from '../../environment/stand-in';
import type { Expression } from '../../template/expression';
import type { Json, JsonObject, Path } from '../../template/json';
import type { LockedPlace } from '../../template/locked';
import type { TemplateObject } from '../../template/template';
import type { PatchOperation } from '../../environment/overlay';

/** The version of `parity.json`'s form; a reader refuses any other. Documented in docs/parity-json.md. */
export const SCHEMA_VERSION = 3;

/** A place of the template: an object by its logical identity, and the path inside it. */
export interface Place { readonly object: string; readonly path: Path }

/** What `parity.json` holds: everything that reading, checking and filling an assembly needs. */
export interface AssemblyIndex {
  readonly schemaVersion: typeof SCHEMA_VERSION;
  readonly generator: string;
  /** In promotion order. */
  readonly environments: readonly EnvironmentRecord[];
  readonly charts: readonly ChartRecord[];
  /** The edges of the call graph, over all charts. */
  readonly calls: readonly Call[];
  /** The digest of each target's values: its facts, and every chart's values. */
  readonly valuesDigests: Readonly<Record<string, string>>;
  /** Whether plain cdk8s was shown to give the same manifests with each target's values. */
  readonly witnessed: boolean;
  readonly releasable: boolean;
  /** Why it is not releasable; empty when it is. */
  readonly notReleasable: readonly string[];
  /** Environment variables that constructs were allowed to read. */
  readonly allowedEnv: readonly string[];
  /** Places that the app locks besides those that always are. */
  readonly locked: readonly LockedPlace[];
}

export interface EnvironmentRecord {
  readonly name: string;
  readonly source?: string;
  /** The environment that an ephemeral one was made from. */
  readonly previewOf?: string;
  readonly targets: readonly TargetRecord[];
}

/** One folder of manifests: the environment, or one of its clusters. */
export interface TargetRecord { readonly name: string; readonly cluster?: string; readonly facts: JsonObject }

export interface ChartRecord extends ServiceRecords {
  readonly id: string;
  readonly class: string;
  readonly owner?: string;
  readonly templateDigest: string;
  readonly variations: readonly VariationRecord[];
  readonly facts: readonly FactRecord[];
  readonly derivations: readonly DerivationRecord[];
  readonly alternatives: readonly AlternativeRecord[];
  readonly standIns: readonly StandInRecord[];
  readonly exceptions: readonly ExceptionRecord[];
  readonly removedDefaults: readonly RemovedDefault[];
  readonly images: readonly ImageRecord[];
  /** By target name. */
  readonly targets: Readonly<Record<string, ChartTargetRecord>>;
  /** By target name: the ConfigMaps of former releases. @default - none is kept */
  readonly kept?: Readonly<Record<string, KeptFileRecord>>;
  readonly template: { readonly objects: readonly TemplateObject[] };
}

export interface VariationRecord extends VariationSpec {
  /** The address: `replicas`, `api.memory`. */
  readonly name: string;
  readonly source?: string;
  readonly places: readonly Place[];
}

export interface FactRecord { readonly path: readonly string[]; readonly places: readonly Place[] }

/** A place whose value is computed from others. */
export interface DerivationRecord { readonly place: Place; readonly expression: Expression }

export interface AlternativeRecord {
  /** What chooses: a fact or a variation. */
  readonly of: Expression;
  readonly branches: Readonly<Record<string, readonly string[]>>;
}

export interface ExceptionRecord {
  readonly target: string;
  readonly object: string;
  readonly patch: readonly PatchOperation[];
  readonly reason: string;
  readonly owner: string;
  readonly since?: string;
  readonly expires: string;
  readonly source?: string;
}

export interface ImageRecord {
  readonly object: string;
  readonly container: string;
  /** The artifact's name, when it is one. */
  readonly artifact?: string;
  /** Without the registry host. */
  readonly repository: string;
  readonly digest?: string;
}

export interface ChartTargetRecord {
  /** The file, below the assembly's folder. */
  readonly file: string;
  readonly digest: string;
  readonly valuesDigest: string;
  readonly values: Readonly<Record<string, ValueRecord>>;
}

/** The file of the ConfigMaps that former releases had, and a rollback needs; they are no part of the template. */
export interface KeptFileRecord {
  readonly file: string;
  readonly digest: string;
  /** In the order of the file. */
  readonly objects: readonly KeptConfigRecord[];
}

/** All of a kept ConfigMap but its content, which its name is the hash of. */
export interface KeptConfigRecord {
  readonly name: string;
  /** Its name without the hash. */
  readonly configMap: string;
  readonly namespace?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The releases that had it, oldest first. */
  readonly releases: readonly string[];
}

/** Every file of a chart, with its digest. */
export function filesOfChart({ targets, kept = {} }: Pick<ChartRecord, 'targets' | 'kept'>): readonly FileRecord[] {
  return [...Object.values(targets), ...Object.values(kept)];
}

type FileRecord = Pick<KeptFileRecord, 'file' | 'digest'>;

export interface ValueRecord { readonly value: Json; readonly from: 'default' | 'overlay'; readonly source?: string }
