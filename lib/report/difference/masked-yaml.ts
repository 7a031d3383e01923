import type { ManifestReader } from '../../check/manifest-file';
import { canonicalJson } from '../../template/canonical';
import { formatIdentity, identityOf } from '../../template/identity';
import type { Json, Path } from '../../template/json';
import { SECRET_VALUE, type Word, withoutSecrets } from '../../template/secret';
import { emitYaml } from '../../template/yaml';
import type { HiddenPlaces } from './hidden-places';

/** The text of a file, the logical identities of its objects, and what is hidden in them besides Secrets, by these. */
export interface ManifestText {
  readonly text: string;
  readonly ids: readonly string[];
  readonly hidden: ReadonlyMap<string, HiddenPlaces>;
}

/** Two texts of manifests in which no value of a Secret is left. */
export interface MaskedTexts {
  readonly before: string;
  readonly after: string;
  /** Whether something was masked. */
  readonly masked: boolean;
}

/**
 * Puts words in place of the values of Secrets on both sides: the same words where the values are the same, so that a
 * diff of the texts shows which of them differ.
 *
 * @throws UnreadableManifest when a text that may hold a Secret is no plain YAML
 */
export function maskSecrets(before: ManifestText, after: ManifestText, reader: ManifestReader): MaskedTexts {
  const unchanged = { before: before.text, after: after.text, masked: false };
  if (![before, after].some(({ text, hidden }) => hidden.size > 0 || mayHoldSecret(text))) return unchanged;
  const sides = [before, after].map(({ text, ids, hidden }) => {
    const bodies = reader.read(text).map(({ body }) => body);
    // Objects go by what they are in the template, as far as the file holds what it should.
    const idOf = (body: Json, i: number) => (bodies.length === ids.length ? ids[i] : formatIdentity(identityOf(body)));
    return bodies.map((body, i): ReadObject => {
      const id = idOf(body, i);
      return { body, id, hidden: hidden.get(id) };
    });
  });
  const known = sides.map(secretValues);
  if (known.every(({ size }) => size === 0)) return unchanged;
  const textOf = (side: readonly ReadObject[], other: ReadonlyMap<string, string>, which: string) =>
    emitYaml(side.map((object) => masked(object, (path, value) => {
      const isSame = other.get(keyOf(object, path)) === canonicalJson(value);
      return isSame ? SECRET_VALUE : `${SECRET_VALUE.slice(0, -1)}, ${which})`;
    })));
  return { before: textOf(sides[0], known[1], 'before'), after: textOf(sides[1], known[0], 'after'), masked: true };
}

interface ReadObject { readonly body: Json; readonly id: string; readonly hidden: HiddenPlaces | undefined }

function masked({ body, hidden }: ReadObject, word: Word): Json {
  const open = withoutSecrets(body, word);
  return hidden === undefined ? open : hidden.hide(open, word);
}

/** Any spelling of the word in YAML: escapes may hide letters, and are rare. */
function mayHoldSecret(text: string): boolean {
  return text.includes('Secret') || text.includes('\\');
}

/** Every value that is to be masked, by where it stands. */
function secretValues(objects: readonly ReadObject[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const object of objects) {
    masked(object, (path, value) => {
      values.set(keyOf(object, path), canonicalJson(value));
      return '';
    });
  }
  return values;
}

function keyOf({ id }: ReadObject, path: Path): string {
  return JSON.stringify([id, path]);
}
