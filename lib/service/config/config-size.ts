import { MAX_BYTES } from '../../environment/config-map-content';
import { ParityError } from '../../template/error';

/** A file that no ConfigMap can hold. */
export function tooLarge(where: string, what: string, bytes: number): ParityError {
  return new ParityError({
    code: 'PARITY_CONFIG_SIZE', message: 'a file is larger than a ConfigMap can be', where,
    got: `${what} of ${bytesText(bytes)}`, expected: `at most ${bytesText(MAX_BYTES)}`,
    fix: 'put it into the image, or on a volume',
  });
}

export function bytesText(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} bytes`;
}
