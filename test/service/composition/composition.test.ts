import fc from 'fast-check';
import type { Manifest } from '../shop';
import { BreakableApp } from './breakable-app';
import { findProblems } from './find-problems';
import { recipesOf } from './recipe';
import { RICH } from './rich-recipe';

test('random apps are closed in every environment', () => {
  fc.assert(fc.property(recipesOf({ charts: 2, services: 2 }), (recipe) => {
    expect(findProblems(recipe, { isQuick: true })).toEqual([]);
  }), { numRuns: 5 });
});

describe('what looks for problems finds them', () => {
  const app = new BreakableApp(RICH);
  const [local, staging, production] = [0, 1, 2];

  test('there are none in the app that is about to be broken', () => {
    expect(app.problems).toEqual([]);
  });

  const find = (objects: Manifest[], kind: string, name: string): Manifest => {
    const found = objects.find((object) => object.kind === kind && object.metadata.name.startsWith(name));
    if (found === undefined) throw new Error(`there is no ${kind}/${name}`);
    return found;
  };
  const containerOf = (objects: Manifest[], name: string): Manifest =>
    find(objects, 'Deployment', name).spec.template.spec.containers[0];
  const secretOf = (objects: Manifest[], name: string, env: string): Manifest =>
    containerOf(objects, name).env.find((each: Manifest) => each.name === env).valueFrom.secretKeyRef;

  test.each<readonly [string, number, (objects: Manifest[]) => void, RegExp]>([
    ['a key of a ConfigMap that its schema asks for', local, (all) => {
      const { data } = find(all, 'ConfigMap', 'chart0-s0-config');
      data.LVL = data.LEVEL;
      delete data.LEVEL;
    }, /lacks the key LEVEL/],
    ['the ConfigMap of an environment', local, (all) => {
      find(all, 'ConfigMap', 'chart1-s0-config').metadata.name += 'x';
    }, /reads ConfigMap/],
    ['a key of a Secret that somebody fills', local, (all) => {
      secretOf(all, 'chart0-s0', 'SECRET_0_APIKEY').key = 'apikey';
    }, /reads Secret\/chart0-s0-payment key apikey, which it has not/],
    ['a key of an ExternalSecret', production, (all) => {
      find(all, 'ExternalSecret', 'chart0-s0-payment').spec.data[0].secretKey = 'apikey';
    }, /reads Secret\/chart0-s0-payment key apiKey, which it has not/],
    ['a file of an ExternalSecret', staging, (all) => {
      delete find(all, 'ExternalSecret', 'chart0-s1-certs').spec.target.template.data.bundle;
    }, /reads Secret\/chart0-s1-certs key bundle/],
    ['what a Secret is computed with', production, (all) => {
      find(all, 'ExternalSecret', 'chart0-s1-certs').spec.data.pop();
    }, /computes with key, which is not fetched/],
    ['a key of CloudNativePG', staging, (all) => {
      secretOf(all, 'chart0-s1', 'BACKING_0').key = 'url';
    }, /reads Secret\/backing0-app key url/],
    ['the port of a backend', production, (all) => {
      find(all, 'HTTPRoute', 'chart0-s0').spec.rules[0].backendRefs[0].port = 82;
    }, /port 82, which is not there/],
    ['the port of an Ingress', local, (all) => {
      find(all, 'Ingress', 'chart0-s0').spec.rules[0].http.paths[1].backend.service.port.name = 'apis';
    }, /port apis, which is not there/],
    ['the Service of a route', staging, (all) => {
      find(all, 'GRPCRoute', 'chart0-s1').spec.rules[0].backendRefs[0].name = 'chart0';
    }, /which is not there/],
    ['a rule without backends', staging, (all) => {
      delete find(all, 'HTTPRoute', 'chart0-s0').spec.rules[0].backendRefs;
    }, /leads nowhere/],
    ['the port behind a Service', production, (all) => {
      find(all, 'Service', 'chart0-s0').spec.ports[1].targetPort = 8082;
    }, /does not listen/],
    ['the pods behind a Service', production, (all) => {
      find(all, 'Service', 'chart0-s0').spec.selector['app.kubernetes.io/name'] = 'chart0-s1';
    }, /Service\/chart0-s0 selects the pods of chart0-s1/],
    ['a Service of two services', production, (all) => {
      delete find(all, 'Service', 'chart0-s0').spec.selector['app.kubernetes.io/name'];
    }, /selects the pods of chart0-s0, chart0-s1/],
    ['the parent of a route', production, (all) => {
      find(all, 'HTTPRoute', 'chart0-s0').spec.parentRefs[0].name = 'x';
    }, /hangs on ListenerSet\/x/],
    ['the class of an Ingress', local, (all) => {
      find(all, 'Ingress', 'chart0-s0').spec.ingressClassName = 'x';
    }, /of a class that is no fact/],
    ['the class of a claim', local, (all) => {
      find(all, 'PersistentVolumeClaim', 'chart0-s1').spec.storageClassName = 'gp3';
    }, /the class gp3/],
    ['the class of a claim template', local, (all) => {
      find(all, 'StatefulSet', 'backing0').spec.volumeClaimTemplates[0].spec.storageClassName = 'gp3';
    }, /the class gp3/],
    ['the class of a cluster', staging, (all) => {
      delete find(all, 'Cluster', 'backing0').spec.storage.storageClass;
    }, /the class undefined/],
    ['who a pod runs as', local, (all) => {
      find(all, 'Deployment', 'chart1-s0').spec.template.spec.serviceAccountName = 'default';
    }, /runs as default/],
    ['who a role is bound to', local, (all) => {
      find(all, 'RoleBinding', 'chart0-s1').subjects[0].name = 'x';
    }, /for ServiceAccount\/x/],
    ['what an autoscaler scales', staging, (all) => {
      find(all, 'HorizontalPodAutoscaler', 'chart0-s0').spec.scaleTargetRef.name = 'x';
    }, /scales Deployment\/x/],
    ['what KEDA scales', production, (all) => {
      find(all, 'ScaledObject', 'chart1-s0').spec.scaleTargetRef.name = 'x';
    }, /scales Deployment\/x/],
    ['what KEDA logs in with', production, (all) => {
      find(all, 'TriggerAuthentication', 'chart1-s0').spec.secretTargetRef[0].key = 'uri';
    }, /reads Secret\/chart1-s0-queue key uri/],
    ['what a recommendation is of', production, (all) => {
      find(all, 'VerticalPodAutoscaler', 'chart0-s1').spec.targetRef.name = 'x';
    }, /scales Deployment\/x/],
    ['what a disruption budget keeps', local, (all) => {
      find(all, 'PodDisruptionBudget', 'chart1-s0').spec.selector.matchLabels['app.kubernetes.io/name'] = 'x';
    }, /selects the pods of nobody/],
    ['a pod with the labels of another one', local, (all) => {
      Object.assign(find(all, 'Deployment', 'chart1-s0').spec.template.metadata.labels, {
        'app.kubernetes.io/name': 'chart0-s0', 'app.kubernetes.io/instance': 'chart0',
      });
    }, /selects the pods of chart0-s0, chart1-s0/],
    ['a volume that is not mounted', local, (all) => {
      find(all, 'Deployment', 'chart0-s1').spec.template.spec.volumes.pop();
    }, /which it has not/],
    ['a variable twice', local, (all) => {
      containerOf(all, 'chart0-s0').env.push({ name: 'CALL_1', value: 'x' });
    }, /CALL_1 twice/],
    ['a pull secret', production, (all) => {
      find(all, 'Deployment', 'chart0-s0').spec.template.spec.imagePullSecrets[0].name = 'x';
    }, /pulls with x/],
    ['a field that no definition has', production, (all) => {
      find(all, 'HTTPRoute', 'chart0-s0').spec.rules[0].timeout = '1s';
    }, /timeout: unknown field/],
    ['a policy of another namespace', production, (all) => {
      find(all, 'NetworkPolicy', 'chart1-s0').metadata.namespace = 'elsewhere';
    }, /\(internet\)|chart1-s0 -> /],
  ])('%s', (_, target, change, expected) => {
    expect(app.findWhen(target, change).join('\n')).toMatch(expected);
  });
});
