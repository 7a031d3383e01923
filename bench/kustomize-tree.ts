import * as fs from 'node:fs';
import * as path from 'node:path';

import { App } from 'cdk8s';
import { dump } from 'js-yaml';

import { type EnvironmentValues, type ServiceFacts, benchEnvironments, benchServices } from './service';
import { ServiceChart } from './service-chart';

interface Manifest {
  readonly kind: string;
  readonly metadata: { namespace?: string };
}

/**
 * Writes the services as a kustomize user keeps them: a base for each service, an overlay for each service and
 * environment, and one root for each environment that lists its overlays.
 *
 * The bases hold the first environment's values without a namespace, which every overlay sets.
 */
export function writeKustomizeTree(folder: string, services: number, environments: number): void {
  const all = benchEnvironments(environments);
  const [first] = all;
  if (first === undefined) return;
  for (const service of benchServices(services)) {
    writeBase(path.join(folder, 'base', service.name), service, first);
    for (const environment of all) {
      writeOverlay(path.join(folder, 'overlays', environment.name, service.name), service, environment);
    }
  }
  for (const { name } of all) {
    writeKustomization(path.join(folder, 'overlays', name), {
      resources: benchServices(services).map((service) => service.name),
    });
  }
}

function writeBase(folder: string, service: ServiceFacts, environment: EnvironmentValues): void {
  const manifests = new ServiceChart(new App(), service.name, { service, environment }).toJson() as Manifest[];
  const resources = manifests.map(({ kind }) => `${kind.toLowerCase()}.yaml`);
  writeKustomization(folder, { resources });
  manifests.forEach((manifest, index) => {
    delete manifest.metadata.namespace;
    fs.writeFileSync(path.join(folder, resources[index]!), dump(manifest));
  });
}

function writeOverlay(folder: string, service: ServiceFacts, environment: EnvironmentValues): void {
  writeKustomization(folder, {
    resources: [`../../../base/${service.name}`],
    namespace: environment.namespace,
    patches: overlayPatches(service, environment),
  });
}

function overlayPatches({ name }: ServiceFacts, environment: EnvironmentValues): unknown[] {
  const host = `${name}.${environment.domain}`;
  const memory = `${environment.memoryMebibytes}Mi`;
  const resources = { requests: { memory }, limits: { memory } };
  return [
    merge('apps/v1', 'Deployment', name, {
      spec: { template: { spec: { containers: [{ name: 'main', resources }] } } },
    }),
    merge('autoscaling/v2', 'HorizontalPodAutoscaler', name, {
      spec: { minReplicas: environment.minReplicas, maxReplicas: environment.maxReplicas },
    }),
    merge('v1', 'ConfigMap', name, { data: { 'public.url': `https://${host}/` } }),
    {
      target: { kind: 'Ingress', name },
      patch: dump([{ op: 'replace', path: '/spec/rules/0/host', value: host }]),
    },
  ];
}

function merge(apiVersion: string, kind: string, name: string, change: object): { patch: string } {
  return { patch: dump({ apiVersion, kind, metadata: { name }, ...change }) };
}

function writeKustomization(folder: string, content: object): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'kustomization.yaml'), dump({
    apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', ...content,
  }));
}
