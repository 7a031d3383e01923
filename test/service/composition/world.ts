import { CORE_SCHEMA, loadAll } from 'js-yaml';
import type { RenderedAssembly } from '../../../lib';
import type { Peer } from '../../../examples/online-boutique/network-policy-model';
import { valueAt } from '../../../lib/template/json';
import type { Manifest } from '../shop';

/** What one target is given, read from the written YAML: what a cluster would know, and nothing of the library's. */
export interface World {
  readonly target: string;
  /** What the platform answered for the target. */
  readonly facts: Manifest;
  readonly objects: readonly Manifest[];
  readonly workloads: readonly Workload[];
  /** Keys by the name of Secrets that `parity.json` says somebody fills by hand here. */
  readonly promised: ReadonlyMap<string, readonly string[]>;
  /** What `parity.json` says that services read of their configuration, by the ConfigMap's name without its hash. */
  readonly configs: ReadonlyMap<string, readonly string[]>;
  /** The calls between services, by the names of their objects. */
  readonly calls: readonly { readonly from: string; readonly to: string; readonly port: string }[];
}

/** What runs pods, and one of them. */
export interface Workload extends Peer {
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  /** What its pods are made of. @default - an operator makes them */
  readonly pods?: Manifest;
}

export function worldOf({ files, index }: RenderedAssembly, target: string): World {
  const objects = [...files].filter(([file]) => file.startsWith(`${target}/`))
    .flatMap(([, text]) => loadAll(text, { schema: CORE_SCHEMA }) as Manifest[]);
  const facts = index.environments.flatMap(({ targets }) => targets).find(({ name }) => name === target)?.facts ?? {};
  const promised = index.charts.flatMap(({ secrets = [] }) => secrets)
    .filter(({ when = [] }) => valueAt(facts, ['capabilities', 'externalSecrets']) === false
      && when.every(({ of, is }) => of.op === 'fact' && String(valueAt(facts, of.path)) === is))
    .map(({ secret, keys }) =>
      [secret, keys.flatMap(({ name, internal }) => (internal === true ? [] : [name]))] as const);
  const configs = index.charts.flatMap((chart) => chart.configs ?? [])
    .map(({ configMap, schema }) => [configMap, Object.keys(schema.properties as object)] as const);
  const calls = index.calls.map(({ from, to, port }) => ({ from: objectName(from), to: objectName(to), port }));
  return worldFrom({ target, facts, objects, promised: new Map(promised), configs: new Map(configs), calls });
}

/** The same of objects that somebody changed. */
export function worldFrom(of: Omit<World, 'workloads'>): World {
  const workloads = of.objects.flatMap((object) => workloadOf(object) ?? [])
    .map((workload, i): Workload => ({ ...workload, address: `10.244.${Math.floor(i / 200)}.${i % 200 + 1}` }));
  return { ...of, workloads };
}

/** A service without a name of its own is called after its path. */
function objectName(path: string): string {
  return path.replaceAll('/', '-');
}

export function ofKind(world: World, ...kinds: readonly string[]): readonly Manifest[] {
  return world.objects.filter(({ kind }) => kinds.includes(kind));
}

export function named(world: World, kind: string, name: string, namespace: string): Manifest | undefined {
  return world.objects.find((object) =>
    object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace);
}

/** `Deployment/cart`, as problems name it. */
export function nameOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

function workloadOf({ kind, metadata: { name, namespace }, spec }: Manifest): Workload | undefined {
  switch (kind) {
    case 'Deployment': case 'StatefulSet': case 'DaemonSet': case 'Job': {
      const { metadata, spec: pods } = spec.template;
      const ports = pods.containers.flatMap((container: Manifest) => container.ports ?? []);
      return { kind, name, namespace, labels: metadata.labels, ports, pods };
    }
    // https://cloudnative-pg.io/documentation/current/labels_annotations, and the ports that its instances listen on.
    case 'Cluster': {
      const labels = { ...spec.inheritedMetadata?.labels, 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' };
      const ports = [{ name: 'postgresql', containerPort: 5432 }, { name: 'status', containerPort: 8000 },
        { name: 'metrics', containerPort: 9187 }];
      return { kind, name, namespace, labels, ports };
    }
    default: return undefined;
  }
}
