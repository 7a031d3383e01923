import type { TargetRecord } from '../../synth/assembly/assembly';
import { ParityError } from '../../template/error';
import { type Json, type JsonObject, isJsonObject } from '../../template/json';
import { emitYaml } from '../../template/yaml';
import { assemblyFolder } from '../open-assembly';
import { ClusterSecrets } from './cluster-secrets';
import type { InitOptions } from './init-options';
import { PrivateFile } from './private-file';
import { type ObjectName, keyOf, nameOf } from './secret-manifests';

/** Where values are kept: a file of one's own, or a cluster. */
export interface SecretPlace {
  readonly where: string;
  read(names: readonly ObjectName[]): ReadonlyMap<string, JsonObject> | Promise<ReadonlyMap<string, JsonObject>>;
  write(objects: readonly JsonObject[], values: Iterable<string>): void | Promise<void>;
}

/**
 * Where the values of a target are kept: in the cluster that was named, or in a file of the user's own.
 *
 * @throws what `ClusterSecrets.in` and `PrivateFile.at` throw
 * @throws PARITY_UNSAFE_SECRETS_FILE when the file holds something else than manifests
 */
export async function placeOf(target: TargetRecord, options: InitOptions): Promise<SecretPlace> {
  const { apply, context = '', out } = options;
  if (apply === true) {
    const cluster = await ClusterSecrets.in(context);
    return {
      where: `the cluster of context ${context}`, read: (names) => cluster.read(names),
      write: (objects, values) => cluster.apply(objects, values),
    };
  }
  // Projects ignore folders of this beginning.
  const named = out ?? `.parity-secrets/${target.name}.yaml`;
  const file = await PrivateFile.at(named, assemblyFolder(options));
  const former = readObjects(file.read(), named);
  return {
    where: named, read: () => former,
    write: (objects) => {
      const all = new Map([...former, ...objects.map((object) => [keyOf(nameOf(object)), object] as const)]);
      const text = emitYaml([...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object));
      if (text !== file.read() || !file.isPrivate()) file.write(text);
    },
  };
}

/** @throws PARITY_UNSAFE_SECRETS_FILE when it is no YAML of objects; nothing of it is shown */
function readObjects(text: string | undefined, where: string): ReadonlyMap<string, JsonObject> {
  const { loadAll, CORE_SCHEMA } = require('js-yaml') as typeof import('js-yaml');
  const objects: Json[] = [];
  try {
    loadAll(text ?? '', (object) => { objects.push(object as Json); }, { schema: CORE_SCHEMA });
  } catch {
    // What js-yaml says shows the lines around.
    objects.push('no YAML');
  }
  const readable = objects.filter((object) => object !== null && object !== undefined);
  if (readable.every(isJsonObject)) return new Map(readable.map((object) => [keyOf(nameOf(object)), object]));
  throw new ParityError({
    code: 'PARITY_UNSAFE_SECRETS_FILE', message: 'values of secrets cannot be kept in this file', where,
    got: 'something else than manifests', fix: 'name another file, or remove it: its values are made anew',
  });
}
