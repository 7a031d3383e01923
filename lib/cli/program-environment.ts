import { resolve } from 'node:path';
import { CHARTS_VARIABLE, PREVIEW_VARIABLE } from '../synth/request/synth-request';
import { type PreviewOptions, previewRequest } from './preview-options';

/** What a program is asked for besides what it says itself. */
export interface ProgramOptions extends PreviewOptions {
  /** @default - as the program and `PARITY_WITNESS` or `CI` say */
  readonly witness?: boolean;
  /** Replaces the program's `artifacts.json`. @default - it is not replaced */
  readonly artifacts?: string;
  /** Limits the synth to charts of these ids or classes. @default - all charts */
  readonly chart?: readonly string[];
}

/**
 * The environment of a program, by which it learns what the command was asked for.
 *
 * @throws PARITY_BAD_ARGUMENT when a preview is asked for as none can be
 */
export function programEnvironment(options: ProgramOptions): NodeJS.ProcessEnv {
  const { witness, artifacts, chart } = options;
  const preview = previewRequest(options);
  return {
    ...process.env,
    ...(witness === undefined ? {} : { PARITY_WITNESS: witness ? '1' : '0' }),
    ...(artifacts === undefined ? {} : { PARITY_ARTIFACTS: resolve(artifacts) }),
    ...(preview === undefined ? {} : { [PREVIEW_VARIABLE]: JSON.stringify(preview) }),
    ...(chart === undefined ? {} : { [CHARTS_VARIABLE]: JSON.stringify(chart) }),
  };
}
