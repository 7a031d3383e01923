/** Why something of upstream's is not, or not so, in an environment. */
export interface Reason {
  /** `Deployment/loadgenerator spec.template.spec.restartPolicy`, or an edge: `adservice -> (internet):*`. */
  readonly what: RegExp;
  readonly why: string;
}

/** Fields that a variation fills need no row here: their reason is the variation's own. */
export const FIELD_REASONS: readonly Reason[] = [
  {
    what: /^(Deployment|Service)\/[a-z-]+ (spec\.template\.)?(metadata\.labels|spec\.selector(\.matchLabels)?)\.app$/,
    why: 'the labels that Kubernetes recommends (app.kubernetes.io/name, /instance) name and select the pods',
  },
  {
    what: /^Deployment\/[a-z-]+ spec\.template\.spec\.containers\[[a-z]+\]\.image$/,
    why: 'the digest that the tag stands for, from the registry of the environment: a tag can be moved',
  },
  {
    what: /^Deployment\/[a-z-]+ spec\.template\.spec\.terminationGracePeriodSeconds$/,
    why: 'five seconds more, in which proxies learn that the pod is going; the process keeps the five that it had',
  },
  {
    what: /^Deployment\/(frontend|recommendationservice|loadgenerator) spec\.[a-z.]+\.containers\[[a-z]+\]\.env$/,
    why: 'addresses come from calls() and stand after the other variables; none refers to another one, '
      + 'so that their order says nothing',
  },
  {
    what: /^Deployment\/loadgenerator spec\.template\.spec\.initContainers$/,
    why: 'it waited for the frontend with a shell program; locust counts what fails and goes on until the frontend '
      + 'answers, and one image and its shell less have to be kept safe',
  },
  {
    what: /^Deployment\/loadgenerator spec\.template\.spec\.restartPolicy$/,
    why: 'the only value that a Deployment allows, and its default',
  },
  {
    what: /^Deployment\/cartservice spec\.template\.spec\.containers\[server\]\.env\[REDIS_ADDR\]\.value$/,
    why: 'it holds the password as well, so that it is read from the Secret of the backing service',
  },
  {
    what: /^(Deployment|Service)\/redis-cart$/,
    why: 'somebody else keeps this Redis; the facts say where it is, and the secret store how to connect',
  },
  {
    what: /^Deployment\/redis-cart kind$/,
    why: 'a StatefulSet, as what keeps data has to be; two pods of one name are never there at once',
  },
  {
    what: /^Deployment\/redis-cart spec\.template\.spec\.securityContext\.(fsGroup|runAsGroup|runAsUser)$/,
    why: 'the user that the image is made for',
  },
  {
    what: /^Deployment\/redis-cart spec\.template\.spec\.containers\[redis\]\.(readiness|liveness)Probe\.[a-zA-Z]+$/,
    why: 'it is ready when it answers, with the password; it is restarted later than it is taken out',
  },
  {
    what: /^Deployment\/redis-cart spec\.[a-z.]+\.(volumes\[redis-data\]|containers\[redis\]\.volumeMounts\[.+\]\.name)$/,
    why: 'the same volume under another name',
  },
  {
    what: /^Service\/redis-cart spec\.(type|ports\[6379\/TCP\]\.name)$/,
    why: "it leads to the pod itself (a headless Service), by a port with the engine's name",
  },
  {
    what: /^Service\/frontend-external$/,
    why: "expose() makes the frontend reachable through the platform's Gateway, or an Ingress where there is none; "
      + 'a load balancer for one service would have no TLS and no host name',
  },
];

/** Connections that upstream's NetworkPolicies allow and ours do not, or on fewer ports. */
export const EDGE_REASONS: readonly Reason[] = [
  { what: /^cartservice -> redis-cart:6379$/, why: 'the Redis of this environment is outside of the cluster' },
  { what: /^[a-z-]+ -> \(dns\):\*$/, why: 'only port 53 of the DNS service: names are all that is asked there' },
  {
    what: /^[a-z-]+ -> \((gateway|another namespace|internet)\):\*$/,
    why: "outside of the shop only the mesh's control plane, the managed Redis and the frontend's identity are asked, "
      + 'each where it is; upstream leaves all egress open',
  },
  { what: /^(loadgenerator|\(gateway\)) -> frontend:\*$/, why: 'only the port that the frontend listens on' },
  {
    what: /^([a-z-]+|\((dns|another namespace|internet)\)) -> frontend:\*$/,
    why: 'requests come through the gateway and from the load generator; upstream lets everybody in',
  },
];
