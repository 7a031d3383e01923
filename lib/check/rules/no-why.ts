import { declaredExceptions, stepsOf } from '../declared-exceptions';
import { type CheckFinding, type Rule, whereOf } from '../rule';
import { finding } from '../rule-finding';
import { declaredVariations } from '../variation-uses';

export const noWhyRule: Rule = {
  id: 'no-why',
  severity: 'warning',
  what: 'a `why` or a reason says nothing: `TODO`, `tbd`, `???`, `...`, `none`',
  why: 'the reason is what a reviewer decides by, and it is never remembered later',
  fix: 'say why environments may differ here',
  *find(context) {
    for (const { variation, name } of declaredVariations(context)) {
      yield* findIn('why', variation.why, [name], variation.source);
    }
    for (const chart of context.charts) {
      for (const declared of declaredExceptions(chart)) {
        yield* findIn('reason', declared.exception.reason, stepsOf(declared), declared.exception.source);
      }
      for (const standIn of chart.standIns) {
        yield* findIn('reason', standIn.reason, [chart.id, `the stand-in for ${standIn.for}`], standIn.source);
      }
      for (const removed of chart.removedDefaults) {
        yield* findIn('reason', removed.reason, [removed.construct, `without ${removed.default}`], removed.source);
      }
    }
  },
};

function findIn(field: string, text: string, steps: readonly string[], source: string | undefined): CheckFinding[] {
  if (!saysNothing(text)) return [];
  return [finding(noWhyRule, {
    code: 'PARITY_NO_WHY', message: `a ${field} says nothing`, where: whereOf(steps, source),
    got: JSON.stringify(text.slice(0, 80)), fix: noWhyRule.fix,
  }, source)];
}

const MARK = '(?:to ?-?do|tbd|tbc|fix ?-?me|xxx+|wip)';
/** A mark alone, or one that a colon makes plain: todo lists, WIP limits and xxx-large nodes may be reasons. */
const MARKED = new RegExp(`^\\W*${MARK}\\W*$|\\b${MARK}\\s*:`, 'iu');
/** Capitals are how people leave such a mark inside a sentence. */
const CAPITALS = /\b(?:TODO|TBD|TBC|FIXME|XXX+)\b(?!-)|\?{3}/u;
const EMPTY = new Set([
  '', 'a', 'asdf', 'because', 'bla', 'blah', 'change me', 'changeme', 'dummy', 'foo', 'idk', 'later', 'n a', 'na',
  'nil', 'no idea', 'no reason', 'none', 'nothing', 'null', 'placeholder', 'reason', 'some reason', 'test',
  'to be decided', 'to be defined', 'to be determined', 'to be done', 'undefined', 'unknown', 'various', 'why', 'x', 'xx',
]);

/** Whether a text only holds the place of a reason. */
function saysNothing(text: string): boolean {
  // Whoever writes this much means it; and no pattern should run on a text of hostile length.
  const start = text.slice(0, 2000);
  return MARKED.test(start) || CAPITALS.test(start)
    || EMPTY.has(start.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim());
}
