import { checkName, fieldName } from '../init/names';
import { isWordIn } from '../init/templates';
import { copyEnvironment } from './environment-file';
import { ENVIRONMENTS_FILE, environmentsOf, findEnvironment, withEnvironment } from './environment-list';
import { type Plan, exists, readProjectFile, refuseExisting } from './plan';
import { insertAboveMarkers } from './source-lines';

/** The files of another environment: its answers, made from those of the one it stands after, and its place. */
export function planEnvironment(folder: string, name: string, afterName: string | undefined): Plan {
  checkName('environment', name, 'parity add environment NAME');
  const list = readProjectFile(folder, ENVIRONMENTS_FILE);
  const environments = environmentsOf(list);
  // Production stays last unless someone says otherwise.
  const after = findEnvironment(environments, afterName ?? (environments.at(-2) ?? environments.at(-1))?.name ?? '');
  const file = `environments/${name}.ts`;
  refuseExisting(folder, 'an environment', file);
  const added = { name, field: fieldName(name) };
  if (isWordIn(added.field, list)) throw exists(`a constant ${added.field}`, ENVIRONMENTS_FILE);
  const source = `environments/${after.name}.ts`;
  const { text, facts } = copyEnvironment(source, readProjectFile(folder, source), after.name, name);
  const imported = insertAboveMarkers(ENVIRONMENTS_FILE, list, [{
    marker: 'parity add environment: imports', lines: [`import { ${added.field} } from './${name}';`],
  }]);
  return {
    created: new Map([[file, text]]),
    edited: new Map([[ENVIRONMENTS_FILE, { from: list, to: withEnvironment(imported, added, after) }]]),
    check: [
      `${file}: the answers are ${after.name}'s, the domain is made up: ${facts.join(', ')}`,
      `overlays for ${after.name} do not hold in ${name}: services run with their defaults until they say otherwise`,
    ],
    next: ['npx cdk8s synth', `npx parity diff ${after.name} ${name}`, 'npm test -- -u'],
  };
}
