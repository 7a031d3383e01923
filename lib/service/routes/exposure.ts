import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { facts } from '../../environment/facts';
import { when } from '../../environment/when';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';
import type { KnownPort } from '../ports';

export interface ExposeOptions {
  /** The host name; may hold facts and variations: `checkout.${env.domain}`. */
  readonly host: string;
  /** Everything below it. @default '/' */
  readonly path?: string;
  /** The name of the port. @default - the only one */
  readonly port?: string;
  /** Tells several exposures of one service apart, as the end of their names. @default - none */
  readonly name?: string;
  /**
   * The Secret with the certificate, where an Ingress is used; a Gateway has its own.
   * @default - no TLS at the Ingress
   */
  readonly tlsSecret?: string;
  /** The namespace of the pods that pass requests on. @default - the fact `entry.gatewayNamespace` */
  readonly proxyNamespace?: string;
}

interface Exposed {
  readonly scope: Construct;
  readonly name: string;
  readonly labels: ServiceLabels;
  readonly port: KnownPort;
}

/**
 * Makes a service reachable from outside: through the Gateway API where the environment has it, elsewhere by an
 * Ingress.
 *
 * Both are part of the template; the fact `capabilities.gateway` chooses.
 */
export function createExposure(exposed: Exposed, options: ExposeOptions): void {
  when(facts<EnvironmentContract>(exposed.scope).capabilities.gateway, {
    true: () => { createRoute(exposed, options); },
    false: () => { createIngress(exposed, options); },
  });
}

/** A Gateway API HTTPRoute (gateway.networking.k8s.io/v1). */
function createRoute({ scope, name, labels, port }: Exposed, options: ExposeOptions): void {
  const { entry } = facts<EnvironmentContract>(scope);
  new ApiObject(scope, idOf('route', options), {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: nameOf(name, options), labels: { ...labels.object } },
    spec: {
      parentRefs: [{ name: entry.gateway, namespace: entry.gatewayNamespace }],
      hostnames: [options.host],
      rules: [{
        matches: [{ path: { type: 'PathPrefix', value: options.path ?? '/' } }],
        backendRefs: [{ name, port: port.port }],
      }],
    },
  });
}

function createIngress({ scope, name, labels, port }: Exposed, options: ExposeOptions): void {
  const backend = { service: { name, port: { name: port.name } } };
  createObject(scope, idOf('ingress', options), 'Ingress', {
    metadata: { name: nameOf(name, options), labels: labels.object },
    spec: {
      ingressClassName: facts<EnvironmentContract>(scope).entry.ingressClass,
      rules: [{
        host: options.host,
        http: { paths: [{ path: options.path ?? '/', pathType: 'Prefix', backend }] },
      }],
      ...(options.tlsSecret === undefined ? {} : { tls: [{ hosts: [options.host], secretName: options.tlsSecret }] }),
    },
  });
}

function idOf(kind: string, { name }: ExposeOptions): string {
  return name === undefined ? kind : `${kind}-${name}`;
}

function nameOf(service: string, { name }: ExposeOptions): string {
  return name === undefined ? service : `${service}-${name}`;
}
