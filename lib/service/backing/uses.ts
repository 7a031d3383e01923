import type { k8s } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { CallGraph, type Endpoint, type ServiceRef } from '../../environment/call-graph';
import { areApart } from '../../environment/chart-namespace';
import { nearest } from '../../environment/nearest';
import { secretReadRecords } from '../../environment/service-records';
import { type Session, sessionOf } from '../../environment/session';
import { callSite } from '../../environment/source-location';
import { ParityError } from '../../template/error';
import { checkEnvName } from '../environment-variables';
import type { Manifest } from '../manifest';
import { defaultEnv } from './engines';

/** How a service uses a backing service. */
export interface UseOptions<K extends string = string> {
  /**
   * The environment variables that it reads the connection from, by the key of the interface's Secret.
   * @default - those that the engine's clients read by convention: `PGHOST` … for postgres, `REDIS_URL` for redis
   */
  readonly env?: { readonly [P in K]?: string };
  /**
   * What happens when the connection's Secret changes: the pods are restarted one by one by Stakater Reloader, where
   * the fact `capabilities.reloader` is true; or nothing, and the pods read it when they are restarted for something else.
   * @default 'restart'
   */
  readonly reload?: 'restart' | 'none';
}

/** A variable from a backing service's Secret, and which service that is. */
export interface UsedVariable { readonly variable: Manifest<k8s.EnvVar>; readonly of: string }

interface OpenUse { readonly from: string; readonly ref: ServiceRef; readonly source: string | undefined }
interface DeclaredUse extends OpenUse { readonly options: UseOptions }

const OPEN = Symbol('open uses');

/** The backing services that one service declares to use; they may be built later. */
export class Uses {
  private readonly declared: DeclaredUse[] = [];
  private readonly graph: CallGraph;
  private readonly session: Session;

  constructor(private readonly owner: Construct) {
    this.session = sessionOf(owner);
    this.graph = CallGraph.in(this.session);
  }

  /** @throws PARITY_NO_SERVICE, PARITY_UNKNOWN_SECRET_KEY when it is known that there is none, PARITY_BAD_ENV_NAME */
  add(ref: ServiceRef, options: UseOptions): void {
    const names = Object.values<string | undefined>(options.env ?? {}).filter((name) => name !== undefined);
    for (const name of names) checkEnvName(this.owner, name);
    const use = { from: this.owner.node.path, ref, source: callSite(), options };
    this.declared.push(use);
    const found = resolve(this.graph, use);
    if (found === undefined) openUses(this.session).push(use);
    else envOf(found, use);
  }

  /** The Secrets whose change restarts the pods, as far as it is known where they are. */
  get restarting(): readonly string[] {
    return this.declared.filter(({ options }) => options.reload !== 'none').flatMap((use) => {
      const found = resolve(this.graph, use);
      return found === undefined ? [] : [interfaceOf(found).secret];
    });
  }

  /**
   * What the container reads, in the order of declaration; each reading is recorded for `parity.json`.
   * @throws PARITY_NO_SERVICE, PARITY_UNKNOWN_SECRET_KEY
   */
  variables(): UsedVariable[] {
    settleUses(this.owner);
    return this.declared.flatMap((use) => {
      const found = resolve(this.graph, use);
      if (found === undefined) return [];
      const { secret } = interfaceOf(found);
      return envOf(found, use).map(([key, name]) => {
        const { from: service, source } = use;
        secretReadRecords.add(
          this.owner, { service, secret, key, as: { env: name }, ...(source && { source }) }, this.session,
        );
        return { variable: { name, valueFrom: { secretKeyRef: { name: secret, key } } }, of: found.id };
      });
    });
  }
}

/** Settles what every service left open, so that each policy sees every user, whatever is written first. */
export function settleUses(scope: Construct): void {
  const session = sessionOf(scope);
  for (const use of openUses(session).splice(0)) {
    try {
      if (resolve(CallGraph.in(session), use) === undefined) openUses(session).push(use);
    } catch (cause) {
      // The service that declared the use reports it, with its own place.
      if (!(cause instanceof ParityError)) throw cause;
    }
  }
}

/** Finds what is used, and makes it an edge of the call graph; undefined while it is not known. */
function resolve(graph: CallGraph, { ref, from, source }: OpenUse): Endpoint | undefined {
  try {
    const found = graph.tryResolve(ref, 'backing service');
    if (found === undefined) return undefined;
    checkNamespace(graph.endpoint(from), found, source);
    graph.call(from, found.id, found.ports[0].name, source);
    return found;
  } catch (cause) {
    if (!(cause instanceof ParityError)) throw cause;
    const { expected, ...failure } = cause.failure;
    const got = `${failure.got}${expected ? `; there is ${expected}` : ''}`;
    throw new ParityError({ ...failure, where: [from, source].filter(Boolean).join(' '), got }, { cause });
  }
}

/** A pod reads the Secrets of its own namespace, and no others. @throws PARITY_OTHER_NAMESPACE */
function checkNamespace(user: Endpoint | undefined, used: Endpoint, source: string | undefined): void {
  if (user === undefined || !areApart(user, used)) return;
  const of = ({ id, namespace }: Endpoint) => `${id} in ${namespace ? `'${namespace}'` : "the fact 'namespace'"}`;
  throw new ParityError({
    code: 'PARITY_OTHER_NAMESPACE',
    message: 'a service uses a backing service of another namespace, whose Secret it cannot read',
    where: [user.id, source].filter(Boolean).join(' '), got: `${of(user)}, ${of(used)}`,
    fix: 'put both into one namespace',
  });
}

/** The variables by key, each key one of the interface. @throws PARITY_UNKNOWN_SECRET_KEY */
function envOf(endpoint: Endpoint, { options, from, source }: DeclaredUse): (readonly [string, string])[] {
  const { engine, keys } = interfaceOf(endpoint);
  const entries = Object.entries<string | undefined>(options.env ?? defaultEnv(engine));
  return entries.flatMap(([key, name]) => {
    if (name === undefined) return [];
    if (keys.includes(key)) return [[key, name] as const];
    throw new ParityError({
      code: 'PARITY_UNKNOWN_SECRET_KEY', message: 'a backing service has no such key',
      where: [from, source].filter(Boolean).join(' '), got: `'${key}' of '${endpoint.id}' (${engine})`,
      expected: nearest(key, keys) ?? keys.join(', '), fix: "read one of the keys of the engine's interface",
    });
  });
}

function interfaceOf(endpoint: Endpoint) {
  return endpoint.backing ?? { engine: '', secret: '', keys: [] };
}

function openUses(session: Session): OpenUse[] {
  return session.extension(OPEN, (): OpenUse[] => []);
}
