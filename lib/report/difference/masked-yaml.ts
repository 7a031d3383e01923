import { ManifestReader } from '../../check/manifest-file';
import { canonicalJson } from '../../template/canonical';
import { identityKey, identityOf } from '../../template/identity';
import type { Json, Path } from '../../template/json';
import { emitYaml } from '../../template/yaml';
import { SECRET_VALUE } from '../secret-values';
import { hideSecrets } from './hide-secrets';

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
export function maskSecrets(before: string, after: string, reader: ManifestReader): MaskedTexts {
  if (!mayHoldSecret(before) && !mayHoldSecret(after)) return { before, after, masked: false };
  const [former, latter] = [before, after].map((text) => reader.read(text).map(({ body }) => body));
  const known = [former, latter].map(valuesBySecret);
  let masked = false;
  const side = (bodies: readonly Json[], other: ReadonlyMap<string, string>, which: string) =>
    emitYaml(bodies.map((body) => hideSecrets(body, (path, value) => {
      masked = true;
      const same = other.get(keyOf(body, path)) === canonicalJson(value);
      return same ? SECRET_VALUE : SECRET_VALUE.replace(')', `, ${which})`);
    })));
  const texts = { before: side(former, known[1], 'before'), after: side(latter, known[0], 'after') };
  return masked ? { ...texts, masked } : { before, after, masked };
}

/** Any spelling of the word in YAML: escapes may hide letters, and are rare. */
function mayHoldSecret(text: string): boolean {
  return text.includes('Secret') || text.includes('\\');
}

/** Every value that will be masked, by where it stands. */
function valuesBySecret(bodies: readonly Json[]): Map<string, string> {
  const values = new Map<string, string>();
  bodies.forEach((body) => hideSecrets(body, (path, value) => {
    values.set(keyOf(body, path), canonicalJson(value));
    return '';
  }));
  return values;
}

/** Objects are told apart by their identity, since one side may have some that the other lacks. */
function keyOf(body: Json, path: Path): string {
  return JSON.stringify([identityKey(identityOf(body)), path]);
}
