import type { RiskRule } from '../risk';
import { availability } from './availability';
import { immutableField } from './immutable-field';
import { lostData } from './lost-data';
import { networkPolicy } from './network-policy';
import { privileges } from './privileges';
import { probes } from './probes';
import { rbac } from './rbac';
import { replacedObject } from './replaced-object';
import { resources } from './resources';
import { services } from './services';
import { storage } from './storage';

/** Every rule that looks at one object; images and removed defaults are looked at as a whole. */
export const RULES: readonly RiskRule[] = [
  immutableField, replacedObject, lostData, storage, services, probes, resources, privileges, availability,
  networkPolicy, rbac,
];
