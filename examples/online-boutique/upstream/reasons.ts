/** Why something of upstream's is not, or not so, in production. */
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
    what: /^Service\/frontend-external$/,
    why: "expose() makes the frontend reachable through the platform's Gateway, or an Ingress where there is none; "
      + 'a load balancer for one service would have no TLS and no host name',
  },
];

/** Connections that upstream's NetworkPolicies allow and ours do not, or on fewer ports. */
export const EDGE_REASONS: readonly Reason[] = [
  { what: /^[a-z-]+ -> \(dns\):\*$/, why: 'only port 53 of the DNS service: names are all that is asked there' },
  {
    what: /^[a-z-]+ -> \((gateway|another namespace|internet)\):\*$/,
    why: 'no service calls anything outside the shop; upstream leaves all egress open',
  },
  { what: /^(loadgenerator|\(gateway\)) -> frontend:\*$/, why: 'only the port that the frontend listens on' },
  {
    what: /^([a-z-]+|\((dns|another namespace|internet)\)) -> frontend:\*$/,
    why: 'requests come through the gateway and from the load generator; upstream lets everybody in',
  },
];
