import { type ApiObject, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import { imageOf } from '../environment/artifacts';
import { givenNamespace } from '../environment/chart-namespace';
import type { EnvironmentContract } from '../environment/contract';
import { facts } from '../environment/facts';
import { CallGraph, type ServiceRef, chartOf } from '../environment/call-graph';
import { ParityConstruct } from '../environment/parity-construct';
import { ParityError } from '../template/error';
import { authoredAt } from './authored-at';
import type { Backing } from './backing/backing';
import type { BackingEngine, InterfaceKey } from './backing/engines';
import { type UseOptions, Uses } from './backing/uses';
import { type CallOptions, Calls } from './calls';
import { createConfig } from './config/config';
import { createConfigFiles } from './config/config-files';
import { declareOpenService } from './closed-namespaces';
import { containerEnv } from './container-env';
import { createDeployment } from './deployment';
import { createDisruptionBudget } from './scaling/disruption-budget';
import { Scaling } from './scaling/scaling';
import type { ExposeOptions } from './routes/expose-options';
import { createExposure } from './routes/exposure';
import { portsOfRoute } from './routes/route';
import { probesOf } from './health';
import { type PodIdentity, createIdentity } from './identity/identity';
import { type ServiceLabels, labelsOf, serviceName } from './labels';
import { lifecycleOf, terminationGraceSeconds } from './lifecycle';
import type { MicroserviceProps } from './microservice-props';
import { type AllowedSource, type ExternalCall, ServicePolicy } from './network-policy';
import { type KnownPort, containerPorts, portsOf } from './ports';
import { resourcesOf } from './resources';
import { SecureDefaults } from './secure-defaults';
import { reloadedSecrets, restartAnnotations } from './secrets/restart-on-change';
import { ServiceSecrets } from './secrets/service-secrets';
import { containerSecurity, podSecurity } from './security';
import { createServiceObject } from './service-object';
import { createVolumes, isHeldByOneNode } from './volumes';

/**
 * A stateless service: Deployment, Service, ServiceAccount, PodDisruptionBudget, NetworkPolicy, and what it asks for.
 *
 * It is secure unless it says why not: each default can be removed by itself (`without`), with a reason that
 * `parity.json` shows. Only declared connections are possible.
 *
 * @throws PARITY_BAD_NAME, PARITY_BAD_PORT, PARITY_NO_PROBE, PARITY_NO_REASON and others, each with its fix
 */
export class Microservice extends ParityConstruct {
  /** The name of the Deployment, the Service and the other objects; and the host name, for callers in the namespace. */
  readonly name: string;
  /** For patches of what the props do not offer. */
  readonly deployment: ApiObject;
  private readonly labels: ServiceLabels;
  private readonly ports: readonly KnownPort[];
  private readonly outgoing: Calls;
  private readonly used: Uses;
  /** Whether a change of a backing service's Secret restarts the pods. */
  private isRestarted = false;
  private readonly policy: ServicePolicy;
  private readonly secrets: ServiceSecrets;

  constructor(scope: Construct, id: string, props: MicroserviceProps) {
    super(scope, id);
    checkExclusive(this, props);
    const defaults = new SecureDefaults(this, props.without);
    this.name = serviceName(this, props.name);
    this.labels = labelsOf(this, this.name, props);
    this.ports = portsOf(this, props.port ?? props.ports);
    this.outgoing = new Calls(this);
    this.used = new Uses(this);
    this.policy = new ServicePolicy(this, this.outgoing, this.ports);
    this.secrets = new ServiceSecrets(this, this.name);
    this.declareEndpoint(!defaults.has('networkPolicy'));

    const { name, labels, policy } = this;
    const identity = createIdentity(this, { name, labels, defaults, policy }, props.identity);
    const scaling = this.scalingOf(props, defaults);
    this.deployment = this.createDeployment(props, defaults, identity, scaling);
    this.secrets.create(this.labels);
    if (this.ports.length > 0) createServiceObject(this, this.name, this.labels, this.ports);
    scaling.create();
    if (defaults.has('disruptionBudget')) createDisruptionBudget(this, name, labels, scaling.pods, props.disruption);
    if (defaults.has('networkPolicy')) this.policy.create(this.name, this.labels);
    else declareOpenService(this);
  }

  /**
   * Declares that this service calls another one: it may, the other one lets it, and it gets the address.
   *
   * The other service may stand in a chart that is built later: `api.calls(serviceOf(Cart, 'cart'))`.
   *
   * @throws PARITY_NO_SERVICE when the app has no such service, PARITY_NO_PORT when it has no such port
   */
  calls(target: Microservice | ServiceRef, options: CallOptions = {}): void {
    this.outgoing.add(this, target instanceof Microservice ? target.reference : target, options);
  }

  /**
   * Declares that this service uses a backing service: it may connect to it, wherever the environment has it, and reads
   * the connection from the interface's Secret: `api.uses(orders, { env: { uri: 'DATABASE_URL' } })`.
   *
   * It may stand in a chart that is built later: `api.uses(serviceOf(OrdersDb, 'orders-db'))`.
   *
   * @throws PARITY_NO_SERVICE when the app has no such one, PARITY_UNKNOWN_SECRET_KEY when its engine has no such key
   */
  uses<E extends BackingEngine, K extends string>(
    target: Backing<E, K>, options?: UseOptions<InterfaceKey<E> | K>,
  ): void;
  uses(target: ServiceRef, options?: UseOptions): void;
  uses(target: Backing<BackingEngine, string> | ServiceRef, options: UseOptions = {}): void {
    this.used.add('chartClass' in target ? target : target.reference, options);
    if (options.reload !== 'none') this.restartOnChange();
  }

  /** Declares that this service calls hosts outside the cluster. @throws PARITY_NO_REASON without `why` */
  callsExternal(call: ExternalCall): void {
    this.policy.callExternal(call);
  }

  /** Lets pods of another namespace call this service. @throws PARITY_NO_REASON without `why` */
  allowFrom(source: AllowedSource): void {
    this.policy.allowFrom(source);
  }

  /**
   * Makes the service reachable from outside, by the Gateway API or an Ingress, as the environment has it.
   *
   * @throws PARITY_NO_PORT when there is no such port, PARITY_BAD_ROUTE, PARITY_ROUTE_FEATURE when an environment's
   * Gateway or Ingress cannot express it, PARITY_NO_CERTIFICATES
   */
  expose(options: ExposeOptions): void {
    const { entry } = facts<EnvironmentContract>(this);
    const route = createExposure({ scope: this, name: this.name, labels: this.labels, ports: this.ports }, options);
    const namespace = options.proxyNamespace ?? entry.gatewayNamespace;
    for (const { name } of portsOfRoute(route)) {
      this.policy.allowFrom({ namespace, port: name, why: 'requests from outside' });
    }
  }

  /** Which Secrets they are is known when all charts are. */
  private restartOnChange(): void {
    if (this.isRestarted) return;
    this.isRestarted = true;
    const names = Lazy.any({ produce: () => reloadedSecrets([...this.secrets.restarting, ...this.used.restarting]) });
    for (const [key, value] of Object.entries(restartAnnotations(this, names as string))) {
      this.deployment.metadata.addAnnotation(key, value);
    }
  }

  private get reference(): ServiceRef {
    const { chartClass, chartId } = chartOf(this);
    return { chartClass, chartId, service: this.node.path.slice(chartId.length + 1) };
  }

  private declareEndpoint(isOpen: boolean): void {
    CallGraph.of(this).declare({
      id: this.node.path, ...chartOf(this), service: this.name, ports: this.ports, podLabels: this.labels.selector,
      namespace: givenNamespace(this), ...(isOpen ? { isOpen } : {}),
    });
  }

  private scalingOf(props: MicroserviceProps, defaults: SecureDefaults): Scaling {
    return new Scaling(this, {
      name: this.name,
      labels: this.labels,
      container: props.containerName ?? 'main',
      requestOf: (resource) => `${resourcesOf(this, props, defaults).requests?.[resource] ?? 0}`,
      secretOf: (value, trigger) => this.secrets.keyOf(value, trigger),
    }, props);
  }

  private createDeployment(
    props: MicroserviceProps, defaults: SecureDefaults, identity: PodIdentity, scaling: Scaling,
  ): ApiObject {
    const config = createConfig(this, this.name, this.labels, props.config ?? {});
    const files = createConfigFiles(this, this.name, this.labels, props.configFiles ?? {});
    const volumes = createVolumes(this, this.name, this.labels, this.secrets.volumesOf(props.volumes ?? {}), files);
    const env = this.secrets.envOf(props.env ?? {});
    return createDeployment(this, {
      name: this.name,
      labels: this.labels,
      defaults,
      identity,
      replicas: scaling.replicas,
      isHeldByOneNode: isHeldByOneNode(props.volumes ?? {}),
      annotations: { ...scaling.annotations, ...this.secrets.deploymentAnnotations() },
      podAnnotations: props.podAnnotations,
      terminationGraceSeconds: terminationGraceSeconds(props),
      security: podSecurity(props, defaults),
      volumes: volumes.pod,
      container: {
        name: props.containerName ?? 'main',
        image: typeof props.image === 'string' ? props.image : imageOf(this, props.image),
        command: props.command,
        args: props.args,
        ports: containerPorts(this.ports),
        env: containerEnv(this, { env, configKeys: config.keys, calls: this.outgoing, uses: this.used }),
        envFrom: config.configMap === undefined ? undefined : [{ configMapRef: { name: config.configMap } }],
        resources: resourcesOf(this, props, defaults),
        ...probesOf(this, props.health ?? {}, this.ports, defaults),
        lifecycle: lifecycleOf(props, defaults),
        securityContext: containerSecurity(defaults),
        volumeMounts: volumes.mounts,
      },
    });
  }
}

/** The types say so too, but props may come from elsewhere. */
function checkExclusive(scope: Construct, props: MicroserviceProps): void {
  for (const [one, other] of [['replicas', 'autoscale'], ['port', 'ports']] as const) {
    if (props[one] === undefined || props[other] === undefined) continue;
    throw new ParityError({
      code: 'PARITY_EXCLUSIVE_PROPS', message: 'two props exclude each other', where: authoredAt(scope),
      got: `${one} and ${other}`,
      fix: one === 'replicas' ? 'leave the number of pods to the autoscaler' : 'give all ports in one of them',
    });
  }
}
