import type { OwnPackage } from './templates';

/** What a project's program imports, besides this library. */
const DEPENDENCIES = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
/** What compiles, runs, tests and lints it. */
const DEV_DEPENDENCIES = [
  '@swc/core', '@swc/jest', '@types/jest', '@types/node', 'cdk8s-cli', 'jest', 'oxlint', 'typescript',
];

/** Packages with install scripts that only this library's own development brings in. */
const OURS_ALONE = new Set(['esbuild']);

/**
 * The `package.json` of a new project.
 *
 * Its versions are those that this library is developed and tested with, read from its own `package.json`.
 */
export function projectManifest(own: OwnPackage, project: string): string {
  const versions = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, own.devDependencies[name]] as const));
  const scripts = Object.entries(own.allowScripts).filter(([name]) => !OURS_ALONE.has(name));
  return `${JSON.stringify({
    name: project,
    version: '0.0.0',
    private: true,
    engines: { node: '>=20.19' },
    scripts: {
      synth: 'cdk8s synth',
      check: 'parity check',
      test: 'jest',
      lint: 'oxlint',
    },
    dependencies: sorted({ 'cdk8s-parity': own.version, ...versions(DEPENDENCIES) }),
    devDependencies: versions(DEV_DEPENDENCIES),
    allowScripts: Object.fromEntries(scripts),
  }, null, 2)}\n`;
}

function sorted(record: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
