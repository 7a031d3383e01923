import type { Place } from '../../synth/assembly/assembly';
import { pathDescriber } from '../../template/difference';
import { type Path, formatPath } from '../../template/json';
import { holdsSecret } from '../../template/secret';
import type { TemplateObject } from '../../template/template';

/**
 * Names places as all other output does, by merge keys: `spec.containers[server].env[PORT].value`.
 *
 * Reads each list of an object once, and only of objects that have such a place.
 */
export class PathNamer {
  private readonly forms = new Map<string, TemplateObject[]>();
  private readonly describers = new Map<TemplateObject, (path: Path) => string>();

  constructor(objects: readonly TemplateObject[]) {
    for (const object of objects) {
      const known = this.forms.get(object.id);
      if (known === undefined) this.forms.set(object.id, [object]);
      else known.push(object);
    }
  }

  describe({ object: id, path }: Place): string {
    const forms = this.forms.get(id) ?? [];
    const object = forms.length > 1 ? forms.find((form) => hasPlace(form, path)) ?? forms[0] : forms[0];
    return object === undefined ? formatPath(path) : this.describerOf(object)(path);
  }

  private describerOf(object: TemplateObject): (path: Path) => string {
    const known = this.describers.get(object);
    if (known !== undefined) return known;
    // The elements of a Secret's lists are not named: names are made of values.
    const describe = holdsSecret(object.body) ? formatPath : pathDescriber(object.body);
    this.describers.set(object, describe);
    return describe;
  }
}

/** The forms of one object share an id, but not every place. */
function hasPlace({ places }: TemplateObject, path: Path): boolean {
  return places.some((place) => place.path.length === path.length && place.path.every((step, i) => step === path[i]));
}
