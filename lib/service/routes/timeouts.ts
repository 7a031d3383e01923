import { isPlaceholder } from '../../template/placeholder';
import { type TimeAmount, amountIn } from './amounts';

/** Gateway API has five digits for each unit. */
export const MAX_TIMEOUT_SECONDS = 99_999;

/** How long requests may take, up to 27 hours. Each may vary, then in whole seconds. */
export interface RouteTimeouts {
  /** From the request's first byte to the answer's last. Zero is for ever. @default - the implementation's */
  readonly request?: TimeAmount;
  /**
   * For each try to get an answer from the service; no longer than `request`, and not zero. With ingress-nginx, the
   * longest pause while a request is sent or an answer read, in whole seconds, rounded up.
   * @default - the implementation's
   */
  readonly backendRequest?: TimeAmount;
}

/** The timeouts of an HTTPRoute's rule, as Gateway API durations (GEP-2257). */
export function httpTimeouts({ request, backendRequest }: RouteTimeouts) {
  return {
    ...(request === undefined ? {} : { request: durationText(request) }),
    ...(backendRequest === undefined ? {} : { backendRequest: durationText(backendRequest) }),
  };
}

/** Seconds; milliseconds only where a fixed time is no whole number of them. */
function durationText(time: TimeAmount): string {
  if (isPlaceholder(time)) return `${amountIn(time, 's')}s`;
  const milliseconds = amountIn(time, 'ms');
  const [seconds, rest] = [Math.floor(milliseconds / 1000), milliseconds % 1000];
  return rest === 0 ? `${seconds}s` : seconds === 0 ? `${rest}ms` : `${seconds}s${rest}ms`;
}
