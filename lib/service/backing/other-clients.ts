import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { type AllowedSource, WHY_ANNOTATION } from '../network-policy';
import { type IngressRule, namespacePeer } from '../network-rules';
import { noReason } from '../secure-defaults';

/** Pods of another namespace that may connect to a backing service: at its one port. */
export type OtherClient = Omit<AllowedSource, 'port'>;

interface ExplainedPolicy { readonly object: ApiObject; readonly reasons: readonly string[] }

/** Pods of other namespaces that a backing service in the cluster lets in besides the services that use it. */
export class OtherClients {
  private readonly sources: OtherClient[] = [];
  private readonly policies: ExplainedPolicy[] = [];

  constructor(private readonly scope: Construct) {}

  /** @throws PARITY_NO_REASON without `why` */
  add(source: OtherClient): void {
    if (typeof source.why !== 'string' || source.why.trim() === '') throw noReason(this.scope, 'allowFrom without why');
    this.sources.push(source);
    for (const policy of this.policies) this.explain(policy);
  }

  /** Takes a policy that has the rules, to say there why. */
  explainIn(object: ApiObject, reasons: readonly string[]): void {
    this.policies.push({ object, reasons });
    this.explain({ object, reasons });
  }

  /** Known when all is declared. */
  rules(port: number): IngressRule[] {
    return this.sources.map(({ namespace, pods }) => ({
      from: [namespacePeer(namespace, pods)], ports: [{ port, protocol: 'TCP' }],
    }));
  }

  private explain({ object, reasons }: ExplainedPolicy): void {
    const all = [...new Set([...reasons, ...this.sources.map(({ why }) => `called by: ${why}`)])];
    if (all.length > 0) object.metadata.addAnnotation(WHY_ANNOTATION, all.join('; '));
  }
}
