import { readFileSync, writeFileSync } from 'node:fs';
import { CORE_SCHEMA, loadAll } from 'js-yaml';
import { type Json, isJsonObject } from '../../../lib/template/json';
import { exampleFile } from '../example-file';
import { allowedEdges, inUpstreamsWords } from '../network-policies';

/** Stands where upstream's manifest embeds a program: the example carries facts over, not texts. */
const SCRIPT = '(script)';

/**
 * Writes objects.json and edges.json from Online Boutique's own manifests:
 *
 *     npx tsx examples/online-boutique/upstream/extract.ts kubernetes-manifests.yaml with-network-policies.yaml
 */
function extract(manifests: string, withPolicies: string): void {
  const objects = read(manifests).map(withoutScripts);
  write('upstream/objects.json', objects);
  const edges = allowedEdges(read(withPolicies), 'shop').filter((edge) => inUpstreamsWords(edge) === edge);
  write('upstream/edges.json', edges);
}

function read(file: string): Json[] {
  const documents = loadAll(readFileSync(file, 'utf8'), { schema: CORE_SCHEMA }) as Json[];
  return documents.filter(isJsonObject);
}

function withoutScripts(value: Json): Json {
  if (typeof value === 'string') return value.includes('\n') ? SCRIPT : value;
  if (Array.isArray(value)) return value.map(withoutScripts);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, withoutScripts(child)]));
}

/** One element on each line, so that a newer upstream shows as a readable diff. */
function write(name: string, list: readonly Json[]): void {
  writeFileSync(exampleFile(name), `[\n${list.map((element) => `  ${JSON.stringify(element)}`).join(',\n')}\n]\n`);
}

if (require.main === module) {
  const [manifests, withPolicies, ...rest] = process.argv.slice(2);
  if (withPolicies === undefined || rest.length > 0) {
    process.stderr.write('usage: extract.ts <kubernetes-manifests.yaml> <with-network-policies.yaml>\n');
    process.exitCode = 2;
  } else {
    extract(manifests, withPolicies);
  }
}
