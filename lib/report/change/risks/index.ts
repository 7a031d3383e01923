import type { RiskRule } from '../risk';
import { availability } from './availability';
import { immutableField } from './immutable-field';
import { lostData } from './lost-data';
import { missingReference } from './missing-reference';
import { movedObject } from './moved-object';
import { networkPolicy } from './network-policy';
import { podSelector } from './pod-selector';
import { privileges } from './privileges';
import { probes } from './probes';
import { rbac } from './rbac';
import { replacedObject } from './replaced-object';
import { resources } from './resources';
import { retention } from './retention';
import { routes } from './routes';
import { secretRead } from './secret-read';
import { services } from './services';
import { sourceRanges } from './source-ranges';
import { stoppedWorkload } from './stopped-workload';
import { storage } from './storage';
import { volumes } from './volumes';

/** Every rule that looks at one object; images and removed defaults are looked at as a whole. */
export const RULES: readonly RiskRule[] = [
  immutableField, replacedObject, movedObject, lostData, storage, volumes, retention, stoppedWorkload, services,
  podSelector, routes, sourceRanges, missingReference, probes, resources, privileges, secretRead, availability,
  networkPolicy, rbac,
];
