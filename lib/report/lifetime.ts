/** How long something holds already, and how much longer it may. */
export interface Lifetime {
  /** In days; absent when nobody said since when it holds. */
  readonly ageDays?: number;
  /** In days: 0 on the last day, below 0 afterwards. */
  readonly daysLeft: number;
  readonly expired: boolean;
}

/** Near enough to its end that somebody should look. In days. */
export const SOON_DAYS = 30;

const DAY = 24 * 60 * 60 * 1000;

/** The age and the rest of what has an expiry, seen from a day. All days are `YYYY-MM-DD` in UTC. */
export function lifetimeOf({ since, expires }: { since?: string; expires: string }, today: string): Lifetime {
  const daysLeft = daysBetween(today, expires);
  const ageDays = since === undefined ? Number.NaN : daysBetween(since, today);
  // A day that no calendar has can only come from an edited file: better expired than never.
  const isKnown = Number.isFinite(daysLeft);
  return {
    ...(Number.isFinite(ageDays) ? { ageDays } : {}),
    daysLeft: isKnown ? daysLeft : -1,
    expired: !isKnown || daysLeft < 0,
  };
}

/** `12 days left`, `expired 3 days ago`, as people say it. */
export function describeLifetime({ ageDays, daysLeft, expired }: Lifetime): string {
  const age = ageDays === undefined ? '' : ageDays < 0 ? `, begins in ${days(-ageDays)}` : `, ${days(ageDays)} old`;
  if (expired) return `expired ${days(-daysLeft)} ago${age}`;
  return `${daysLeft === 0 ? 'last day' : `${days(daysLeft)} left`}${age}`;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

function days(n: number): string {
  return `${n} day${n === 1 ? '' : 's'}`;
}
