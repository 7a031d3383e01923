import type { Construct } from 'constructs';
import { CallGraph, type Endpoint, type ServiceRef } from '../environment/call-graph';
import { areApart } from '../environment/chart-namespace';
import type { EnvironmentContract } from '../environment/contract';
import { facts } from '../environment/facts';
import { type Session, sessionOf } from '../environment/session';
import { callSite } from '../environment/source-location';
import { ParityError } from '../template/error';
import { checkEnvName } from './environment-variables';
import { findPort } from './ports';

export interface CallOptions {
  /** The name of the port. @default - the only one */
  readonly port?: string;
  /**
   * The environment variable that gets the address; false for none.
   * @default - `CART_ADDR` for a service named `cart`
   */
  readonly env?: string | false;
  /** Makes the address a URL: `http`. @default - `name:port` */
  readonly scheme?: string;
}

/** A call whose other end may not exist yet. */
interface OpenCall {
  readonly from: string;
  readonly ref: ServiceRef;
  readonly port: string | undefined;
  readonly source: string | undefined;
}

interface DeclaredCall extends OpenCall { readonly options: CallOptions }

/** The address of a called service, for an environment variable. */
export interface Address { readonly env: string; readonly value: string; readonly to: string }

const OPEN = Symbol('open calls');

/** The calls that one service declares. */
export class Calls {
  private readonly declared: DeclaredCall[] = [];
  private readonly graph: CallGraph;
  private readonly session: Session;
  private readonly id: string;

  constructor(private readonly owner: Construct) {
    this.session = sessionOf(owner);
    this.graph = CallGraph.in(this.session);
    this.id = owner.node.path;
  }

  /**
   * Declares a call; the other service may be built later.
   *
   * @throws PARITY_NO_SERVICE, PARITY_NO_PORT when it is known that there is none
   */
  add(owner: Construct, ref: ServiceRef, options: CallOptions): void {
    if (typeof options.env === 'string') checkEnvName(owner, options.env);
    const call = { from: this.id, ref, port: options.port, source: callSite(), options };
    this.declared.push(call);
    if (settle(this.graph, call)) return;
    openCalls(this.session).push({ from: call.from, ref, port: call.port, source: call.source });
  }

  /**
   * The addresses of the services called, in the order of their declaration.
   * @throws PARITY_NO_SERVICE, PARITY_NO_PORT
   */
  addresses(): Address[] {
    this.settleAll();
    return this.declared.flatMap((call) => {
      const found = resolve(this.graph, call);
      if (found === undefined || call.options.env === false) return [];
      const { endpoint, port } = found;
      const address = `${this.hostOf(endpoint)}:${port.port}`;
      return [{
        env: call.options.env ?? `${endpoint.service.toUpperCase().replaceAll('-', '_')}_ADDR`,
        value: call.options.scheme === undefined ? address : `${call.options.scheme}://${address}`,
        to: endpoint.id,
      }];
    });
  }

  /** The name of a Service, with its namespace where that is another one. */
  private hostOf(endpoint: Endpoint): string {
    const own = this.graph.endpoint(this.id);
    if (own === undefined || !areApart(own, endpoint)) return endpoint.service;
    return `${endpoint.service}.${namespaceOf(this.owner, endpoint)}`;
  }

  /** Settles what every service left open, so that each policy sees every edge, whatever is written first. */
  settleAll(): void {
    const open = openCalls(this.session);
    for (const call of open.splice(0)) {
      try {
        settle(this.graph, call);
      } catch (cause) {
        // The service that declared the call reports it, with its own place.
        if (!(cause instanceof ParityError)) throw cause;
      }
    }
  }
}

/** Where a call goes, or undefined while that is not known. */
function resolve(graph: CallGraph, { ref, port, from, source }: OpenCall) {
  const where = [from, source].filter(Boolean).join(' ');
  let endpoint: Endpoint | undefined;
  try {
    endpoint = graph.tryResolve(ref);
  } catch (cause) {
    if (!(cause instanceof ParityError)) throw cause;
    const { expected, ...failure } = cause.failure;
    const got = `${failure.got}${expected ? `; there is ${expected}` : ''}`;
    throw new ParityError({ ...failure, where, got }, { cause });
  }
  if (endpoint === undefined) return undefined;
  return { endpoint, port: findPort(endpoint.ports, port, () => where, endpoint.id) };
}

/** The namespace of another service, as a policy and an address name it. */
export function namespaceOf(scope: Construct, { namespace }: Endpoint): string {
  return namespace || facts<EnvironmentContract>(scope).namespace;
}

function settle(graph: CallGraph, call: OpenCall): boolean {
  const found = resolve(graph, call);
  if (found === undefined) return false;
  graph.call(call.from, found.endpoint.id, found.port.name, call.source);
  return true;
}

function openCalls(session: Session): OpenCall[] {
  return session.extension(OPEN, (): OpenCall[] => []);
}
