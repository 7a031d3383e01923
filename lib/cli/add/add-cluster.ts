import { ParityError } from '../../template/error';
import { checkName } from '../init/names';
import { domainIn } from './environment-file';
import { ENVIRONMENTS_FILE, environmentsOf, findEnvironment } from './environment-list';
import { type Plan, exists, readProjectFile } from './plan';
import { insertAboveMarkers } from './source-lines';

const MARKER = 'parity add cluster: clusters';

/** The edit that gives an environment another cluster: `production/eu`, or `eu` and the environment. */
export function planCluster(folder: string, given: string, ofName: string | undefined): Plan {
  const slash = given.indexOf('/');
  const [before, name] = slash < 0 ? [undefined, given] : [given.slice(0, slash), given.slice(slash + 1)];
  const of = ofName ?? before;
  if (of === undefined || (before !== undefined && before !== of)) {
    throw new ParityError({
      code: 'PARITY_BAD_ARGUMENT', message: 'a cluster belongs to one environment',
      got: of === undefined ? 'no environment' : `${before} and ${of}`,
      fix: 'name it: parity add cluster production/eu',
    });
  }
  checkName('cluster', name, `parity add cluster ${of}/NAME`);
  findEnvironment(environmentsOf(readProjectFile(folder, ENVIRONMENTS_FILE)), of);
  const file = `environments/${of}.ts`;
  const source = readProjectFile(folder, file);
  const clusters = clustersIn(source);
  if (clusters.includes(name)) throw exists(`a cluster of ${of}`, file);
  const domain = domainIn(source);
  const key = name.includes('-') ? `'${name}'` : name;
  const line = `${key}: { domain: '${name}.${domain ?? 'example.com'}' },`;
  const edited = insertAboveMarkers(file, source, [{ marker: MARKER, lines: [line] }]);
  return {
    created: new Map(),
    edited: new Map([[file, { from: source, to: edited }]]),
    check: [
      `${file}: ${name} differs from ${of} in its domain, which is made up; add the facts in which it differs too`,
      ...(clusters.length > 0 ? []
        : [`${of} is now written once for each cluster: dist/${of}/${name} replaces dist/${of}`]),
    ],
    next: ['npx cdk8s synth', 'npm test -- -u'],
  };
}

/** The names of the clusters above the marker, as templates and this command write them: each begins a line. */
function clustersIn(source: string): string[] {
  const lines = source.split(/\r?\n/);
  const from = lines.findIndex((line) => /^\s*clusters: \{$/.test(line));
  const to = lines.findIndex((line) => line.includes(`// ${MARKER}`));
  if (from < 0 || to < from) return [];
  const indentation = /^\s*/.exec(lines[to])?.[0] ?? '';
  return lines.slice(from + 1, to).filter((line) => line.startsWith(indentation))
    .flatMap((line) => /^(['"]?)([\w-]+)\1:/.exec(line.slice(indentation.length))?.[2] ?? []);
}
