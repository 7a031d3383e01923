import { ParityApp } from '../synth/parity-app';

/** What the matchers take: an app, or a function that builds one anew each time. */
export type ParitySubject = ParityApp | (() => ParityApp);

/** The app that a test gave, and how to build it again if that is known. */
export interface GivenApp { readonly app: ParityApp; readonly build?: () => ParityApp }

/** @throws TypeError when it is neither an app nor a function that builds one */
export function givenApp(subject: unknown): GivenApp {
  if (isApp(subject)) return { app: subject };
  if (typeof subject !== 'function') throw notAnApp(subject);
  const build = () => {
    const app: unknown = subject();
    if (!isApp(app)) throw notAnApp(app);
    return app;
  };
  return { app: build(), build };
}

/** By what it has, not by its class: a test may hold another copy of the package. */
function isApp(value: unknown): value is ParityApp {
  return typeof value === 'object' && value !== null && 'session' in value && 'render' in value && 'targets' in value;
}

function notAnApp(value: unknown): TypeError {
  const what = value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
  return new TypeError(`expected a ParityApp, or a function that builds one: expect(() => buildApp()); got ${what}`);
}
