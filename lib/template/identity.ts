import { type Json, isJsonObject } from './json';

/** What tells one object of a cluster from all others. Missing or mistyped parts are empty text. */
export interface Identity {
  readonly apiVersion: string;
  readonly kind: string;
  /** @default - cluster-scoped, or left to whoever applies the object */
  readonly namespace?: string;
  /** The name, or the prefix that `metadata.generateName` gives. */
  readonly name: string;
  /** True when the API server completes the name. @default - the name is whole */
  readonly generated?: true;
}

/** Reads an object's identity; never throws, because it also serves to name what is wrong with an object. */
export function identityOf(object: Json): Identity {
  const metadata = ownValue(object, 'metadata');
  const namespace = ownText(metadata, 'namespace');
  const name = ownText(metadata, 'name');
  const prefix = ownText(metadata, 'generateName');
  return {
    apiVersion: ownText(object, 'apiVersion'),
    kind: ownText(object, 'kind'),
    ...(namespace === '' ? {} : { namespace }),
    ...(name === '' && prefix !== '' ? { name: prefix, generated: true as const } : { name }),
  };
}

/** `Deployment/checkout-api`: short, for people, not unique. */
export function formatIdentity(identity: Identity): string {
  const name = identity.name === '' ? '(no name)' : `${printable(identity.name)}${identity.generated ? '*' : ''}`;
  return `${identity.kind === '' ? '(no kind)' : printable(identity.kind)}/${name}`;
}

/**
 * `apps/v1/Deployment/shop/checkout-api`: one text for each identity, whatever the names hold.
 *
 * Kind, namespace and name are escaped and hold no `/`, so that the last three always end the key; a cluster-scoped
 * object has an empty namespace; a generated name ends in the only bare `*`.
 */
export function identityKey(identity: Identity): string {
  const [kind, namespace, name] = [identity.kind, identity.namespace ?? '', identity.name].map(escapeSegment);
  const apiVersion = identity.apiVersion.split('/').map(escapeSegment).join('/');
  return `${apiVersion}/${kind}/${namespace}/${name}${identity.generated ? '*' : ''}`;
}

const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** Kinds whose names become one DNS label, in the core group. */
const LABEL_KINDS: ReadonlySet<string> = new Set(['Namespace', 'Service']);
const RBAC_KINDS: ReadonlySet<string> = new Set(['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding']);

/**
 * Says why an object's name or namespace could not be one of Kubernetes: `the name holds '/'`.
 *
 * Undefined when both could be. Names become file names and cluster paths, so nothing that could leave a folder
 * passes for any kind. RBAC names are free text otherwise (`system:auth-delegator`), all others DNS-1123.
 */
export function findInvalidName(object: Json): string | undefined {
  if (hasPlainName(object)) return undefined;
  const metadata = ownValue(object, 'metadata');
  const name = ownValue(metadata, 'name');
  const prefix = ownValue(metadata, 'generateName');
  const namespace = ownValue(metadata, 'namespace');
  const identity = identityOf(object);
  if (name !== undefined && typeof name !== 'string') return 'the name is not text';
  if (prefix !== undefined && typeof prefix !== 'string') return 'the generateName is not text';
  if (namespace !== undefined && typeof namespace !== 'string') return 'the namespace is not text';
  if (identity.name === '') return name === undefined ? 'the object has no name' : 'the name is empty';
  // As the API server does: what it appends stands where the prefix ends in a dash.
  const whole = identity.generated ? identity.name.replace(/-$/, 'x') : identity.name;
  const invalid = findInvalidText(whole, formOf(identity));
  if (invalid !== undefined) return `the ${identity.generated ? 'generateName' : 'name'} ${invalid}`;
  const invalidNamespace = identity.namespace === undefined ? undefined : findInvalidText(identity.namespace, 'label');
  return invalidNamespace === undefined ? undefined : `the namespace ${invalidNamespace}`;
}

/** Almost every name is a DNS label, which every kind accepts: one test instead of all of them. */
function hasPlainName(object: Json): boolean {
  const metadata = ownValue(object, 'metadata');
  const name = ownValue(metadata, 'name');
  return typeof name === 'string' && name.length <= LONGEST_LABEL && LABEL.test(name)
    && ownValue(metadata, 'namespace') === undefined && ownValue(metadata, 'generateName') === undefined;
}

type NameForm = 'segment' | 'subdomain' | 'label';

function formOf({ apiVersion, kind }: Identity): NameForm {
  if (RBAC_KINDS.has(kind) && apiVersion.startsWith('rbac.authorization.k8s.io/')) return 'segment';
  return apiVersion === 'v1' && LABEL_KINDS.has(kind) ? 'label' : 'subdomain';
}

function findInvalidText(text: string, form: NameForm): string | undefined {
  const longest = form === 'label' ? LONGEST_LABEL : LONGEST_NAME;
  // First, so that no pattern runs on a text of hostile length.
  if (text.length > longest) return `has ${text.length} characters, more than ${longest}`;
  if (/\p{C}|\p{Zl}|\p{Zp}/u.test(text)) return 'holds a control character';
  if (text.includes('/')) return "holds '/'";
  if (text.includes('..')) return "holds '..'";
  if (form === 'segment') {
    if (text === '.') return "is '.'";
    if (/[%\\]/.test(text)) return "holds '%' or '\\'";
    return undefined;
  }
  if (/[A-Z]/.test(text)) return 'holds an uppercase letter';
  const labels = form === 'label' ? [text] : text.split('.');
  if (labels.every((label) => LABEL.test(label))) return undefined;
  return form === 'label'
    ? "is not a DNS label (lowercase letters, digits and '-', a letter or digit at both ends)"
    : "is not a DNS name (lowercase letters, digits, '-' and '.', a letter or digit at both ends of each part)";
}

function ownValue(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function ownText(value: Json | undefined, key: string): string {
  const text = ownValue(value, key);
  return typeof text === 'string' ? text : '';
}

function escapeSegment(text: string): string {
  return text.replace(/[%/*]|\p{Cc}/gu, (character) =>
    `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
}

/** Keeps hostile text from steering a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}|\p{Zl}|\p{Zp}/gu, '\ufffd');
}
