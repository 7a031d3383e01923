import { contentHash } from './evaluate';
import { type Json, type JsonObject, isJsonObject, setOwn } from './json';

type Texts = Readonly<Record<string, string>>;

/** A ConfigMap that never changes: it is immutable, and its name ends in the hash of what it holds. */
export interface HashedConfigMap {
  readonly name: string;
  /** @default - it has none in the manifest */
  readonly namespace?: string;
  readonly labels: Texts;
  /** @default - none */
  readonly annotations?: Texts;
  readonly data?: Texts;
  /** Base64. */
  readonly binaryData?: Texts;
}

/** What a name ends in. Fewer digits would be met by chance, and more no digest has. */
const HASHED_NAME = /^(.+)-([0-9a-f]{8,64})$/;

/** What the hash in a ConfigMap's name is of: its `data`, with its `binaryData` where it has some. */
export function hashedContent({ data, binaryData }: Pick<HashedConfigMap, 'data' | 'binaryData'>): Json {
  if (binaryData === undefined) return data ?? {};
  return { ...(data === undefined ? {} : { data }), binaryData };
}

/**
 * The name without the hash, `checkout-api-config`; undefined when the name does not end in the hash of the content.
 *
 * A ConfigMap that passes proves itself: whoever changed what it holds would have to give it another name.
 */
export function baseNameOf(configMap: Pick<HashedConfigMap, 'name' | 'data' | 'binaryData'>): string | undefined {
  const [, base, hash = ''] = HASHED_NAME.exec(configMap.name.length > 253 ? '' : configMap.name) ?? [];
  return base !== undefined && contentHash(hashedContent(configMap), hash.length) === hash ? base : undefined;
}

/** A manifest as such a ConfigMap; undefined for every other object, and for one whose name is not its content's. */
export function readHashedConfigMap(body: Json): HashedConfigMap | undefined {
  if (!isJsonObject(body) || body.apiVersion !== 'v1' || body.kind !== 'ConfigMap' || body.immutable !== true
    || !isJsonObject(body.metadata)) {
    return undefined;
  }
  const { name, namespace, labels = {}, annotations } = body.metadata;
  const { data, binaryData } = body;
  if (typeof name !== 'string' || (namespace !== undefined && typeof namespace !== 'string')) return undefined;
  if (!isTexts(labels) || (annotations !== undefined && !isTexts(annotations))) return undefined;
  if (data === undefined && binaryData === undefined) return undefined;
  if ((data !== undefined && !isTexts(data)) || (binaryData !== undefined && !isTexts(binaryData))) return undefined;
  const configMap: HashedConfigMap = {
    name, ...(namespace === undefined ? {} : { namespace }), labels: sorted(labels),
    ...(annotations === undefined ? {} : { annotations: sorted(annotations) }),
    ...(data === undefined ? {} : { data: sorted(data) }),
    ...(binaryData === undefined ? {} : { binaryData: sorted(binaryData) }),
  };
  return baseNameOf(configMap) === undefined ? undefined : configMap;
}

/** The manifest, in one order of keys whoever made the parts. */
export function hashedConfigMapManifest(configMap: HashedConfigMap): JsonObject {
  const { name, namespace, labels, annotations, data, binaryData } = configMap;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...(annotations === undefined ? {} : { annotations: sorted(annotations) }),
      ...(Object.keys(labels).length === 0 ? {} : { labels: sorted(labels) }),
      name,
      ...(namespace === undefined ? {} : { namespace }),
    },
    immutable: true,
    ...(data === undefined ? {} : { data: sorted(data) }),
    ...(binaryData === undefined ? {} : { binaryData: sorted(binaryData) }),
  };
}

/** Whether it is a map of texts. Keys of ConfigMaps and labels are never `__proto__`, so that it is nobody's. */
export function isTexts(value: unknown): value is Texts {
  return isJsonObject(value) && !Object.hasOwn(value, '__proto__')
    && Object.values(value).every((text) => typeof text === 'string');
}

function sorted(texts: Texts): Texts {
  const result: Record<string, string> = {};
  for (const key of Object.keys(texts).sort()) setOwn(result, key, texts[key]);
  return result;
}
