export { type ArtifactRef, artifact } from './environment/artifacts';
export { type ServiceRef, serviceOf } from './environment/call-graph';
export type { Capabilities, EnvironmentContract } from './environment/contract';
export { type Amount, derive, type ScaleOptions, text } from './environment/derive';
export {
  Environment, type EnvironmentOptions, environment, overlays, preview, type Refinement,
} from './environment/environment';
export { type Fact, type Facts, facts } from './environment/facts';
export type { ChartClass, ExceptionOptions, OverlayScope, OverlaySet, PatchOperation } from './environment/overlay';
export { ParityConstruct } from './environment/parity-construct';
export type { VaryOptions } from './environment/variation';
export { type OverlayOf, type Variation, vary } from './environment/vary';
export { when } from './environment/when';
export type { AssemblyIndex, ChartRecord } from './synth/assembly';
export { ParityApp, type ParityAppProps } from './synth/parity-app';
export { OWNER_LABEL, ParityChart, type ParityChartProps } from './synth/parity-chart';
export type { RenderedAssembly } from './synth/write-assembly';
export { ParityError, ParityErrors, type ParityFailure } from './template/error';
export type { LockedPlace } from './template/locked';
