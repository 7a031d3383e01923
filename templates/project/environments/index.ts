import { local } from './local';
import { production } from './production';
import { staging } from './staging';
// parity add environment: imports stand above this line

/** In promotion order, one a line: `parity add environment` edits this list. */
export const environments = [
  local,
  staging,
  production,
];
