import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { type TemplateNames, className, fieldName } from './names';

/** The package that this file belongs to, and what its `package.json` says. */
export interface OwnPackage {
  readonly folder: string;
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const PROJECT = 'templates/project';
/** The template of a service, below the project's. */
export const SERVICE_TEMPLATE = 'services/template-service.ts';
/** All that is replaced in a template. They are words of the language that it is written in, so that it compiles. */
const WORDS = /\b(?:TemplateService|templateService|template-service|template-project|0\.0\.0-template)/g;

/** Found by walking up: the same from source and from the built package. */
export function ownPackage(): OwnPackage {
  for (let folder = __dirname; ; folder = dirname(folder)) {
    try {
      readdirSync(join(folder, PROJECT));
    } catch {
      if (dirname(folder) !== folder) continue;
      throw new Error(`this installation of cdk8s-parity has no folder ${PROJECT}`);
    }
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Omit<OwnPackage, 'folder'>;
    return { ...manifest, folder };
  }
}

/** A project's files by their path in it, with `/`, filled with the names. */
export function projectFiles(own: OwnPackage, names: TemplateNames): Map<string, string> {
  const root = join(own.folder, PROJECT);
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1).split(sep).join('/'));
  return new Map(paths.sort().map((path) => [
    // npm leaves files like .gitignore out of packages: they are stored as _gitignore.
    fill(path, own, names).replace(/^_/, '.'),
    fill(readFileSync(join(root, path), 'utf8'), own, names),
  ]));
}

/** The template of a service as it stands, with its own names. */
export function serviceTemplate(own: OwnPackage): string {
  return readFileSync(join(own.folder, PROJECT, SERVICE_TEMPLATE), 'utf8');
}

/** Puts the names in place of the templates' own. */
export function fill(text: string, own: Pick<OwnPackage, 'version'>, { project, service }: TemplateNames): string {
  const words: Readonly<Record<string, string>> = {
    TemplateService: className(service),
    templateService: fieldName(service),
    'template-service': service,
    'template-project': project,
    '0.0.0-template': own.version,
  };
  return text.replace(WORDS, (word) => words[word]);
}
