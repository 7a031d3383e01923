import type { ArtifactRef } from '../environment/artifacts';
import type { Autoscale } from './scaling/autoscale';
import type { Config } from './config/config';
import type { ConfigFiles } from './config/config-files';
import type { TypedConfig } from './config/typed-config';
import type { Disruption } from './scaling/disruption-budget';
import type { EnvValue } from './environment-variables';
import type { Health } from './health';
import type { Identity } from './identity/identity';
import type { LifecycleOptions } from './lifecycle';
import type { ServicePort } from './ports';
import type { ResourceOptions } from './resources';
import type { Without } from './secure-defaults';
import type { UserOptions } from './security';
import type { Volumes } from './volumes';

interface CommonProps extends ResourceOptions, LifecycleOptions, UserOptions {
  /** The container image: `artifact('shop/checkout')`, or text that ends in a digest. */
  readonly image: ArtifactRef | string;
  /** The name of the objects. @default - the construct's path: `checkout-api` */
  readonly name?: string;
  /** The container's name. @default 'main' */
  readonly containerName?: string;
  /** The same in every environment. @default - the image's */
  readonly command?: readonly string[];
  /** May hold variations and facts. @default - the image's */
  readonly args?: readonly string[];
  /** Environment variables, in this order. @default - none */
  readonly env?: Readonly<Record<string, EnvValue>>;
  /**
   * Settings as environment variables, from a ConfigMap whose change rolls the Deployment: a record of them, or
   * `config({ schema, values })`, which holds each environment's against a schema.
   * @default - none
   */
  readonly config?: Config | TypedConfig;
  /** Files by folder and name, from ConfigMaps whose change rolls the Deployment. @default - none */
  readonly configFiles?: ConfigFiles;
  /** The probes. @default - none, which a service with ports must give a reason for */
  readonly health?: Health;
  /**
   * Whether the Vertical Pod Autoscaler says what the container should request, where the environment has one; it
   * changes nothing.
   * @default false
   */
  readonly recommend?: boolean;
  /** How many pods voluntary disruptions may take. @default { maxUnavailable: 1 } */
  readonly disruption?: Disruption;
  /** What it is to its cloud, and may do in the cluster. @default - nothing: a ServiceAccount without a token */
  readonly identity?: Identity;
  /** Volumes by name, and where they are mounted. @default - none */
  readonly volumes?: Volumes;
  /** What the service is to its system: `database`. @default - the construct's id */
  readonly component?: string;
  /** The system that the service is a part of. @default - the chart's id */
  readonly partOf?: string;
  /** Further labels of every object and pod. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the pods. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
  /** Secure defaults that the service does without, each with its reason. @default - none: it has them all */
  readonly without?: Without;
}

/** One port, several, or none: then nobody can call the service, and it has no Service object. */
export type PortProps =
  | {
    /** The only port; a bare number is called `http`. */
    readonly port: number | ServicePort;
    readonly ports?: never;
  }
  | { readonly ports?: readonly ServicePort[]; readonly port?: never };

/** A number of pods, or an autoscaler that decides it. */
export type ScalingProps =
  | {
    /** May be a variation. @default 2 */
    readonly replicas?: number;
    readonly autoscale?: never;
  }
  | { readonly autoscale: Autoscale; readonly replicas?: never };

export type MicroserviceProps = CommonProps & PortProps & ScalingProps;
