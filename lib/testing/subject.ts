import type { ParityApp } from '../synth/parity-app';
import { type Assembly, assemblyInMemory, readAssembly } from '../synth/assembly/read-assembly';
import type { RenderedAssembly } from '../synth/assembly/write-assembly';
import { type RenderedEnvironments, isRendered } from './rendered-environments';

/** What can be rendered: an app, a function that builds one anew each time, or what `renderEnvironments` gave. */
export type ParitySubject = ParityApp | (() => ParityApp) | RenderedEnvironments;

/** What can be read besides: an assembly that was read or rendered, or the path of the folder that holds one. */
export type AssemblySubject = ParitySubject | Assembly | RenderedAssembly | string;

/** The app that a test gave, and how to build it again if that is known. */
export interface GivenApp { readonly app: ParityApp; readonly build?: () => ParityApp }

/** @throws TypeError when it is nothing of which an app can be had */
export function givenApp(subject: unknown): GivenApp {
  if (isApp(subject)) return { app: subject };
  if (isRendered(subject)) return { app: subject.build(), build: subject.build };
  if (typeof subject !== 'function') throw notAnApp(subject);
  const build = () => {
    const app: unknown = subject();
    if (!isApp(app)) throw notAnApp(app);
    return app;
  };
  return { app: build(), build };
}

/**
 * The assembly of what a test gave: rendered now, or rendered or read before.
 *
 * @throws TypeError when it is nothing of which an assembly can be had
 * @throws PARITY_NO_ASSEMBLY, and what else `readAssembly` throws, for a folder
 */
export function givenAssembly(subject: unknown): Assembly {
  if (typeof subject === 'string') return readAssembly(subject);
  if (isAssembly(subject)) return subject;
  if (isRenderedAssembly(subject)) return assemblyInMemory(subject);
  if (isRenderable(subject)) return assemblyInMemory(givenApp(subject).app.render());
  throw notAnApp(subject, ', what renderEnvironments gives, or an assembly');
}

/** Whether it is an app, or may build one: it is then rendered when it is asked about. */
export function isRenderable(subject: unknown): boolean {
  return isApp(subject) || typeof subject === 'function';
}

/** By what it has, not by its class: a test may hold another copy of the package. */
export function isApp(value: unknown): value is ParityApp {
  return typeof value === 'object' && value !== null && 'session' in value && 'render' in value && 'targets' in value;
}

function hasIndex(value: unknown): value is { readonly index: object } {
  return typeof value === 'object' && value !== null && 'index' in value && typeof value.index === 'object';
}

function isAssembly(value: unknown): value is Assembly {
  return hasIndex(value) && 'readFile' in value && typeof value.readFile === 'function';
}

function isRenderedAssembly(value: unknown): value is RenderedAssembly {
  return hasIndex(value) && 'files' in value && typeof value.files === 'object';
}

function notAnApp(subject: unknown, others = ''): TypeError {
  const what = subject === null ? 'null' : Array.isArray(subject) ? 'an array' : typeof subject;
  return new TypeError(
    `expected a ParityApp, or a function that builds one: expect(() => buildApp())${others}; got ${what}`,
  );
}
