import type { ImageChange } from '../change';
import type { Risk } from '../risk';

/** Images of another repository, and images that are no longer named by digest. */
export function imageRisks(images: readonly ImageChange[]): Risk[] {
  return images.flatMap(({ before, after, containers }): Risk[] => {
    if (after === undefined) return [];
    const objects = containers.map(({ chart, object }) => ({ chart, object }));
    const risks: Risk[] = [];
    if (before !== undefined && before.repository !== after.repository) {
      risks.push({
        rule: 'image', severity: 'medium', message: 'the image comes from another repository',
        reason: 'it may be another program, built by others', before: before.repository,
          after: after.repository, objects,
      });
    }
    if (after.digest === undefined && (before === undefined || before.digest !== undefined)) {
      risks.push({
        rule: 'image', severity: 'high', message: 'the image is not named by digest',
        reason: 'a tag may be another program tomorrow: environments no longer run the same bytes',
        ...(before?.digest === undefined ? {} : { before: before.digest }), after: after.repository, objects,
      });
    }
    return risks;
  });
}
