import { local } from './local';
import { production } from './production';
import { staging } from './staging';
// parity add environment: imports stand above this line

export const environments = [
  // In promotion order, one a line: parity add environment edits this list.
  local,
  staging,
  production,
];
