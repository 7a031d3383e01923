import type { ChartRecord, ImageRecord } from '../../synth/assembly/assembly';
import type { ImageChange, ImageName } from './change';
import { GroupedBy } from './grouped-by';
import { imageKey } from './template-change';
import type { ChartPair } from './template-change';

/** Images that containers run now instead of others, and images that are new to a chart, or gone; each once. */
export function imageChanges(charts: readonly ChartPair[]): ImageChange[] {
  const groups = new GroupedBy<Omit<ImageChange, 'containers'>, ImageChange['containers'][number]>();
  for (const { before, after } of charts) {
    const former = new Map(before.images.map((image) => [containerKey(image), image]));
    const latter = new Map(after.images.map((image) => [containerKey(image), image]));
    const member = ({ object, container }: ImageRecord) => ({ chart: after.id, object, container });
    for (const [key, is] of latter) {
      const was = former.get(key);
      if (was !== undefined && imageKey(was) !== imageKey(is)) {
        groups.add({ kind: 'changed', before: nameOf(was), after: nameOf(is) }, member(is));
      }
    }
    for (const is of onlyIn(after, former, before)) groups.add({ kind: 'added', after: nameOf(is) }, member(is));
    for (const was of onlyIn(before, latter, after)) groups.add({ kind: 'removed', before: nameOf(was) }, member(was));
  }
  return groups.entries(({ head, members }) => ({ ...head, containers: members }));
}

/** Of containers that one side alone has, those whose image the other side does not run in any container. */
function onlyIn(
  { images }: ChartRecord, others: ReadonlyMap<string, ImageRecord>, other: ChartRecord,
): readonly ImageRecord[] {
  const known = new Set(other.images.map(imageKey));
  return images.filter((image) => !others.has(containerKey(image)) && !known.has(imageKey(image)));
}

function containerKey({ object, container }: ImageRecord): string {
  return `${object}\0${container}`;
}

function nameOf({ artifact, repository, digest }: ImageRecord): ImageName {
  return { ...(artifact === undefined ? {} : { artifact }), repository, ...(digest === undefined ? {} : { digest }) };
}
