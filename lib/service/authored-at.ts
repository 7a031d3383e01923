import type { Construct } from 'constructs';
import { callSite } from '../environment/source-location';

/** Where an error is: the construct, and the author's line that is running. */
export function authoredAt(scope: Construct): string {
  return [scope.node.path, callSite()].filter(Boolean).join(' ');
}
