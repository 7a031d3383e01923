import { pathDescriber } from '../../../template/difference';
import { identityKey, identityOf } from '../../../template/identity';
import { type JsonObject, isJsonObject } from '../../../template/json';

export interface ListItem {
  readonly key: string;
  readonly body: JsonObject;
  /** Where it stands in its list: `items[0]`. */
  readonly path: string;
}

/** The objects that a `kind: List` holds, each of which the API server applies by itself; undefined for others. */
export function itemsOfList(object: JsonObject | undefined): readonly ListItem[] | undefined {
  if (object?.apiVersion !== 'v1' || !identityOf(object).kind.endsWith('List')) return undefined;
  if (!Array.isArray(object.items)) return undefined;
  const describe = pathDescriber(object);
  return object.items.flatMap((body, i) => (isJsonObject(body)
    ? [{ key: identityKey(identityOf(body)), body, path: describe(['items', i]) }] : []));
}
