import { type ApiObjectMetadata, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import type { Construct } from 'constructs';

import type { EnvironmentValues, ServiceFacts } from './service';

/** The values as the constructs take them: plain ones, or placeholders of the same types. */
export interface ServiceValues {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly memory: Size;
  readonly domain: string;
  readonly namespace: string;
}

export function plainValues(environment: EnvironmentValues): ServiceValues {
  return { ...environment, memory: Size.mebibytes(environment.memoryMebibytes) };
}

/**
 * The seven objects of one service, built from the same constructs by every program that runs constructs.
 *
 * One function for all, so that a difference in time comes from the tool and not from the service.
 */
export function addServiceObjects(scope: Construct, service: ServiceFacts, values: ServiceValues): void {
  const metadata: ApiObjectMetadata = {
    name: service.name,
    namespace: values.namespace,
    labels: { 'app.kubernetes.io/name': service.name, 'example.com/owner': service.owner },
  };
  const serviceAccount = new kplus.ServiceAccount(scope, 'account', { metadata, automountToken: false });
  const config = new kplus.ConfigMap(scope, 'config', {
    metadata,
    data: { ...service.config, 'public.url': `https://${service.name}.${values.domain}/` },
  });
  const deployment = new kplus.Deployment(scope, 'deployment', { metadata, serviceAccount });
  deployment.markHasAutoscaler();
  addContainer(deployment, service, values.memory, config);
  const endpoint = new kplus.Service(scope, 'service', {
    metadata,
    selector: deployment,
    ports: [{ name: 'http', port: 80, targetPort: service.port }],
  });
  addScaling(scope, service, values, metadata, deployment);
  addIngress(scope, `${service.name}.${values.domain}`, metadata, endpoint);
}

function addContainer(
  deployment: kplus.Deployment, service: ServiceFacts, memory: Size, config: kplus.ConfigMap,
): void {
  const { live, ready, periodSeconds } = service.probes;
  const probe = { port: service.port, periodSeconds: Duration.seconds(periodSeconds) };
  const container = deployment.addContainer({
    name: 'main',
    image: service.image,
    ports: [{ name: 'http', number: service.port }],
    securityContext: { user: service.user, readOnlyRootFilesystem: true },
    resources: {
      cpu: {
        request: kplus.Cpu.millis(service.cpuMillis.request),
        limit: kplus.Cpu.millis(service.cpuMillis.limit),
      },
      memory: { request: memory, limit: memory },
    },
    liveness: kplus.Probe.fromHttpGet(live, probe),
    readiness: kplus.Probe.fromHttpGet(ready, probe),
  });
  for (const [name, value] of Object.entries(service.env)) {
    container.env.addVariable(name, kplus.EnvValue.fromValue(value));
  }
  container.env.addVariable('PUBLIC_URL', kplus.EnvValue.fromConfigMap(config, 'public.url'));
}

function addScaling(
  scope: Construct, service: ServiceFacts, values: ServiceValues, metadata: ApiObjectMetadata,
  deployment: kplus.Deployment,
): void {
  new kplus.k8s.KubeHorizontalPodAutoscalerV2(scope, 'autoscaler', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: service.name },
      minReplicas: values.minReplicas,
      maxReplicas: values.maxReplicas,
      metrics: [{
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: service.targetCpuPercent } },
      }],
    },
  });
  new kplus.k8s.KubePodDisruptionBudget(scope, 'disruption-budget', {
    metadata,
    spec: {
      minAvailable: kplus.k8s.IntOrString.fromNumber(service.minAvailable),
      selector: { matchLabels: deployment.matchLabels },
    },
  });
}

function addIngress(scope: Construct, host: string, metadata: ApiObjectMetadata, endpoint: kplus.Service): void {
  new kplus.Ingress(scope, 'ingress', {
    metadata,
    className: 'nginx',
    rules: [{ host, path: '/', backend: kplus.IngressBackend.fromService(endpoint) }],
  });
}
