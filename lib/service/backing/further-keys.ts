import type { Construct } from 'constructs';
import type { SecretKeyRecord } from '../../environment/service-records';
import { fillTemplate, isKnownForm, keysIn } from '../secrets/secret-template';
import { badBacking } from './bad-backing';
import { type BackingEngine, ENGINES } from './engines';

/** Keys of an interface besides the engine's, each with the text that computes it where the server is made here. */
export type FurtherKeys = Readonly<Record<string, string>>;

/** As external-secrets names keys in templates, and as every store may have them. */
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** @throws PARITY_BAD_BACKING for a key that the engine has, or a text that is not made of the engine's keys */
export function checkFurtherKeys(scope: Construct, engine: BackingEngine, further: FurtherKeys): void {
  const own: readonly string[] = ENGINES[engine].keys;
  for (const [name, template] of Object.entries(further)) {
    if (!NAME.test(name) || own.includes(name)) {
      throw badBacking(scope, `keys: ${JSON.stringify(name.slice(0, 60))}`, {
        expected: `letters, digits and underscores, and none of ${own.join(', ')}`, fix: 'name the key otherwise',
      });
    }
    const used = typeof template === 'string' ? keysIn(template) : [];
    if (used.length > 0 && isKnownForm(template) && used.every((key) => own.includes(key))) continue;
    throw badBacking(scope, `keys.${name}, which is not made of the engine's keys`, {
      expected: `text with {{ .key }} for any of ${own.join(', ')}`, fix: 'leave out what computes, or what differs',
    });
  }
}

/** The further keys of a server in the cluster: what they are made of is put in where it is no secret. */
export function computedKeys(further: FurtherKeys, keys: readonly SecretKeyRecord[]): SecretKeyRecord[] {
  const templates = new Map(keys.map(({ name, template }) => [name, template ?? `{{ .${name} }}`]));
  return Object.entries(further).map(([name, template]) => ({
    name, template: fillTemplate(template, (key) => templates.get(key)) as string,
  }));
}
