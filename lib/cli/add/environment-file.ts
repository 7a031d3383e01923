import { ParityError } from '../../template/error';
import { fieldName } from '../init/names';
import { isWordIn } from '../init/templates';
import { isDoubleQuoted } from './source-lines';

/** A new environment's file, and which answers it has from another one. */
export interface CopiedEnvironment { readonly text: string; readonly facts: readonly string[] }

/** How the answers begin and end, as templates write them. */
const START = /^const facts: \w+ = \{$/;
const END = '};';
/** The fact as templates write it: `  domain: 'staging.example.com',`. */
const DOMAIN = /^(\s*domain: (['"]))([^'"\\]+)(\2,)$/;

/**
 * The file of a new environment, with the facts of another one's file but for the domain.
 *
 * Clusters, overlays and exceptions are not copied: they are the other one's own.
 *
 * @throws PARITY_BAD_ARGUMENT with a file to write by hand, when the other one has another form
 */
export function copyEnvironment(path: string, source: string, from: string, name: string): CopiedEnvironment {
  const refuse = (got: string) => notUnderstood(path, got, from, name);
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const start = lines.findIndex((line) => START.test(line));
  if (start < 0) throw refuse('no line  const facts: Contract = {');
  const end = lines.indexOf(END, start);
  if (end < 0) throw refuse(`no line '${END}' that closes the facts`);
  const facts = lines.slice(start + 1, end);
  const domains = facts.filter((line) => DOMAIN.test(line));
  if (domains.length !== 1) throw refuse(`${domains.length} lines with a domain in quotes`);
  const other = lines.slice(0, start).find((line) => !/^(import .*;|\/?\*.*| \*.*|\/\/.*|)$/.test(line));
  if (other !== undefined) throw refuse(`besides imports and comments: ${JSON.stringify(other)}`);

  const copied = lines.slice(start, end + 1).map((line) =>
    line.replace(DOMAIN, (_, before: string, _quote, domain: string, after: string) =>
      `${before}${domainOf(domain, from, name)}${after}`));
  const quote = isDoubleQuoted(source) ? '"' : "'";
  return {
    text: [
      ...lines.slice(0, start).filter((line) => isNeeded(line, copied)), '',
      ...copied, '',
      `/** Made from ${from} by \`parity add environment\`: every answer but the domain is ${from}'s. */`,
      `export const ${fieldName(name)} = environment(${quote}${name}${quote}, facts, {`,
      '  clusters: {',
      '    // parity add cluster: clusters stand above this line',
      '  },',
      '});', '',
    ].join('\n'),
    facts: facts.flatMap((line) => /^(?: {2}|\t)(\w+): /.exec(line)?.[1] ?? []),
  };
}

/** The domain in an environment's file, or undefined when it is written in another way. */
export function domainIn(source: string): string | undefined {
  const found = source.split(/\r?\n/).flatMap((line) => DOMAIN.exec(line)?.[3] ?? []);
  return found.length === 1 ? found[0] : undefined;
}

/** Whether the copy uses something of an import: linters refuse others. */
function isNeeded(line: string, copied: readonly string[]): boolean {
  const names = /^import (?:type )?\{?(.*?)\}? from/.exec(line)?.[1].match(/\w+/g) ?? [];
  return names.some((imported) => imported === 'environment' || isWordIn(imported, copied.join('\n')));
}

/** `qa.example.com`, from `staging.example.com` as well as from `example.com`. */
function domainOf(domain: string, from: string, name: string): string {
  return `${name}.${domain.startsWith(`${from}.`) ? domain.slice(from.length + 1) : domain}`;
}

function notUnderstood(path: string, got: string, from: string, name: string): ParityError {
  return new ParityError({
    code: 'PARITY_BAD_ARGUMENT', message: 'a file is not as parity add knows it, and nothing was written',
    where: path, got,
    fix: [
      `write environments/${name}.ts by hand, and add ${fieldName(name)} to environments/index.ts:`,
      "import { environment } from 'cdk8s-parity';",
      `import { ${fieldName(from)} } from './${from}';`,
      '',
      `export const ${fieldName(name)} = environment('${name}', {`,
      `  ...${fieldName(from)}.facts, domain: '${name}.example.com',`,
      '});',
    ].join('\n'),
  });
}
