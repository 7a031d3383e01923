import type { Construct } from 'constructs';
import type { EnvironmentContract } from '../../environment/contract';
import { facts } from '../../environment/facts';
import { when } from '../../environment/when';
import { createCustomObject } from '../custom-object';
import type { ServiceLabels } from '../labels';

/** On a Deployment: where to read what its containers should request. */
const RECOMMENDATION_ANNOTATION = 'cdk8s-parity.dev/recommendation';

/** Says on the Deployment who recommends; where nobody does, too. */
export function recommendationAnnotations(scope: Construct, name: string): Readonly<Record<string, string>> {
  return {
    [RECOMMENDATION_ANNOTATION]: when(facts<EnvironmentContract>(scope).capabilities.verticalPodAutoscaler, {
      true: () => `VerticalPodAutoscaler/${name}`,
      false: () => 'none: this environment has no Vertical Pod Autoscaler',
    }),
  };
}

/**
 * Lets the Vertical Pod Autoscaler say what the service's container should request (autoscaling.k8s.io/v1), and never
 * do it: `Off` changes no pod, so that it may stand beside another autoscaler. A counted alternative.
 */
export function createRecommendation(scope: Construct, name: string, labels: ServiceLabels, container: string): void {
  when(facts<EnvironmentContract>(scope).capabilities.verticalPodAutoscaler, {
    true: () => {
      createCustomObject(scope, 'recommendation', 'VerticalPodAutoscaler', {
        metadata: { name, labels: { ...labels.object } },
        spec: {
          targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
          updatePolicy: { updateMode: 'Off' },
          resourcePolicy: {
            containerPolicies: [
              { containerName: container, controlledResources: ['cpu', 'memory'] },
              { containerName: '*', mode: 'Off' },
            ],
          },
        },
      });
    },
    false: () => undefined,
  });
}
