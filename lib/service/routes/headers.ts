import type { CustomKinds } from '../custom-object';

/** What happens to headers on the way. Values may vary, names are the same in every environment. */
export interface HeaderChanges {
  /** In place of what was there. */
  readonly set?: Readonly<Record<string, string>>;
  /** Besides what was there. */
  readonly add?: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
}

type Rule = NonNullable<CustomKinds['HTTPRoute']['spec']['rules']>[number];
/** A filter of an HTTPRoute's rule. */
export type HttpFilter = NonNullable<Rule['filters']>[number];
type HeaderFilter = HttpFilter & { readonly type: 'RequestHeaderModifier' | 'ResponseHeaderModifier' };

interface Headers { readonly request?: HeaderChanges; readonly response?: HeaderChanges }

/** The header filters of HTTPRoute and GRPCRoute, which are the same. */
export function headerFilters({ request, response }: Headers = {}): HeaderFilter[] {
  return [
    ...(hasChanges(request)
      ? [{ type: 'RequestHeaderModifier' as const, requestHeaderModifier: changesOf(request) }] : []),
    ...(hasChanges(response)
      ? [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: changesOf(response) }] : []),
  ];
}

export function hasChanges(changes: HeaderChanges | undefined): changes is HeaderChanges {
  return changes !== undefined && Object.keys(changesOf(changes)).length > 0;
}

/** Every name that is changed. */
export function changedNames({ set = {}, add = {}, remove = [] }: HeaderChanges): readonly string[] {
  return [...Object.keys(set), ...Object.keys(add), ...remove];
}

function changesOf({ set = {}, add = {}, remove = [] }: HeaderChanges) {
  return { ...listed('set', set), ...listed('add', add), ...(remove.length > 0 ? { remove } : {}) };
}

function listed<K extends string>(key: K, headers: Readonly<Record<string, string>>) {
  const list = Object.entries(headers).map(([name, value]) => ({ name, value }));
  return (list.length > 0 ? { [key]: list } : {}) as { readonly [P in K]?: typeof list };
}
