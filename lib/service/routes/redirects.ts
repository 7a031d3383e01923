import { createCustomObject } from '../custom-object';
import type { HttpFilter } from './headers';
import type { ParentRef } from './http-route';
import { gatewayOf, httpListenerOf } from './parents';
import { type Route, allHostsOf, idOf, metadataOf } from './route';

/** Requests that are answered with another address instead of by the service. */
export interface Redirect {
  /** The hosts that are asked for; may vary. @default - those of the exposure */
  readonly hosts?: readonly string[];
  /** Everything below it. @default '/' */
  readonly path?: string;
  /** What is another: the host (may vary), the prefix, or the whole path. The rest stays as it was asked for. */
  readonly to: { readonly host?: string; readonly prefix?: string; readonly path?: string };
  /** For ever (301), so that browsers need not ask again, or for now (302). @default true */
  readonly permanent?: boolean;
}

/** An HTTPRoute for each redirect: a rule that redirects has no backend, and may have hosts of its own. */
export function createRedirects(route: Route, parent: ParentRef, prefix: string): void {
  for (const [name, redirect] of Object.entries(route.options.redirects ?? {})) {
    const { hosts = route.hosts, path = '/', to, permanent = true } = redirect;
    createCustomObject(route.scope, idOf(`${prefix}-${name}`, route), 'HTTPRoute', {
      metadata: metadataOf(route, { suffix: name }),
      spec: {
        parentRefs: [parent],
        hostnames: hosts,
        rules: [{
          matches: [{ path: { type: 'PathPrefix', value: path } }],
          filters: [redirectFilter({ ...to, statusCode: permanent ? 301 : 302 })],
        }],
      },
    });
  }
}

/** Sends what arrives without TLS to the same address with it. */
export function createHttpsRedirect(route: Route): void {
  createCustomObject(route.scope, idOf('https-redirect', route), 'HTTPRoute', {
    metadata: metadataOf(route, { suffix: 'https-redirect' }),
    spec: {
      parentRefs: [{ ...gatewayOf(route), sectionName: httpListenerOf(route) }],
      hostnames: allHostsOf(route),
      rules: [{
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }],
      }],
    },
  });
}

function redirectFilter(to: Redirect['to'] & { readonly statusCode: 301 | 302 }): HttpFilter {
  const { host, statusCode } = to;
  return {
    type: 'RequestRedirect',
    requestRedirect: { ...(host === undefined ? {} : { hostname: host }), ...pathChange(to), statusCode },
  };
}

/** How redirects and rewrites say which part of the path is another. */
export function pathChange({ prefix, path }: { readonly prefix?: string; readonly path?: string }) {
  if (path !== undefined) return { path: { type: 'ReplaceFullPath' as const, replaceFullPath: path } };
  if (prefix !== undefined) return { path: { type: 'ReplacePrefixMatch' as const, replacePrefixMatch: prefix } };
  return {};
}
