import { ParityError } from '../../template/error';
import { type JsonObject, isJsonObject } from '../../template/json';
import { checkName, className, fieldName, nearName } from '../init/names';
import {
  type OwnPackage, SERVICE_TEMPLATE, checkServiceWord, fill, isWordIn, templateText,
} from '../init/templates';
import { ENVIRONMENTS_FILE, environmentsOf, importsEnvironment } from './environment-list';
import { type Plan, exists, readProjectFile, refuseExisting } from './plan';
import { insertAboveMarkers } from './source-lines';

const SERVICES_FILE = 'services/index.ts';
const ARTIFACTS_FILE = 'artifacts.json';
const OPTION = 'parity add service NAME';
const IMAGE = /^([a-z0-9]+(?:[._/-]+[a-z0-9]+)*)@(sha256:[0-9a-f]{64})$/;

/** The files of another service: its own, and its lines in the lists of services and of images. */
export function planService(folder: string, own: OwnPackage, name: string, image: string | undefined): Plan {
  checkName('service', name, OPTION);
  checkServiceWord(own, name, OPTION);
  const file = `services/${name}.ts`;
  const list = readProjectFile(folder, SERVICES_FILE);
  refuseExisting(folder, 'a service', file);
  if (isWordIn(className(name), list)) throw exists(`a class ${className(name)}`, SERVICES_FILE);
  const artifacts = readProjectFile(folder, ARTIFACTS_FILE);
  const withImage = addArtifact(own, artifacts, name, image);
  return {
    created: new Map([[file, serviceFile(folder, own, name)]]),
    edited: new Map([
      [SERVICES_FILE, { from: list, to: listed(list, name) }],
      ...(withImage === undefined ? [] : [[ARTIFACTS_FILE, { from: artifacts, to: withImage }]] as const),
    ]),
    check: [
      ...(withImage !== undefined && image === undefined
        ? [`${ARTIFACTS_FILE}: ${name} is an echo server until you name its image and digest`] : []),
      `${file}: port, probes, variations and their bounds are examples`,
    ],
    next: ['npx cdk8s synth', 'npm test'],
  };
}

function serviceFile(folder: string, own: OwnPackage, name: string): string {
  const { name: project } = JSON.parse(readProjectFile(folder, 'package.json')) as { name?: unknown };
  const names = { service: name, project: nearName(String(project ?? '').replace(/^@.*\//, '')) ?? name };
  const last = environmentOfCustomers(readProjectFile(folder, ENVIRONMENTS_FILE));
  return fill(templateText(own, SERVICE_TEMPLATE), own, names)
    .replace(/^ {2}production: /m, `  ${/^[a-z0-9]+$/.test(last) ? last : `'${last}'`}: `);
}

/** The environment that the template's overlay is for: production, else the last of the list. */
function environmentOfCustomers(environments: string): string {
  try {
    const names = environmentsOf(environments).map(({ name }) => name);
    return names.includes('production') ? 'production' : names.at(-1) ?? 'production';
  } catch (cause) {
    // This command does not change the list: that it is of another form matters only where it decides.
    if (importsEnvironment(environments, 'production')) return 'production';
    throw cause;
  }
}

function listed(list: string, name: string): string {
  return insertAboveMarkers(SERVICES_FILE, list, [
    {
      marker: 'parity add service: imports',
      lines: [`import { ${className(name)}, ${fieldName(name)}Overlays } from './${name}';`],
    },
    { marker: 'parity add service: services', lines: [`new ${className(name)}(app, '${name}');`] },
    { marker: 'parity add service: overlays', lines: [`${fieldName(name)}Overlays,`] },
  ]);
}

/** The file with an image for the service; undefined when it has one of this name already. */
function addArtifact(own: OwnPackage, text: string, name: string, image: string | undefined): string | undefined {
  const file = parseArtifacts(text);
  const { artifacts } = file;
  if (Object.hasOwn(artifacts, name)) {
    if (image !== undefined) throw exists('an image', ARTIFACTS_FILE);
    return undefined;
  }
  const entry = image === undefined
    ? Object.values(parseArtifacts(templateText(own, ARTIFACTS_FILE)).artifacts)[0] : artifactOf(image);
  const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
  return `${JSON.stringify({ ...file, artifacts: { ...artifacts, [name]: entry } }, null, indent)}\n`;
}

function parseArtifacts(text: string): JsonObject & { readonly artifacts: JsonObject } {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (cause) {
    throw unusable((cause as Error).message, cause);
  }
  if (isJsonObject(file) && isJsonObject(file.artifacts)) return file as JsonObject & { artifacts: JsonObject };
  throw unusable('no map "artifacts"');
}

function unusable(got: string, cause?: unknown): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARTIFACTS', message: 'the artifacts cannot be used', where: ARTIFACTS_FILE, got,
    fix: 'write it as { "artifacts": { "<name>": { "repository": "...", "digest": "sha256:..." } } }',
  }, { cause });
}

/** @throws PARITY_BAD_ARGUMENT when it is not named by digest, or with a registry's host */
function artifactOf(image: string): JsonObject {
  const [, repository, digest] = IMAGE.exec(image) ?? [];
  const host = /^([^/]*[.:][^/]*|localhost)\//.exec(image)?.[1];
  if (digest !== undefined && host === undefined) return { repository, digest };
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'an image is named by repository and digest', where: '--image',
    got: host === undefined ? JSON.stringify(image.slice(0, 200)) : `the registry's host ${JSON.stringify(host)}`,
    expected: 'shop/checkout@sha256:<64 hex digits>',
    fix: host === undefined ? 'take the digest that the registry tells'
      : "leave the host out: it is an environment's fact",
  });
}
