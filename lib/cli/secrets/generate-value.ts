import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import type { SecretKeyRecord } from '../../environment/service-records';

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Makes a value up, from the system's source of randomness. */
export function generateValue({ form, length }: NonNullable<SecretKeyRecord['generate']>): string {
  switch (form) {
    case 'alphanumeric': return Array.from({ length }, () => ALPHANUMERIC[randomInt(ALPHANUMERIC.length)]).join('');
    case 'hex': return randomBytes(Math.ceil(length / 2)).toString('hex').slice(0, length);
    case 'base64': return randomBytes(length).toString('base64');
    case 'uuid': return randomUUID();
  }
}
