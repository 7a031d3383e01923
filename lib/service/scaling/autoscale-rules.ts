import type { Construct } from 'constructs';
import { type TargetProblem, everyTarget } from '../../environment/every-target';
import { baseAmount, parseQuantity } from '../../template/quantity';
import { type Autoscale, utilizationOf } from './autoscale';
import { badAutoscaler } from './bad-autoscaler';
import { checkRange } from './behavior';
import { amountOf, measureOf } from './metric';
import type { Scaled } from './scaled';
import { isUtilization } from './scaled-object';
import { checkTriggers, targetsOf } from './trigger';

type Amount = number | string;

/**
 * Refuses what is wrong in every environment: metrics that two engines would have to measure, or that are there twice.
 *
 * @throws PARITY_BAD_AUTOSCALER
 */
export function checkAutoscale(scope: Construct, autoscale: Autoscale, engine: 'hpa' | 'keda'): void {
  const { metrics = [], triggers = [], behavior = {} } = autoscale;
  const foreign = metrics.find((metric) => !isUtilization(metric));
  const isKeda = engine === 'keda' || triggers.length > 0;
  if (isKeda && foreign !== undefined) {
    const beside = engine === 'keda' ? 'by the engine keda' : 'beside triggers';
    throw badAutoscaler(scope, `metric '${measureOf(foreign)}' ${beside}`,
      'write it as a trigger: only one engine may scale a Deployment',
      "{ type: 'prometheus', metadata: { query: '...' } }");
  }
  if (!isKeda && (behavior.pollSeconds ?? behavior.cooldownSeconds) !== undefined) {
    throw badAutoscaler(scope, 'behavior.pollSeconds or cooldownSeconds without KEDA',
      'leave them out, or declare triggers');
  }
  checkRange(scope, 'pollSeconds', behavior.pollSeconds, 1, 2 ** 31 - 1);
  checkRange(scope, 'cooldownSeconds', behavior.cooldownSeconds, 0, 2 ** 31 - 1);
  const measures = metrics.map(measureOf);
  const twice = measures.find((measure, i) => measures.indexOf(measure) !== i);
  if (twice !== undefined) throw badAutoscaler(scope, `metric '${twice}', which is there already`, 'leave one out');
  checkTriggers(scope, triggers);
}

/** Holds bounds, targets and requests against every environment's values. */
export function declareAutoscaleRules(scope: Construct, scaled: Scaled, autoscale: Autoscale): void {
  const { min, max, metrics = [], triggers = [] } = autoscale;
  const ofPods = utilizationOf(autoscale);
  const percents: (readonly [string, Amount])[] = [
    ...Object.entries(ofPods).map(([name, percent]) => [`${name}Percent`, percent] as const),
    ...metrics.filter(isUtilization).map((metric) => [measureOf(metric), metric.percent] as const),
  ];
  const targets: (readonly [string, Amount])[] = [
    ...metrics.filter((metric) => !isUtilization(metric))
      .map((metric) => [measureOf(metric), amountOf(metric)] as const),
    ...triggers.flatMap(targetsOf),
  ];
  const used = new Set([...Object.keys(ofPods), ...metrics.filter(isUtilization).map(({ container }) => container)]);
  // Where KEDA is lacking, cpu stands in for the triggers.
  if (triggers.length > 0 && used.size === 0) used.add('cpu');
  const asked = (['cpu', 'memory'] as const).filter((name) => used.has(name));
  const requests = asked.map((name) => [name, scaled.requestOf(name)] as const);
  const content = { min, max, percents, targets, requests };
  const least = triggers.length > 0 ? 0 : 1;
  everyTarget(scope, content, (value) => [
    ...findBoundProblems(value.min, value.max, least),
    ...value.percents.filter(([, percent]) => !isWholeAndPositive(percent)).map(([what, percent]) => problem(
      'an autoscaler aims at no percentage', `${what} ${percent}`, 'a whole number above 0', 'choose a target')),
    ...value.targets.filter(([, amount]) => !isPositive(amount)).map(([what, amount]) => problem(
      'an autoscaler aims at nothing', `${what} ${amount}`, 'a quantity above 0', 'choose a target')),
    ...value.requests.filter(([name, text]) => isZero(name, text)).map(([name, text]) => problem(
      `an autoscaler aims at a part of the ${name} that is requested, and none is`, `request ${text}`,
      'a request above 0', `request some ${name}, or scale by something else`)),
  ]);
}

function findBoundProblems(min: number, max: number, least: number): TargetProblem[] {
  const got = `min ${min}, max ${max}`;
  if (min > max) {
    return [problem("an autoscaler's minimum exceeds its maximum", got, 'a minimum of at most the maximum',
      'mend the overlay of this environment, or bound one by the other: derive.max(min, max)')];
  }
  if ([min, max].every(Number.isInteger) && min >= least && max >= 1) return [];
  return [problem("an autoscaler's bounds are no numbers of pods", got, `whole numbers, ${least} at least`,
    least === 0 ? 'mend the bounds' : 'mend the bounds; only triggers, by KEDA, can scale to 0')];
}

function problem(message: string, got: string, expected: string, fix: string): TargetProblem {
  return { code: 'PARITY_BAD_AUTOSCALER', message, got, expected, fix };
}

/** Kubernetes and KEDA read no fractions there. */
function isWholeAndPositive(percent: Amount): boolean {
  return Number.isInteger(percent) && Number(percent) > 0;
}

/** A quantity of Kubernetes: digits, and a suffix that makes it more or less. */
function isPositive(amount: Amount): boolean {
  return /^\d+(\.\d+)?([numkMGTPE]|[KMGTPE]i|[eE]\d+)?$/.test(`${amount}`) && Number.parseFloat(`${amount}`) > 0;
}

function isZero(name: 'cpu' | 'memory', text: string): boolean {
  const quantity = parseQuantity(text, name);
  return quantity !== undefined && baseAmount(quantity) === 0;
}
