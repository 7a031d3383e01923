import type { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord } from '../../synth/assembly/assembly';
import { canonicalJson } from '../../template/canonical';
import { type Json, type Path, isJsonObject, setOwn } from '../../template/json';
import { fromPortable } from '../../template/portable';
import { SECRET_VALUE, type Word, isSecretPlace, withoutSecretsAt } from '../../template/secret';
import type { TemplateObject } from '../../template/template';
import { visitPlaces } from '../explain/trace';
import type { ChartSide } from './chart-side';

/**
 * The places outside of Secrets that hidden variations and facts fill in one target: an address with a password in it
 * is as secret there as in a Secret.
 */
export class HiddenPlaces {
  private readonly paths = new Set<string>();
  /** What stands there: exceptions may have moved it. */
  private readonly values = new Set<string>();

  constructor(chart: ChartRecord, object: TemplateObject, { target, evaluate }: ChartSide, secrets: SecretInputs) {
    if (!object.places.some((place) => secrets.hidesPlace(chart, place))) return;
    const isPatched = chart.exceptions.some((each) => each.target === target.name && each.object === object.id);
    visitPlaces(fromPortable(object), evaluate, (path, expression, elements) => {
      if (expression === undefined || isSecretPlace(object.body, path) || !secrets.hides(chart, expression)) return;
      this.paths.add(JSON.stringify(path));
      if (isPatched) this.values.add(canonicalJson(evaluate(expression, elements)));
    });
  }

  get isEmpty(): boolean {
    return this.paths.size === 0;
  }

  /** The value at a path of an object as it may be shown. */
  shown(body: Json, path: Path, value: Json): Json {
    const shown = withoutSecretsAt(body, path, value);
    if (this.isEmpty) return shown;
    const isInside = path.some((_, i) => this.paths.has(JSON.stringify(path.slice(0, i + 1))));
    return isInside ? SECRET_VALUE : this.hide(shown, () => SECRET_VALUE, path);
  }

  /** A value without what is hidden, words in its place. */
  hide(value: Json, word: Word, at: Path = []): Json {
    if (this.isEmpty) return value;
    if (this.paths.has(JSON.stringify(at)) || this.values.has(canonicalJson(value))) return word(at, value);
    if (Array.isArray(value)) return value.map((item: Json, i) => this.hide(item, word, [...at, i]));
    if (!isJsonObject(value)) return value;
    const hidden: Record<string, Json> = {};
    for (const key of Object.keys(value)) setOwn(hidden, key, this.hide(value[key], word, [...at, key]));
    return hidden;
  }
}
