import type { k8s } from 'cdk8s-plus-28';
import type { EnvironmentContract } from '../../environment/contract';
import { facts } from '../../environment/facts';
import { type Manifest, createObject } from '../manifest';
import { givenUp, hasNginx } from './features';
import { nginxAnnotations } from './nginx-annotations';
import { type KnownPath, type Route, certificateOf, idOf, metadataOf } from './route';

type Path = Manifest<k8s.HttpIngressPath>;

/** An Ingress (networking.k8s.io/v1), with the annotations of ingress-nginx where the contract names it. */
export function createIngress(
  route: Route, id: string, tls: 'certificate' | 'none', why: readonly string[],
) {
  const { scope, hosts, options } = route;
  const secretName = tls === 'certificate' ? certificateOf(route) : options.tlsSecret;
  return createObject(scope, idOf(id, route), 'Ingress', {
    metadata: metadataOf(route, {
      annotations: hasNginx(route) ? nginxAnnotations(route, tls === 'certificate') : {},
      why: [...why, ...givenUp(route, 'ingress')],
    }),
    spec: {
      ingressClassName: facts<EnvironmentContract>(scope).entry.ingressClass,
      rules: hosts.map((host) => ({ host, http: { paths: route.paths.map((path) => pathOf(route, path)) } })),
      ...(secretName === undefined ? {} : { tls: [{ hosts, secretName }] }),
    },
  });
}

function pathOf({ service }: Route, { match, path, port }: KnownPath): Path {
  return {
    path,
    pathType: match === 'exact' ? 'Exact' : 'Prefix',
    backend: { service: { name: service, port: { name: port.name } } },
  };
}
