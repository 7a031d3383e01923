import { type Json, type JsonObject, type Path, valueAt } from '../../../lib/template/json';

/** A setting of a ConfigMap that a container has as an environment variable. */
export interface Setting {
  /** The ConfigMap's name without its hash. */
  readonly configMap: string;
  readonly key: string;
}

/** Where a container's variables came from, by the variable's own object. */
export type Settings = ReadonlyMap<Json, Setting>;

interface Effective { readonly objects: readonly JsonObject[]; readonly settings: Settings }

/** What containers see, whichever object says it: upstream writes each variable into the Deployment. */
export function effectiveObjects(objects: readonly JsonObject[]): Effective {
  const settings = new Map<Json, Setting>();
  const configMaps = new Map(objects.filter(({ kind }) => kind === 'ConfigMap')
    .map(({ metadata, data }) => [String((metadata as JsonObject).name), data as JsonObject]));
  const withVariables = (container: JsonObject): JsonObject => {
    const { envFrom, env = [], ...rest } = container as Record<string, readonly JsonObject[] | undefined>;
    if (envFrom === undefined) return container;
    const variables = envFrom.flatMap(({ configMapRef }) => {
      const name = String((configMapRef as JsonObject).name);
      return Object.entries(configMaps.get(name) ?? {}).map(([key, value]) => {
        const variable = { name: key, value };
        settings.set(variable, { configMap: name.replace(/-[0-9a-f]{10}$/, ''), key });
        return variable;
      });
    });
    return { ...rest, env: [...variables, ...env] } as JsonObject;
  };
  return { objects: objects.map((object) => mapContainers(object, withVariables)), settings };
}

/** Objects whose only container is called as upstream's: containers are matched by their names. */
export function namedAs(upstream: readonly JsonObject[], objects: readonly JsonObject[]): JsonObject[] {
  const names = new Map(upstream.filter(({ kind }) => kind === 'Deployment').map(({ metadata, spec }) => {
    const { containers } = (spec as Workload).template.spec;
    return [(metadata as JsonObject).name, containers.map(({ name }) => name)];
  }));
  return objects.map((object) => {
    const [name, ...others] = names.get((object.metadata as JsonObject).name) ?? [];
    const rename = (container: JsonObject): JsonObject => ({ ...container, name });
    return object.kind === 'StatefulSet' && others.length === 0 ? mapContainers(object, rename) : object;
  });
}

type Workload = JsonObject & { readonly template: JsonObject & { readonly spec: PodSpec } };
type PodSpec = JsonObject & { readonly containers: readonly JsonObject[] };

function mapContainers(object: JsonObject, map: (container: JsonObject) => JsonObject): JsonObject {
  if (object.kind !== 'Deployment' && object.kind !== 'StatefulSet') return object;
  const spec = object.spec as Workload;
  const containers = spec.template.spec.containers.map(map);
  return {
    ...object,
    spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, containers } } },
  };
}

/** The setting that a path of an object leads to, or into. */
export function settingAt(settings: Settings, object: Json | undefined, path: Path): Setting | undefined {
  const variable = valueAt(object, path.slice(0, path.indexOf('env') + 2));
  return variable === undefined ? undefined : settings.get(variable);
}
