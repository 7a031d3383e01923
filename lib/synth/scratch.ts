import { App, type Chart, type IResolver } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { type PlainValues, Session, openSession } from '../environment/session';
import type { ChartClass } from '../environment/overlay';
import { ParityError, ParityErrors } from '../template/error';
import type { PlaceholderResolver } from './placeholder-resolver';

/** A chart to be built when its turn comes: `app.add(Checkout, 'checkout', props)`. */
export interface DeferredChart {
  readonly of: ChartClass;
  readonly id: string;
  /** What the constructor takes after scope and id. */
  readonly props: readonly unknown[];
}

/** What a deferred chart has of the app, although it stands under another root. */
export interface DeferredHome extends IConstruct { readonly props: { readonly resolvers?: IResolver[] } }

/**
 * Builds one deferred chart under a root of its own, and forgets it when `use` is done, so that memory stays flat.
 */
export function buildDeferred<T>(
  chart: DeferredChart,
  session: Session,
  home: DeferredHome,
  resolver: PlaceholderResolver | undefined,
  use: (chart: Chart) => T,
): T {
  const { resolvers } = home.props;
  const root = new App(resolvers === undefined ? {} : { resolvers });
  for (const [key, value] of Object.entries(home.node.getAllContext() as object)) root.node.setContext(key, value);
  resolver?.installOn(root, resolvers !== undefined);
  openSession(root, session);
  const Class = chart.of as unknown as new (scope: Construct, id: string, ...props: readonly unknown[]) => Chart;
  try {
    const built = new Class(root, chart.id, ...chart.props);
    const beside = root.node.children.find((child) => child !== built);
    if (beside !== undefined) throw madeBeside(chart, beside);
    return use(built);
  } catch (cause) {
    // While the placeholders are still known.
    if (cause instanceof Error && !isOurs(cause)) cause.message = session.registry.explain(cause.message);
    throw cause;
  } finally {
    session.release();
  }
}

function isOurs(cause: Error): boolean {
  return cause instanceof ParityError || cause instanceof ParityErrors;
}

/** Only the chart is written: what it put beside itself would be lost without a word. */
function madeBeside({ id }: DeferredChart, { node: { path } }: IConstruct): ParityError {
  return new ParityError({
    code: 'PARITY_INVALID', message: 'a deferred chart creates something outside itself', where: id, got: path,
    fix: 'give it the chart as its scope, or add it to the app by itself',
  });
}

/** A session beside an app's own that knows the same artifacts and call graph. */
export function besideSession(
  session: Session,
  how: { readonly plain?: PlainValues; readonly salt?: string },
): Session {
  return new Session(session.facts, how.plain, how.salt ?? '', session.extensions, 'd');
}
