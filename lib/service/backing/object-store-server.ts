import type { Construct } from 'constructs';
import { BUCKET, REGION, fixedText } from './bad-backing';
import type { ObjectStoreProps } from './backing-props';
import { type Named, type Server, computed, fromSecret, made } from './server';

export interface ObjectStoreOptions { readonly bucket: string; readonly region: string }

/** @throws PARITY_BAD_BACKING, PARITY_LOCKED */
export function objectStoreOptions(scope: Construct, name: string, props: ObjectStoreProps): ObjectStoreOptions {
  return {
    bucket: fixedText(scope, 'bucket', props.bucket ?? name, BUCKET),
    region: fixedText(scope, 'region', props.region ?? 'us-east-1', REGION),
  };
}

/**
 * The S3 API over a file system by Versity's gateway (docker.io/versity/versitygw), 1.0 or newer.
 *
 * A bucket is a folder there, so mounting one from the claim makes it, without a client that has to run first. What
 * belongs to an object is in a folder beside it: not each storage class has extended attributes.
 */
export function objectStoreServer(named: Named, { bucket, region }: ObjectStoreOptions): Server {
  const health = { httpGet: { path: '/_health', port: named.port } };
  return {
    user: 1000,
    args: [
      '--port', `:${named.port}`, '--region', region, '--health', '/_health',
      'posix', '--sidecar', '/data/metadata', '/data/buckets',
    ],
    env: [
      fromSecret('ROOT_ACCESS_KEY', named, 'accessKeyId'),
      fromSecret('ROOT_SECRET_KEY', named, 'secretAccessKey'),
    ],
    probes: {
      readinessProbe: { ...health, periodSeconds: 5, timeoutSeconds: 5 },
      livenessProbe: { ...health, periodSeconds: 15, timeoutSeconds: 5, failureThreshold: 6 },
    },
    data: [
      { mountPath: `/data/buckets/${bucket}`, subPath: `buckets/${bucket}` },
      { mountPath: '/data/metadata', subPath: 'metadata' },
    ],
    scratch: { tmp: '/tmp' },
    keys: [
      made(named, 'accessKeyId', 20),
      made(named, 'secretAccessKey', 40),
      ...computed({ endpoint: `http://${named.name}:${named.port}`, bucket, region }),
    ],
  };
}
