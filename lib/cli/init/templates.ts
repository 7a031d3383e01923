import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { ParityError } from '../../template/error';
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
    fill(templateText(own, path), own, names),
  ]));
}

/** One file of the templates, with the templates' own names. */
export function templateText(own: OwnPackage, path: string): string {
  return readFileSync(join(own.folder, PROJECT, path), 'utf8');
}

/** Where a service's name may not lead: words that its file and the list of services use already. */
const USED_IN = [SERVICE_TEMPLATE, 'services/index.ts'];

/**
 * Holds a service's name against the words of the files that will name its class.
 *
 * @throws PARITY_BAD_ARGUMENT when its class would have the name of one that they import
 */
export function checkServiceWord(own: OwnPackage, service: string, option: string): void {
  const file = SERVICE_TEMPLATE.replace('template-service', service);
  if (service !== 'template-service' && existsSync(join(own.folder, PROJECT, file))) {
    throw new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: 'a service cannot have this name', got: JSON.stringify(service),
      expected: `another file than ${file}, which is the project's own`, fix: `give another name: ${option}`,
    });
  }
  const used = USED_IN.map((path) => templateText(own, path)).join('\n')
    .replaceAll(/\/\*\*?[^]*?\*\/|\/\/.*/g, '');
  if (!isWordIn(className(service), used)) return;
  throw new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'a service cannot have this name', got: JSON.stringify(service),
    expected: `another class than ${className(service)}, which its file imports`, fix: `give another name: ${option}`,
  });
}

/** Whether a text uses an identifier. */
export function isWordIn(word: string, text: string): boolean {
  return new RegExp(String.raw`(?<![\w$])${word}(?![\w$])`).test(text);
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
