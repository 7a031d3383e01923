import { ManifestReader, UnreadableManifest } from '../check/manifest-file';
import { formatIdentity, identityOf } from '../template/identity';
import { type Json, isJsonObject } from '../template/json';
import { isSecret, withoutSecrets } from '../template/secret';
import {
  type ObjectIdentity, checkIdentity, describeIdentity, flattened, listed, matchingObjects, nearestObject,
} from './find-object';
import { hiddenPair } from './hidden-secrets';
import { type Manifest, type RenderedTarget, isRendered, isRenderedTarget } from './rendered-environments';

/** Where an object is looked for: a list of objects, the YAML text of one, or what one environment is given. */
export type ManifestsSubject = readonly Manifest[] | readonly object[] | string | RenderedTarget;

/** What jest knows and a matcher of its own does not: how it compares, and how it shows what differs. */
export interface Comparing {
  /** Whether an object has a part, as `toMatchObject` compares. */
  readonly fits: (received: unknown, expected: unknown) => boolean;
  /** The difference of an object and a part that it should have, by jest's printers; empty when there is none. */
  readonly difference: (received: unknown, expected: unknown) => string;
}

/** Whether an object is among some, and what to say of it. */
export interface Containment { readonly pass: boolean; readonly message: () => string }

/**
 * Looks for an object that has a part.
 *
 * @throws TypeError when it is given no manifests, no identity or no part
 */
export function containObject(
  subject: unknown, identity: unknown, partial: unknown, { fits, difference }: Comparing,
): Containment {
  const wanted = checkIdentity(identity);
  if (partial !== undefined && (typeof partial !== 'object' || partial === null || Array.isArray(partial))) {
    throw new TypeError('expected the part that the object must have as an object: { spec: { replicas: 3 } }');
  }
  const objects = objectsOf(subject);
  if (typeof objects === 'string') return { pass: false, message: () => objects };
  const candidates = matchingObjects(objects, wanted);
  const found = candidates.find((object) => partial === undefined || fits(object, partial));
  const what = describeIdentity(wanted);
  if (found !== undefined) {
    const like = partial === undefined ? '' : ' that has this part';
    return { pass: true, message: () => `expected no object ${what}${like}, but ${listed([found])} is there` };
  }
  const show = (object: Json, expected: unknown) => {
    const pair = isSecret(object) ? hiddenPair(object, expected, fits)
      : { received: withoutSecrets(object), expected };
    return `${listed([object])}:\n${difference(pair.received, pair.expected)}`;
  };
  if (candidates.length > 0) {
    const many = candidates.length === 1 ? '' : `, of which there are ${candidates.length}; the first`;
    const expected = `expected an object ${what} that has this part${many}`;
    return { pass: false, message: () => `${expected}\n\n${show(candidates[0], partial)}` };
  }
  return {
    pass: false,
    message: () => {
      const near = nearestObject(objects, wanted);
      const nothing = `expected an object ${what}, and there is none`;
      if (near === undefined) return `${nothing}\n\nthere are: ${listed(objects)}`;
      return `${nothing}\n\nthe nearest is ${show(near, withIdentity(wanted, near, partial))}`;
    },
  };
}

/** The part that is looked for with the identity in it, so that one difference shows both. */
function withIdentity({ kind, name, namespace, apiVersion }: ObjectIdentity, near: Json, partial: unknown): unknown {
  const rest = typeof partial === 'object' && partial !== null && !('$$typeof' in partial)
    ? partial as { readonly metadata?: unknown } : {};
  const metadata = isJsonObject(rest.metadata) && !('$$typeof' in rest.metadata) ? rest.metadata : {};
  const isSameName = name === undefined || formatIdentity(identityOf(near)) === `${kind}/${name}`;
  return {
    ...(apiVersion === undefined ? {} : { apiVersion }), kind,
    ...rest,
    metadata: {
      ...(isSameName ? {} : { name }), ...(namespace === undefined ? {} : { namespace }), ...metadata,
    },
  };
}

/** The objects, or why a text has none. */
function objectsOf(subject: unknown): readonly Json[] | string {
  if (isRenderedTarget(subject)) return subject.manifests as unknown as readonly Json[];
  if (isRendered(subject)) {
    throw new TypeError("expected the manifests of one environment: expect(rendered.get('production'))");
  }
  if (typeof subject === 'string') {
    try {
      return flattened(new ManifestReader().read(subject).map(({ body }) => body));
    } catch (cause) {
      if (!(cause instanceof UnreadableManifest)) throw cause;
      return `expected YAML manifests, but the text cannot be read: ${cause.message}`;
    }
  }
  if (Array.isArray(subject) && subject.every(isJsonObject)) return flattened(subject);
  throw new TypeError('expected manifests: a list of objects, YAML text, or one environment of renderEnvironments');
}
