import { columns } from '../../report/columns';
import type { Terminal } from '../terminal';
import type { ObjectName } from './secret-manifests';
import type { Origin } from './secret-values';

interface InitResult {
  readonly environment: string;
  readonly where: string | null;
  readonly objects: readonly ObjectName[];
  readonly keys: readonly { readonly key: string; readonly origin: Origin }[];
}

/** What was filled, and from where; never with what. */
export function initLines(
  { environment, where, objects, keys }: InitResult, besides: number,
  { style, width }: Pick<Terminal, 'style' | 'width'>,
): string[] {
  if (where === null) return [`${environment} needs no secrets`];
  return [
    ...columns(keys.map(({ key, origin }) => [key, origin]), width).lines,
    '',
    ...(besides === 0 ? [] : [style.dim(`not declared, and not used: ${counted(besides, 'given value')}`)]),
    style.good(`${counted(keys.length, 'value')} for ${environment} in ${counted(objects.length, 'object')}: ${where}`),
    ...(where.startsWith('the cluster') ? []
      : [style.dim(`apply it with  kubectl --context <context> apply --server-side -f ${where}`)]),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
