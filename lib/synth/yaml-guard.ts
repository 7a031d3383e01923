import { Yaml } from 'cdk8s';
import { callSite } from '../environment/source-location';
import { ParityError } from '../template/error';
import { mayHoldMarker, splitMarkers } from '../template/marker';

const GUARDED = Symbol.for('cdk8s-parity.yaml-guard');

/**
 * Makes cdk8s's YAML writer refuse placeholders.
 *
 * `Helm` writes its values with it and hands them to another program, which may compute with them unseen; and text
 * that it embeds in a manifest would be quoted as a placeholder needs, not as the value does. Documents without
 * placeholders are written as ever, so that this may stay in place.
 */
export function guardYaml(): void {
  const original = Yaml.stringify as typeof Yaml.stringify & { [GUARDED]?: true };
  if (original[GUARDED]) return;
  const guarded = (...documents: unknown[]): string => {
    const text = original.apply(Yaml, documents);
    if (mayHoldMarker(text) && splitMarkers(text).some((part) => typeof part !== 'string')) throw refusal();
    return text;
  };
  Yaml.stringify = Object.assign(guarded, { [GUARDED]: true as const });
}

function refusal(): ParityError {
  return new ParityError({
    code: 'PARITY_COMPUTED',
    message: 'a value that differs between environments cannot be written as YAML by cdk8s',
    where: callSite(),
    got: 'a placeholder in what Yaml.stringify, or Helm for its values, was given',
    fix: 'embed YAML with text.yaml(...); give Helm plain values only, and patch what it renders with ApiObject.addJsonPatch',
  });
}
