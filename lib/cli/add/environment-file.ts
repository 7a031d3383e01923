import { ParityError } from '../../template/error';
import { fieldName } from '../init/names';

/** How environments are declared here, up to their facts: `environment<Contract>` and the name. */
const openingOf = (name: string) =>
  new RegExp(String.raw`^export const \w+ = (environment<\w+>)\('${name}', \{$`);

/** A new environment's file, and which answers it has from another one. */
export interface CopiedEnvironment { readonly text: string; readonly facts: readonly string[] }

/**
 * The file of a new environment, with the facts of another one's file but for the domain.
 *
 * Clusters, overlays and exceptions are not copied: they are the other one's own.
 *
 * @throws PARITY_BAD_ARGUMENT with a file to write by hand, when the other one has another form
 */
export function copyEnvironment(path: string, source: string, from: string, name: string): CopiedEnvironment {
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  const refuse = (got: string) => notUnderstood(path, got, from, name);
  const start = lines.findIndex((line) => line.startsWith(`export const ${fieldName(from)} = environment`));
  const opening = openingOf(from).exec(lines[start] ?? '');
  if (opening === null) throw refuse(`no line  export const ${fieldName(from)} = environment<Contract>('${from}', {`);
  const end = lines.findIndex((line, i) => i > start && /^\S/.test(line));
  const facts = lines.slice(start + 1, end);
  if (end < 0 || !/^\}[,)]/.test(lines[end])) throw refuse('no line that closes the facts, unindented');

  const head = lines.slice(0, start).filter((line) => line.startsWith('import '));
  const rest = lines.slice(0, start).filter((line) => !/^(import .*;|\/\*\*.*| \*.*|\/\/.*|)$/.test(line));
  if (rest.length > 0) throw refuse(`besides imports and comments: ${JSON.stringify(rest[0])}`);

  const domains = facts.filter((line) => DOMAIN.test(line));
  if (domains.length !== 1) throw refuse(`${domains.length} lines with a domain in quotes`);
  const copied = facts.map((line) => line.replace(DOMAIN, (_, before: string, domain: string, after: string) =>
    `${before}${domainOf(domain, from, name)}${after}`));
  return {
    text: [
      ...head, '',
      `/** Made from ${from} by \`parity add environment\`: every answer but the domain is ${from}'s. */`,
      `export const ${fieldName(name)} = ${opening[1]}('${name}', {`,
      ...copied,
      '}, {',
      '  clusters: {',
      '    // parity add cluster: clusters stand above this line',
      '  },',
      '});', '',
    ].join('\n'),
    facts: facts.flatMap((line) => /^ {2}(\w+): /.exec(line)?.[1] ?? []),
  };
}

/** The fact as templates write it: `  domain: 'staging.example.com',`. */
const DOMAIN = /^( {2}domain: ')([^'\\]+)(',)$/;

/** The domain in an environment's file, or undefined when it is written in another way. */
export function domainIn(source: string): string | undefined {
  const found = source.split(/\r?\n/).flatMap((line) => DOMAIN.exec(line)?.[2] ?? []);
  return found.length === 1 ? found[0] : undefined;
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
      "import type { Contract } from './contract';",
      `import { ${fieldName(from)} } from './${from}';`,
      '',
      `export const ${fieldName(name)} = environment<Contract>('${name}', {`,
      `  ...${fieldName(from)}.facts, domain: '${name}.example.com',`,
      '});',
    ].join('\n'),
  });
}
