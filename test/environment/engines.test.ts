import { type Environment, type EnvironmentContract, ParityApp, ParityChart, environment } from '../../lib';
import { engineOf } from '../../lib/environment/engines';
import { local } from '../../environments';

const withEngines = (name: string, engines?: EnvironmentContract['engines']): Environment =>
  environment<EnvironmentContract>(name, { ...local.facts, engines });

class Scaled extends ParityChart {
  engine = engineOf(this, 'autoscaling', ['hpa', 'keda']);
}

test('an engine is a plain text that code may branch on', () => {
  const app = new ParityApp({ environments: [withEngines('a', { autoscaling: 'keda' })] });
  expect(new Scaled(app, 'scaled').engine).toBe('keda');
});

test('where no environment names one, the first that is known does the job', () => {
  expect(new Scaled(new ParityApp({ environments: [withEngines('a')] }), 'scaled').engine).toBe('hpa');
});

test.each([
  ['two engines', withEngines('b', { autoscaling: 'hpa' }), '"keda" in a; "hpa" in b'],
  ['an engine and none', withEngines('b'), '"keda" in a; "none" in b'],
])('%s for one job are refused, naming who says what', (_, other, got) => {
  expect(() => new ParityApp({ environments: [withEngines('a', { autoscaling: 'keda' }), other] }))
    .toThrow(expect.objectContaining({ failures: [expect.objectContaining({ code: 'PARITY_ENGINE_DIFFERS', got })] }));
});

test('an engine that cannot do the job is refused', () => {
  const app = new ParityApp({ environments: [withEngines('a', { autoscaling: 'cron' as 'hpa' })] });
  expect(() => new Scaled(app, 'scaled')).toThrow(/PARITY_UNKNOWN_ENGINE[^]*'hpa' or 'keda'/);
});
