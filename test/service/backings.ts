import { loadAll } from 'js-yaml';
import type { Construct } from 'constructs';
import { type EnvironmentContract, ParityChart, type RenderedAssembly, environment } from '../../lib';
import { FACTS, type Manifest } from './shop';

/** The facts of an environment that has every backing service by one provisioner. */
export function facts(
  provisioner: 'stateful-set' | 'cloudnative-pg' | 'managed', refinement: Partial<EnvironmentContract> = {},
): EnvironmentContract {
  const of = (engine: string, major: number, subnet: number) => ({
    provisioner: provisioner === 'cloudnative-pg' && engine !== 'postgres' ? 'stateful-set' as const : provisioner, engine, major,
    ...(provisioner === 'managed' ? { cidrs: [`10.20.${subnet}.0/24`] } : {}),
  });
  return {
    ...FACTS, apiServer: { cidrs: ['10.0.0.2/32'] }, imagePullSecrets: ['registry'],
    capabilities: { ...FACTS.capabilities, externalSecrets: provisioner !== 'stateful-set' },
    backings: {
      orders: of('postgres', 17, 0), cart: of('redis', 7, 1), events: of('kafka', 4, 2), files: of('object-store', 1, 3),
      queue: of('rabbitmq', 4, 4),
    },
    ...refinement,
  };
}

export const backed = (name: string, of: EnvironmentContract) => environment<EnvironmentContract>(name, of);

/** A chart class whose constructor does what a test wants. */
export function chartOf(build: (chart: ParityChart) => void): new (scope: Construct, id: string) => ParityChart {
  return class Data extends ParityChart {
    constructor(scope: Construct, id: string) {
      super(scope, id);
      build(this);
    }
  };
}

/** The container of a backing service in the cluster, its files by path, and the paths of what is mounted. */
export function serverOf({ files }: RenderedAssembly, target: string, backing: string) {
  const objects = [...files].filter(([file]) => file.startsWith(`${target}/`)).flatMap(([, text]) => loadAll(text) as Manifest[]);
  const [{ spec: { template: { spec: pod } } }] = objects.filter(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === backing);
  const [container] = pod.containers;
  const mounts: { name: string; mountPath: string }[] = container.volumeMounts;
  const configMap = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith(`${backing}-server-`));
  const folder = mounts.find(({ name }) => name === 'config' && configMap !== undefined)?.mountPath;
  const texts = Object.entries<string>(configMap?.data ?? {}).map(([name, text]) => [`${folder}/${name}`, text]);
  return { container, files: Object.fromEntries(texts) as Record<string, string>, mounts: mounts.map(({ mountPath }) => mountPath) };
}
