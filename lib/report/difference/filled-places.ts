import type { SecretInputs } from '../../check/secret-inputs';
import type { ChartRecord, Place } from '../../synth/assembly/assembly';
import { pathDescriber } from '../../template/difference';
import type { Expression } from '../../template/expression';
import type { Path } from '../../template/json';
import type { TemplateObject } from '../../template/template';

/** A place of a manifest that a variation or a fact fills. */
export interface FilledPlace {
  readonly object: string;
  /** In the template. Empty when the object as a whole is chosen. */
  readonly path: Path;
  /** The path as people write it: `spec.containers[api].image`. */
  readonly field: string;
  /** How the value is computed: `scale(memory, 0.5)`. @default - it stands as it is */
  readonly computed?: string;
}

/** Tells where in a chart's manifests values stand, as far as some targets have the objects. */
export class PlaceReader {
  private readonly present = new Map<string, TemplateObject[]>();
  /** Ids of objects that alternatives give several forms. */
  private readonly shaped = new Set<string>();
  private readonly describers = new Map<TemplateObject, (path: Path) => string>();
  private readonly paths = new Map<TemplateObject, ReadonlySet<string>>();
  private computed?: ReadonlyMap<string, Expression>;

  constructor(
    private readonly chart: ChartRecord, present: ReadonlySet<TemplateObject>, private readonly secrets: SecretInputs,
  ) {
    const seen = new Set<string>();
    for (const object of chart.template.objects) {
      if (seen.size === seen.add(object.id).size) this.shaped.add(object.id);
      if (!present.has(object)) continue;
      const others = this.present.get(object.id);
      if (others === undefined) this.present.set(object.id, [object]);
      else others.push(object);
    }
  }

  /** Those of some places that are there, each once, with their names. */
  describe(places: readonly Place[]): FilledPlace[] {
    const described: FilledPlace[] = [];
    const seen = new Set<string>();
    for (const place of places) {
      const form = this.holderOf(place);
      // Only forms of one object name a place twice.
      if (form === undefined || (this.shaped.has(form.id) && seen.size === seen.add(keyOf(place)).size)) continue;
      const { object, path } = place;
      const field = this.describerOf(form)(path);
      const computed = this.computationOf(place);
      described.push(computed === undefined ? { object, path, field } : { object, path, field, computed });
    }
    return described;
  }

  isFilled(place: Place): boolean {
    return this.holderOf(place) !== undefined;
  }

  /** The forms of one object share an id, but not every place. */
  private holderOf({ object, path }: Place): TemplateObject | undefined {
    const forms = this.present.get(object);
    if (forms === undefined || path.length === 0 || !this.shaped.has(object)) return forms?.[0];
    const key = JSON.stringify(path);
    return forms.find((form) => this.pathsOf(form).has(key));
  }

  private pathsOf(object: TemplateObject): ReadonlySet<string> {
    let paths = this.paths.get(object);
    if (paths === undefined) {
      this.paths.set(object, paths = new Set(object.places.map(({ path }) => JSON.stringify(path))));
    }
    return paths;
  }

  private computationOf(place: Place): string | undefined {
    if (place.path.length === 0 || this.chart.derivations.length === 0) return undefined;
    this.computed ??= new Map(this.chart.derivations.map(({ place: at, expression }) => [keyOf(at), expression]));
    const expression = this.computed.get(keyOf(place));
    return expression === undefined || isPlain(expression) ? undefined
      : this.secrets.describe(this.chart, place, expression);
  }

  private describerOf(object: TemplateObject): (path: Path) => string {
    let describer = this.describers.get(object);
    if (describer === undefined) this.describers.set(object, describer = pathDescriber(object.body));
    return describer;
  }
}

/** A number that stands as text is no computation worth a word. */
function isPlain(expression: Expression): boolean {
  if (expression.op !== 'interpolate' || expression.parts.length !== 1) return false;
  const [part] = expression.parts;
  return typeof part !== 'string' && (part.value.op === 'variation' || part.value.op === 'fact');
}

/** Not as JSON, since there are tens of thousands; what looks alike here only shares a name for how it is computed. */
function keyOf({ object, path }: Place): string {
  return `${object}\0${path.join('\0')}`;
}
