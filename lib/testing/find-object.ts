import { nearest } from '../environment/nearest';
import { ParityError } from '../template/error';
import { type Identity, formatIdentity, identityOf } from '../template/identity';
import { type Json, isJsonObject } from '../template/json';

/** Which object is meant: what is left out may be anything. */
export interface ObjectIdentity {
  readonly kind: string;
  /** Without the content hash that the name of a ConfigMap or Secret may end in, or with it. @default - any name */
  readonly name?: string;
  /** @default - any namespace, or none */
  readonly namespace?: string;
  /** @default - any version */
  readonly apiVersion?: string;
}

const PARTS: readonly string[] = ['kind', 'name', 'namespace', 'apiVersion'];

/** What `derive.contentHash` appends to a name. */
const CONTENT_HASH = /-[0-9a-f]{6,64}$/;

/** An `ObjectIdentity` that a test gave. @throws TypeError when it is none: a misspelt part would match anything */
export function checkIdentity(given: unknown): ObjectIdentity {
  const isRecord = typeof given === 'object' && given !== null && !Array.isArray(given);
  const wrong = isRecord ? Object.keys(given).find((key) => !PARTS.includes(key)
    || !['string', 'undefined'].includes(typeof (given as Record<string, unknown>)[key])) : undefined;
  if (isRecord && wrong === undefined && typeof (given as { kind?: unknown }).kind === 'string') {
    return given as ObjectIdentity;
  }
  const got = wrong === undefined ? '' : `; got '${wrong}'`;
  throw new TypeError(`expected the object's identity: { kind, name?, namespace?, apiVersion? }, all texts${got}`);
}

/** The objects that an identity means. A name as it is written comes before one that a content hash completes. */
export function matchingObjects(objects: readonly Json[], identity: ObjectIdentity): readonly Json[] {
  const rest = objects.filter((object) => {
    const { kind, apiVersion, namespace } = identityOf(object);
    return kind === identity.kind && (identity.apiVersion ?? apiVersion) === apiVersion
      && (identity.namespace ?? namespace) === namespace;
  });
  const { name } = identity;
  if (name === undefined) return rest;
  const exact = rest.filter((object) => identityOf(object).name === name);
  if (exact.length > 0) return exact;
  return rest.filter((object) => withoutHash(identityOf(object)).name === name);
}

function withoutHash(identity: Identity): Identity {
  return { ...identity, name: identity.name.replace(CONTENT_HASH, '') };
}

/** The object that a mistyped identity most likely meant: of its kind by name, else of another kind. */
export function nearestObject(objects: readonly Json[], identity: ObjectIdentity): Json | undefined {
  const identities = objects.map((object) => withoutHash(identityOf(object)));
  const find = (fits: (found: Identity) => boolean) => objects[identities.findIndex(fits)] as Json | undefined;
  const sameName = find(({ kind, name }) => kind === identity.kind && name === identity.name)
    ?? find(({ name }) => name === identity.name);
  if (sameName !== undefined) return sameName;
  const ofKind = identities.filter(({ kind }) => kind === identity.kind);
  const name = nearest(identity.name ?? '', ofKind.map((found) => found.name));
  if (name !== undefined) return find((found) => found.kind === identity.kind && found.name === name);
  const text = nearest(`${identity.kind}/${identity.name ?? ''}`, identities.map(formatIdentity));
  return text === undefined ? undefined : find((found) => formatIdentity(found) === text);
}

/** The one object that an identity means. @throws PARITY_UNKNOWN_OBJECT when it means none, or several */
export function findObject(objects: readonly Json[], given: ObjectIdentity, where: string): Json {
  const identity = checkIdentity(given);
  const found = matchingObjects(objects, identity);
  if (found.length === 1) return found[0];
  const near = found.length === 0 ? nearestObject(objects, identity) : undefined;
  const others = found.length === 0 ? objects : found;
  throw new ParityError({
    code: 'PARITY_UNKNOWN_OBJECT',
    message: found.length === 0 ? 'the environment has no such object' : 'several objects are of this identity',
    where, got: describeIdentity(identity),
    expected: near === undefined ? listed(others) : formatIdentity(identityOf(near)),
    fix: found.length === 0 ? 'correct the kind or the name' : 'name also the namespace, apiVersion or name',
  });
}

/** `Deployment/checkout in shop (apps/v1)`, of what is given. */
export function describeIdentity({ kind, name, namespace, apiVersion }: ObjectIdentity): string {
  const main = name === undefined ? kind : formatIdentity({ apiVersion: '', kind, name });
  return [main, namespace === undefined ? '' : ` in ${namespace}`, apiVersion === undefined ? '' : ` (${apiVersion})`]
    .join('');
}

/** The identities of some objects, cut where there are many. */
export function listed(objects: readonly Json[]): string {
  const texts = objects.slice(0, 12).map((object) => {
    const { namespace, ...identity } = identityOf(object);
    return `${formatIdentity(identity)}${namespace === undefined ? '' : ` in ${namespace}`}`;
  });
  return [...texts, ...(objects.length > 12 ? [`${objects.length - 12} more`] : [])].join(', ') || 'no object at all';
}

/** The objects of a list of objects, with those of Kubernetes lists (`kind: List`) one by one. */
export function flattened(objects: readonly Json[]): readonly Json[] {
  return objects.flatMap((object) => {
    if (!isJsonObject(object)) return [];
    const { kind, items } = object;
    if (typeof kind !== 'string' || !kind.endsWith('List') || !Array.isArray(items)) return [object];
    return (items as readonly Json[]).filter(isJsonObject).map((item): Json => ({
      ...(kind === 'List' ? {} : { apiVersion: object.apiVersion, kind: kind.slice(0, -'List'.length) }), ...item,
    }));
  });
}
