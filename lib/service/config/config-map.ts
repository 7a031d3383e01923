import type { Construct } from 'constructs';
import { derive } from '../../environment/derive';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';

/** What a ConfigMap holds, and what its hash is made of where that is not all of it. */
export interface ConfigContent {
  readonly data?: Readonly<Record<string, string>>;
  /** Base64, by key. */
  readonly binaryData?: Readonly<Record<string, string>>;
  /** Differs whenever the content does. @default - `data` */
  readonly fingerprint?: unknown;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Creates an immutable ConfigMap and gives its name, which ends in the content's hash.
 *
 * A change makes a new ConfigMap, and the pods that refer to it are replaced one by one instead of reading it at some
 * later time.
 */
export function createConfigMap(
  scope: Construct, id: string, name: string, labels: ServiceLabels, content: ConfigContent,
): string {
  const { data, binaryData, annotations } = content;
  const hashedName = `${name}-${derive.contentHash(content.fingerprint ?? data)}`;
  createObject(scope, id, 'ConfigMap', {
    metadata: { name: hashedName, labels: labels.object, ...(annotations && { annotations }) },
    immutable: true,
    ...(data && { data }),
    ...(binaryData && { binaryData }),
  });
  return hashedName;
}
