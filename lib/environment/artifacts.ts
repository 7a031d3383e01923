import { readFileSync, statSync } from 'node:fs';
import { ParityError } from '../template/error';
import { isJsonObject } from '../template/json';
import type { Construct } from 'constructs';
import type { EnvironmentContract } from './contract';
import { facts } from './facts';
import { nearest } from './nearest';
import { type Session, sessionOf } from './session';
import { callSite } from './source-location';

/** A container image by what it holds: the registry host is a fact, the rest is the same everywhere. */
export interface Artifact {
  readonly name: string;
  readonly repository: string;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
  /** For people: the version the digest was published as. */
  readonly tag?: string;
}

/** The artifacts of an app, by name. */
export interface ArtifactSource {
  readonly file: string;
  readonly artifacts: ReadonlyMap<string, Artifact>;
  /** True when the file replaces the committed one: such an assembly is not releasable. */
  readonly isReplacement: boolean;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** The distribution specification's repository names. */
const REPOSITORY = /^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*$/;
const MAX_SIZE = 16 * 1024 * 1024;

/** Names an artifact of `artifacts.json`; the file is read when the app is synthesized. */
export interface ArtifactRef { readonly artifact: string }

/**
 * An image by its name in `artifacts.json`: repository and digest, the same for all environments.
 */
export function artifact(name: string): ArtifactRef {
  return { artifact: name };
}

/**
 * Reads `artifacts.json`: `{ "artifacts": { "shop/checkout": { "repository": "...", "digest": "sha256:..." } } }`.
 *
 * @throws PARITY_BAD_ARTIFACTS when the file is missing, no JSON, or an entry has no digest
 */
export function readArtifacts(file: string, isReplacement: boolean): ArtifactSource {
  const fail = (got: string, fix: string, cause?: unknown): never => {
    throw new ParityError(
      { code: 'PARITY_BAD_ARTIFACTS', message: 'the artifacts cannot be used', where: file, got, fix },
      { cause },
    );
  };
  let data: unknown;
  try {
    if (statSync(file).size > MAX_SIZE) fail('a file that is too large', 'list only the images that the charts use');
    data = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof ParityError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      fail('no such file', isReplacement ? 'name a file that is there' : 'write it there, or correct its name', cause);
    }
    fail(
      (cause as Error).message,
      'write it as { "artifacts": { "<name>": { "repository": "...", "digest": "sha256:..." } } }',
      cause,
    );
  }
  const entries =
    isJsonObject(data) && isJsonObject(data.artifacts) ? data.artifacts : fail('no "artifacts"', 'add them');
  const artifacts = new Map<string, Artifact>();
  for (const [name, entry] of Object.entries(entries)) {
    const { repository, digest, tag } = isJsonObject(entry) ? entry : {} as Record<string, undefined>;
    if (typeof repository !== 'string' || !REPOSITORY.test(repository)) {
      fail(
        `'${name}': repository ${JSON.stringify(repository) ?? 'missing'}`,
        'give the repository without registry host, tag or digest',
      );
    }
    if (typeof digest !== 'string' || !DIGEST.test(digest)) {
      fail(`'${name}': digest ${JSON.stringify(digest) ?? 'missing'}`, 'give the digest: sha256: and 64 hex digits');
    }
    artifacts.set(name, {
      name, repository: repository as string, digest: digest as string, ...(typeof tag === 'string' ? { tag } : {}),
    });
  }
  return { file, artifacts, isReplacement };
}

/** @throws PARITY_NO_ARTIFACT when the name is not in the file */
function findArtifact(source: ArtifactSource, name: string, where: string): Artifact {
  const found = source.artifacts.get(name);
  if (found !== undefined) return found;
  const suggestion = nearest(name, [...source.artifacts.keys()]);
  throw new ParityError({
    code: 'PARITY_NO_ARTIFACT',
    message: 'an image is not among the artifacts',
    where,
    got: `artifact('${name}')`,
    expected: suggestion === undefined ? `"${name}": { "repository": "...", "digest": "sha256:..." }`
      : `artifact('${suggestion}')`,
    fix: `add '${name}' with its digest to ${source.file}`,
  });
}

const SOURCE = Symbol('artifacts');

/** Makes an app's artifacts known to the constructs that use them. */
export function openArtifacts(session: Session, source: ArtifactSource): void {
  session.extensions.set(SOURCE, source);
}

export function artifactsOf(session: Session): ArtifactSource | undefined {
  return session.extensions.get(SOURCE) as ArtifactSource | undefined;
}

/**
 * The image reference of an artifact: the registry host is the contract's fact, everything else is fixed.
 *
 * @param tag what stands beside the digest, for who reads it there; it decides nothing
 * @throws PARITY_NO_ARTIFACT when it is not in `artifacts.json`
 */
export function imageOf(scope: Construct, ref: ArtifactRef, tag?: string): string {
  const source = artifactsOf(sessionOf(scope));
  const where = [scope.node.path, callSite()].filter(Boolean).join(' ');
  if (source === undefined) {
    throw new ParityError({
      code: 'PARITY_NO_ARTIFACT', message: 'the app names no file of artifacts', where,
      got: `artifact('${ref.artifact}')`,
      fix: "name the file: new ParityApp({ environments, artifacts: 'artifacts.json' })",
    });
  }
  const found = findArtifact(source, ref.artifact, where);
  const version = tag === undefined ? '' : `:${tag}`;
  return `${facts<EnvironmentContract>(scope).registry}/${found.repository}${version}@${found.digest}`;
}
