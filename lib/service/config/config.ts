import type { Construct } from 'constructs';
import { derive } from '../../environment/derive';
import { checkEnvName } from '../environment-variables';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';

/** Settings by the name of the environment variable that carries them. */
export type Config = Readonly<Record<string, string | number>>;
/** The content of files by their names, by the folder they are mounted into. */
export type ConfigFiles = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Writes settings to a ConfigMap and gives its name.
 *
 * The name ends in the content's hash: a change makes a new ConfigMap, and the pods that refer to it are replaced one
 * by one instead of reading it at some later time.
 */
export function createConfig(
  scope: Construct, name: string, labels: ServiceLabels, config: Config,
): string | undefined {
  const entries = Object.entries(config).map(([key, value]) => {
    checkEnvName(scope, key);
    return [key, `${value}`] as const;
  });
  if (entries.length === 0) return undefined;
  return createConfigMap(scope, 'config', `${name}-config`, labels, Object.fromEntries(entries));
}

/** A folder of files that a ConfigMap holds. */
export interface MountedConfig { readonly volume: string; readonly mountPath: string; readonly configMap: string }

/** Writes one ConfigMap for each folder of files. */
export function createConfigFiles(
  scope: Construct, name: string, labels: ServiceLabels, folders: ConfigFiles,
): MountedConfig[] {
  return Object.entries(folders).map(([mountPath, files]) => {
    const volume = volumeName(mountPath);
    return { volume, mountPath, configMap: createConfigMap(scope, volume, `${name}-${volume}`, labels, { ...files }) };
  });
}

/** `files-etc-app` for `/etc/app`. */
function volumeName(mountPath: string): string {
  const words = mountPath.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return ['files', ...words].join('-').slice(0, 63).replace(/-$/, '');
}

function createConfigMap(
  scope: Construct, id: string, name: string, labels: ServiceLabels, data: Readonly<Record<string, string>>,
): string {
  const hashedName = `${name}-${derive.contentHash(data)}`;
  createObject(scope, id, 'ConfigMap', {
    metadata: { name: hashedName, labels: labels.object },
    immutable: true,
    data,
  });
  return hashedName;
}
