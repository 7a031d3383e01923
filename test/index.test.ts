import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from '@babel/parser';
import * as index from '../lib/index';

/** What users may rely on. A name that goes, or changes its meaning, is a breaking change. */
const VALUES = [
  'Backing', 'Baseline', 'Environment', 'Microservice', 'OWNER_LABEL', 'ParityApp', 'ParityChart', 'ParityConstruct', 'ParityError',
  'ParityErrors', 'ParityValidation', 'SECURE_DEFAULTS', 'artifact', 'config', 'derive', 'environment', 'facts', 'fromFile', 'overlays',
  'preview', 'readAssembly', 'secrets', 'serviceOf', 'standIn', 'text', 'vary', 'when',
];
const TYPES = [
  'Allowance', 'AllowedPeer', 'AllowedPort', 'AllowedSource', 'Amount', 'ArtifactRef', 'Assembly', 'AssemblyIndex', 'Autoscale', 'BackingEngine', 'BackingFacts', 'BackingProps', 'BaselineProps', 'Behavior', 'CallOptions', 'Capabilities',
  'ChartClass', 'ChartRecord', 'CloudNativePgOptions', 'ConfigFile', 'ConfigFiles', 'ConfigOptions', 'ConfigSchema', 'ConfigValues', 'ContainerLimits', 'Disruption', 'EnvValue', 'EnvironmentContract', 'EnvironmentOptions',
  'ExceptionOptions', 'ExposeOptions', 'ExternalCall', 'Fact', 'Facts', 'FileValue', 'FillOptions', 'GrpcMethod', 'Health', 'Identity', 'InterfaceKey', 'KafkaProps', 'Limits', 'LockedPlace', 'Metric', 'MicroserviceProps',
  'ObjectStoreProps', 'OtherClient', 'OverlayOf', 'OverlayScope', 'OverlaySet', 'ParityAppProps', 'ParityChartProps', 'ParityFailure', 'PatchOperation', 'Permission',
  'PostgresProps', 'Probe', 'Quota', 'RabbitMqProps', 'RedisProps', 'Refinement', 'RenderedAssembly', 'RoutePath', 'ScaleOptions', 'SecretKeyOptions', 'SecretSet', 'SecretsOptions', 'SecureDefault', 'ServicePort', 'ServiceRef', 'StandInOptions', 'TeamRoles', 'Trigger', 'TypedConfig', 'UseOptions', 'Variation',
  'VaryOptions', 'Volume', 'Volumes', 'Without',
];

function exportedNames(): { values: string[]; types: string[] } {
  const text = readFileSync(join(__dirname, '../lib/index.ts'), 'utf8');
  const names: Record<'values' | 'types', string[]> = { values: [], types: [] };
  for (const statement of parse(text, { sourceType: 'module', plugins: ['typescript'] }).program.body) {
    if (statement.type !== 'ExportNamedDeclaration' || !statement.source)
      throw new Error(`${statement.type} in lib/index.ts`);
    for (const specifier of statement.specifiers) {
      if (specifier.type !== 'ExportSpecifier' || specifier.exported.type !== 'Identifier')
        throw new Error('an unnamed export');
      const isType = statement.exportKind === 'type' || specifier.exportKind === 'type';
      names[isType ? 'types' : 'values'].push(specifier.exported.name);
    }
  }
  return { values: names.values.sort(), types: names.types.sort() };
}

test('the index exports these values, by name', () => {
  expect(Object.keys(index).sort()).toEqual(VALUES);
  expect(exportedNames().values).toEqual(VALUES);
});

test('the index exports these types, by name', () => {
  expect(exportedNames().types).toEqual(TYPES);
});
