import { readFileSync } from 'node:fs';
import { environments } from '../environments';

/** What runs in front of customers is what developers and pipelines work with. */
const { kubernetes, toolchain } = environments[environments.length - 1].facts;

test("the devcontainer has the contract's Node and kubectl", () => {
  const { features } = JSON.parse(readFileSync('.devcontainer/devcontainer.json', 'utf8'));
  expect(features['ghcr.io/devcontainers/features/node:1'].version).toBe(toolchain.node);
  expect(features['ghcr.io/devcontainers/features/kubectl-helm-minikube:1'].version).toBe(kubernetes);
});

test("the pipelines have the contract's Node", () => {
  expect(readFileSync('.node-version', 'utf8').trim()).toBe(toolchain.node);
  expect(readFileSync('.gitlab-ci.yml', 'utf8')).toContain(`image: node:${toolchain.node}-bookworm\n`);
});
