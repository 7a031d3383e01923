import type { Construct } from 'constructs';
import { derive } from '../../environment/derive';
import { hashedContent } from '../../template/hashed-config-map';
import type { ServiceLabels } from '../labels';
import { createObject } from '../manifest';

/** What a ConfigMap holds. */
export interface ConfigContent {
  readonly data?: Readonly<Record<string, string>>;
  /** Base64, by key. */
  readonly binaryData?: Readonly<Record<string, string>>;
  /** @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * Creates an immutable ConfigMap and gives its name, which ends in the content's hash.
 *
 * A change makes a new ConfigMap, and the pods that refer to it are replaced one by one instead of reading it at some
 * later time. The hash is of nothing but what it holds, so that a ConfigMap of a former release proves itself.
 */
export function createConfigMap(
  scope: Construct, id: string, name: string, labels: ServiceLabels, content: ConfigContent,
): string {
  const { data, binaryData, annotations } = content;
  const hashedName = `${name}-${derive.contentHash(hashedContent({ data, binaryData }))}`;
  createObject(scope, id, 'ConfigMap', {
    metadata: { name: hashedName, labels: labels.object, ...(annotations && { annotations }) },
    immutable: true,
    ...(data && { data }),
    ...(binaryData && { binaryData }),
  });
  return hashedName;
}
