import { noBranching } from './no-branching';

/**
 * A plugin in ESLint's format, for ESLint and for oxlint's `jsPlugins`.
 *
 * The module itself is the plugin: both linters take `meta` and `rules` from what they import.
 */
export const meta = { name: 'parity' } as const;

export const rules = { 'no-branching': noBranching } as const;
