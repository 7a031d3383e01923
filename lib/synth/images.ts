import type { ArtifactSource } from '../environment/artifacts';
import { Hole, type TemplateNode } from '../template/node';
import type { RenderedObject } from '../template/template';
import type { ImageRecord } from './assembly/assembly';

/** An image with its reference as the author wrote it, tag included, but for the registry host. */
export interface FoundImage { readonly record: ImageRecord; readonly reference: string }

/** The images of an object's containers, wherever its pod spec is; without the registry host, which is a fact. */
export function imagesOf(object: Pick<RenderedObject, 'node'>, id: string, artifacts: ArtifactSource | undefined): FoundImage[] {
  return podSpecsIn(object.node).flatMap((pod) => [pod.initContainers, pod.containers].flatMap((list) =>
    (Array.isArray(list) ? list : []).flatMap((container): FoundImage[] => {
      const { name, image } = (container ?? {}) as Record<string, TemplateNode>;
      const reference = referenceOf(image);
      if (reference === undefined) return [];
      const [repository, digest] = reference.split('@');
      const artifact = [...(artifacts?.artifacts.values() ?? [])].find(
        (a) => a.digest === digest && a.repository === repository,
      );
      return [
        {
          reference,
          record: {
            object: id,
            container: typeof name === 'string' ? name : '',
            ...(artifact === undefined ? {} : { artifact: artifact.name }),
            repository: repository.replace(/:[^/:]*$/, ''),
            ...(digest === undefined ? {} : { digest }),
          },
        },
      ];
    })));
}

/** Each image of a chart once: the forms of one object that alternatives inside it choose from run the same. */
export function distinctImages(images: readonly ImageRecord[]): readonly ImageRecord[] {
  return [...new Map(images.map((image) => [JSON.stringify(image), image])).values()];
}

/** `shop/checkout@sha256:…` from a literal reference or from `${registry}/shop/checkout@sha256:…`. */
function referenceOf(image: TemplateNode | undefined): string | undefined {
  if (typeof image === 'string') {
    const [first, ...rest] = image.split('/');
    return rest.length > 0 && /[.:]|^localhost$/.test(first) ? rest.join('/') : image;
  }
  if (!(image instanceof Hole) || image.value.op !== 'interpolate') return undefined;
  const last = image.value.parts.at(-1);
  return typeof last === 'string' ? last.replace(/^\//, '') : undefined;
}

type PodSpec = Readonly<Record<string, TemplateNode>>;

/** Pod specs are recognized by their containers, below any `spec` and `template` of the object. */
function podSpecsIn(node: TemplateNode): PodSpec[] {
  if (!isMap(node)) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    if (!['spec', 'template', 'jobTemplate'].includes(key) || !isMap(value)) return [];
    return Array.isArray(value.containers) ? [value] : podSpecsIn(value);
  });
}

function isMap(node: TemplateNode | undefined): node is PodSpec {
  return (
    typeof node === 'object' &&
    node !== null &&
    !Array.isArray(node) &&
    Object.getPrototypeOf(node) === Object.prototype
  );
}
