import { standInTargets } from '../choices';
import { type DeclaredException, declaredExceptions, stepsOf } from '../declared-exceptions';
import { type CheckFinding, type Rule, type RuleContext, type Severity, whereOf } from '../rule';
import { finding } from '../rule-finding';

const DAY_MS = 86_400_000;

export const expiryRule: Rule = {
  id: 'expiry',
  severity: 'error',
  what: 'an exception or a stand-in has expired (error), or will soon (warning)',
  why: 'what was allowed for a while must not stay because nobody looked',
  fix: 'remove it; or decide again, with a reason and a new day',
  *find(context) {
    const all = context.assembly.index.environments.flatMap((environment) => environment.targets);
    for (const chart of context.charts) {
      for (const declared of declaredExceptions(chart)) yield* findInException(declared, context);
      for (const standIn of chart.standIns) {
        const targets = standInTargets(standIn, chart, all);
        const steps = [targets.length === 0 ? chart.id : `${targets.join(', ')}: ${chart.id}`,
          `the stand-in for ${standIn.for}`];
        yield* judge({ ...standIn, what: 'a stand-in', steps, isUsed: targets.length > 0 }, context);
      }
    }
  },
};

function findInException(declared: DeclaredException, context: RuleContext): CheckFinding[] {
  return judge({ ...declared.exception, what: 'an exception', steps: stepsOf(declared), isUsed: true }, context);
}

interface Expiring {
  readonly what: string;
  readonly steps: readonly string[];
  readonly isUsed: boolean;
  readonly owner: string;
  readonly reason: string;
  readonly expires: string;
  readonly source?: string;
}

/** `expires` is the last day on which it holds. */
function judge({ what, steps, isUsed, owner, reason, expires, source }: Expiring, context: RuleContext): CheckFinding[] {
  const left = (Date.parse(expires) - Date.parse(context.now)) / DAY_MS;
  // A day that no calendar has is reported by the closure; here it must not count as far away.
  const isOver = !(left >= 0);
  if (!isOver && (left > context.soonDays || !isUsed)) return [];
  const severity: Severity = !isOver ? 'warning' : isUsed ? 'error' : 'note';
  const message = !isOver ? `${what} expires soon`
    : `${what} has expired${isUsed ? '' : ', and no environment uses it'}`;
  return [finding(expiryRule, {
    code: isOver ? 'PARITY_EXPIRED' : 'PARITY_EXPIRES_SOON', message, where: whereOf(steps, source),
    got: `its last day ${isOver ? 'was' : 'is'} ${expires}; its reason: ${reason}`,
    expected: `a decision of ${owner}`,
    fix: isUsed ? expiryRule.fix : 'remove it',
  }, source, severity)];
}
