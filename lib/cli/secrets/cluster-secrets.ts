import { spawn } from 'node:child_process';
import { ParityError } from '../../template/error';
import { type Json, type JsonObject, isJsonObject } from '../../template/json';
import { type ObjectName, keyOf } from './secret-manifests';

interface Answer { readonly isGood: boolean; readonly out: string; readonly err: string }

/** Tells kubectl's and other tools' fields from ours, so that nothing that others wrote is taken away. */
const FIELD_MANAGER = 'cdk8s-parity-secrets';
const TIMEOUT = '--request-timeout=20s';

/** The Secrets and stores of a cluster, by kubectl. Values go through standard input and output, never by arguments. */
export class ClusterSecrets {
  private constructor(private readonly context: string) {}

  /**
   * @throws PARITY_NO_KUBECTL, PARITY_UNKNOWN_CONTEXT when there is none of exactly this name
   * @throws PARITY_NO_CLUSTER when it does not answer
   */
  static async in(context: string): Promise<ClusterSecrets> {
    const contexts = await kubectl(['config', 'get-contexts', '--output', 'name']);
    const known = contexts.out.split('\n').filter(Boolean);
    if (!known.includes(context)) {
      throw new ParityError({
        code: 'PARITY_UNKNOWN_CONTEXT', message: 'kubectl knows no context of exactly this name',
        where: `--context ${context}`, got: `'${context}'`, expected: known.join(', ') || undefined,
        fix: 'see kubectl config get-contexts',
      });
    }
    const cluster = new ClusterSecrets(context);
    const version = await cluster.call(['get', '--raw', '/version']);
    if (!version.isGood) throw unreachable(context, version.err);
    return cluster;
  }

  /** The objects that there are, by what says which they are. @throws PARITY_NOT_APPLIED when one may not be read */
  async read(names: readonly ObjectName[]): Promise<ReadonlyMap<string, JsonObject>> {
    const found = new Map<string, JsonObject>();
    for (const name of names) {
      const { isGood, out, err } = await this.call([
        'get', TYPES[name.kind] ?? name.kind, name.name, '--ignore-not-found', '--output', 'json',
        ...(name.namespace === undefined ? [] : ['--namespace', name.namespace]),
      ]);
      if (!isGood) throw this.refused(err);
      const object = out.trim() === '' ? undefined : parsed(out);
      if (object === null) throw this.refused('what kubectl said of a Secret is no JSON');
      if (isJsonObject(object)) found.set(keyOf(name), object);
    }
    return found;
  }

  /**
   * Applies objects on the server, which keeps what others manage, and notes no copy of the values in an annotation.
   *
   * @throws PARITY_NOT_APPLIED when the cluster refuses; no value is shown
   */
  async apply(objects: readonly JsonObject[], values: Iterable<string>): Promise<void> {
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });
    const { isGood, err } = await this.call(
      ['apply', '--server-side', '--field-manager', FIELD_MANAGER, '-f', '-'], list,
    );
    if (!isGood) throw this.refused(withoutValues(err, values));
  }

  private refused(got: string): ParityError {
    return new ParityError({
      code: 'PARITY_NOT_APPLIED', message: 'the cluster did not take the secrets', where: `--context ${this.context}`,
      got: got.trim().slice(0, 2000), fix: 'do what the cluster says, and run it again: what is there stays',
    });
  }

  private call(args: readonly string[], input?: string): Promise<Answer> {
    return kubectl(['--context', this.context, TIMEOUT, ...args], input);
  }
}

const TYPES: Readonly<Record<string, string>> = {
  SecretStore: 'secretstores.external-secrets.io', ClusterSecretStore: 'clustersecretstores.external-secrets.io',
};

/** What a tool says, without what must not be said. */
export function withoutValues(text: string, values: Iterable<string>): string {
  let shown = text.trim();
  const hidden = new Set([...values].flatMap(formsOf));
  for (const form of [...hidden].sort((a, b) => b.length - a.length)) shown = shown.replaceAll(form, '(a value)');
  return shown;
}

/** A value as it stands, in base64, in JSON as an entry has it and in JSON of that; and each of its lines. */
function formsOf(value: string): string[] {
  const quoted = (text: string) => JSON.stringify(text).slice(1, -1);
  const lines = value.split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
  return [value, Buffer.from(value, 'utf8').toString('base64'), ...lines].flatMap((form) =>
    [form, quoted(form), quoted(quoted(form))]).filter(Boolean);
}

/** Null for no JSON: what a parser says of it shows its beginning. */
function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null;
  }
}

/** Runs kubectl without a shell. @throws PARITY_NO_KUBECTL when there is none */
function kubectl(args: readonly string[], input = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn('kubectl', args, { env: process.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const texts = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => { texts.out += chunk; });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => { texts.err += chunk; });
    child.on('error', (cause) => reject(new ParityError({
      code: 'PARITY_NO_KUBECTL', message: 'kubectl cannot be run', got: (cause as NodeJS.ErrnoException).code,
      fix: 'install kubectl, or write a file without --apply',
    }, { cause })));
    child.on('close', (code) => resolve({ isGood: code === 0, ...texts }));
    // It may end before it has read everything; its exit code says so.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

function unreachable(context: string, message: string): ParityError {
  return new ParityError({
    code: 'PARITY_NO_CLUSTER', message: 'the cluster cannot be reached', where: `--context ${context}`,
    got: message.trim().split('\n').at(-1)?.slice(0, 400), fix: 'see kubectl cluster-info',
  });
}
