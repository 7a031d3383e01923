import { App, type Chart, type IResolver } from 'cdk8s';
import type { Construct } from 'constructs';
import { type PlainValues, Session, openSession } from '../environment/session';
import type { ChartClass } from '../environment/overlay';

/** A chart to be built when its turn comes: `app.add(Checkout, 'checkout', props)`. */
export interface DeferredChart {
  readonly of: ChartClass;
  readonly id: string;
  /** What the constructor takes after scope and id. */
  readonly props: readonly unknown[];
}

/**
 * Builds one deferred chart under a root of its own, and forgets it when `use` is done, so that memory stays flat.
 */
export function buildDeferred<T>(
  chart: DeferredChart,
  session: Session,
  resolver: IResolver | undefined,
  use: (chart: Chart) => T,
): T {
  const root = new App(resolver === undefined ? {} : { resolvers: [resolver] });
  openSession(root, session);
  const Class = chart.of as unknown as new (scope: Construct, id: string, ...props: readonly unknown[]) => Chart;
  try {
    return use(new Class(root, chart.id, ...chart.props));
  } finally {
    session.release();
  }
}

/** A session beside an app's own that knows the same artifacts and call graph. */
export function besideSession(
  session: Session,
  how: { readonly plain?: PlainValues; readonly salt?: string },
): Session {
  return new Session(session.facts, how.plain, how.salt ?? '', session.extensions);
}
