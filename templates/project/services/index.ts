import type { OverlaySet, ParityApp } from 'cdk8s-parity';
import { TemplateService, templateServiceOverlays } from './template-service';
// parity add service: imports stand above this line

/** Adds every service. */
export function addServices(app: ParityApp): void {
  new TemplateService(app, 'template-service');
  // parity add service: services stand above this line
}

/** What environments change of the services' defaults. */
export const overlays: readonly OverlaySet[] = [
  templateServiceOverlays,
  // parity add service: overlays stand above this line
];
