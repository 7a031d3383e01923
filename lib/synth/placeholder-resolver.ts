import { type App, type IResolver, Lazy, type ResolutionContext } from 'cdk8s';
import { canonicalJson } from '../template/canonical';
import { ParityError } from '../template/error';
import type { Json } from '../template/json';
import { entryOf, wholeValueOf } from '../template/placeholder';
import type { PlaceholderEntry } from '../template/registry';
import type { Condition } from '../template/template';

/** Which branch of each alternative is being rendered; what is met for the first time is noted with all branches. */
export class BranchAssignment {
  readonly picks: { readonly condition: Condition; readonly others: readonly string[] }[] = [];
  private readonly assigned = new Map<string, string>();

  constructor(readonly given: readonly Condition[]) {
    for (const condition of given) this.assigned.set(canonicalJson(condition.of as unknown as Json), condition.is);
  }

  choose(choice: NonNullable<PlaceholderEntry['choice']>): unknown {
    const key = canonicalJson(choice.of as unknown as Json);
    let branch = this.assigned.get(key);
    if (branch === undefined) {
      const [first, ...others] = choice.branches.keys();
      this.assigned.set(key, branch = first);
      this.picks.push({ condition: { of: choice.of, is: first }, others });
    }
    return choice.branches.get(branch);
  }
}

/**
 * The first and usually only resolver of a ParityApp: it turns placeholders into markers on the way out.
 *
 * Unless the author has resolvers, it also does the work of cdk8s's own three, which need not be asked then.
 */
export class PlaceholderResolver implements IResolver {
  branches = new BranchAssignment([]);
  private isAlone = true;

  /** cdk8s asks each resolver about each value: one that does the work of all is three times faster. */
  installOn(app: App, hasOthers: boolean): void {
    this.isAlone = !hasOthers;
    (app as { resolvers: unknown }).resolvers = hasOthers ? [this, ...app.resolvers] : [this];
  }

  resolve(context: ResolutionContext): void {
    const replaced = this.replace(context.value);
    if (!Object.is(replaced, context.value)) context.replaceValue(replaced);
  }

  /** What stands in a value's stead, or the value itself; the result may have to be replaced again. */
  replace(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const entry = entryOf(value);
    if (entry !== undefined) return this.valueOf(entry);
    const token = value as { resolve?: unknown; value?: unknown };
    // An author's resolvers come before cdk8s's own, which then stand behind them.
    if (!this.isAlone) return entryOf(token.value) === undefined ? value : unwrapUnion(token, entryOf(token.value));
    if (value instanceof Lazy) return value.produce();
    if (typeof token.resolve === 'function') return token.resolve();
    if (value.constructor === Object || Array.isArray(value)) return value;
    return unwrapUnion(token, entryOf(token.value));
  }

  private valueOf(entry: PlaceholderEntry): unknown {
    return entry.choice === undefined ? this.wholeValue(entry) : this.branches.choose(entry.choice);
  }

  private wholeValue(entry: PlaceholderEntry): unknown {
    if (entry.kind !== 'unit') return wholeValueOf(entry);
    throw new ParityError({
      code: 'PARITY_RENDER', message: 'a quantity was placed without saying in which unit', got: entry.describe(),
      fix: `place one of its conversions, with its unit:  ${conversionOf(entry)}`,
    });
  }
}

/** What an author would write: `${this.size.toMebibytes()}Mi`. */
function conversionOf({ dimension, expression }: PlaceholderEntry): string {
  // A variation of a construct inside the chart has its address for a name, and is still a field of its own.
  const field = expression?.op === 'variation' ? expression.name.split('.').at(-1) ?? '' : '';
  const quantity = /^[A-Za-z_$][\w$]*$/.test(field) ? `this.${field}` : 'quantity';
  return dimension === 'time' ? `\`\${${quantity}.toSeconds()}s\`` : `\`\${${quantity}.toMebibytes()}Mi\``;
}

/** IntOrString, Quantity ...: generated code reads `.value` after resolution, which resolves what is in it. */
function unwrapUnion(union: { value?: unknown }, entry: PlaceholderEntry | undefined): unknown {
  const { value } = union;
  return entry !== undefined || typeof value === 'number' || typeof value === 'string' ? { value } : union;
}
