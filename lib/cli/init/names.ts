import { ParityError } from '../../template/error';

/** What templates are named after: their files, and the words in them. */
export interface TemplateNames {
  /** Of the project: its package, its namespace, and the system that its services are part of. */
  readonly project: string;
  /** Of the service: its file, its chart and its objects. */
  readonly service: string;
}

/** A DNS label that starts with a letter, as names of Services must. */
const NAME = /^[a-z](-?[a-z0-9])*$/;
/** Names of objects are made of it, `<name>-config-<hash>`, and may have 63 characters. */
const MAX_LENGTH = 40;
/** Windows has no files of these names. */
const DEVICES = /^(con|prn|aux|nul|com\d|lpt\d)$/;
/** Words that cannot name a constant of a module in strict mode. */
const RESERVED = new Set(('arguments await break case catch class const continue debugger default delete do else enum '
  + 'eval export extends false finally for function if implements import in instanceof interface let new null package '
  + 'private protected public return static super switch this throw true try typeof undefined var void while with '
  + 'yield module require exports').split(' '));
/** Names of classes that TypeScript keeps for itself in a CommonJS module. */
const RESERVED_CLASSES = new Set(['Object', 'Promise']);

/**
 * Holds a name against what it becomes: a file, a DNS label, a class or a constant.
 *
 * @throws PARITY_BAD_ARGUMENT when it cannot be one of them
 */
export function checkName(what: 'project' | 'service' | 'environment' | 'cluster', name: string, option: string): void {
  const isName = NAME.test(name) && name.length <= MAX_LENGTH && !DEVICES.test(name);
  const isTaken = what === 'environment' ? RESERVED.has(fieldName(name))
    : what === 'service' && RESERVED_CLASSES.has(className(name));
  if (isName && !isTaken) return;
  const near = nearName(name);
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT',
    message: `${what === 'environment' ? 'an' : 'a'} ${what} cannot have this name`,
    got: JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}…` : name),
    expected: isTaken ? 'another word: TypeScript keeps this one for itself'
      : `at most ${MAX_LENGTH} lower-case letters, digits and single dashes, a letter first; no device of Windows`,
    fix: near === undefined || isTaken ? `give another name: ${option}` : `for example ${option.replace('NAME', near)}`,
  });
}

/** `checkout-api` as a class: `CheckoutApi`. */
export function className(name: string): string {
  return name.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

/** `checkout-api` as a constant: `checkoutApi`. */
export function fieldName(name: string): string {
  const written = className(name);
  return written.charAt(0).toLowerCase() + written.slice(1);
}

/** What was probably meant by `My Shop`: `my-shop`. */
export function nearName(name: string): string | undefined {
  const near = name.slice(0, 200).toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^[^a-z]+/, '')
    .slice(0, MAX_LENGTH).replace(/-+$/, '');
  return NAME.test(near) && !DEVICES.test(near) ? near : undefined;
}
