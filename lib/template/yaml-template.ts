import type { Evaluate } from './expression';
import type { Json } from './json';
import { Hole, Merge, Repeat, type TemplateNode, fillNode } from './node';
import { type YamlPlace, emitValue, indentText, innerLevel, keyText, openText } from './yaml';

/** A part of a template that is written only when it is filled, and where its text goes. */
export interface YamlGap {
  readonly node: TemplateNode;
  readonly place: YamlPlace;
  readonly level: number;
}

/** A document whose fixed text is already written; strings and gaps in the order of the output. */
export type YamlTemplate = readonly (string | YamlGap)[];

/**
 * Writes once what all environments share, so that each of them pays only for what differs.
 *
 * `renderYaml(compileYaml(node), evaluate)` equals `emitYaml([fillNode(node, evaluate)])`, byte for byte.
 *
 * @throws TypeError as `emitYaml` does, for the fixed part.
 */
export function compileYaml(node: TemplateNode): YamlTemplate {
  const builder = new SegmentBuilder();
  compileValue(node, 'root', 0, builder);
  return builder.finish();
}

/**
 * Fills a compiled document and gives its text, final line break included.
 *
 * @throws TypeError as `emitYaml` and `fillNode` do, for the filled part.
 */
export function renderYaml(template: YamlTemplate, evaluate: Evaluate): string {
  let text = '';
  for (const segment of template) {
    if (typeof segment === 'string') text += segment;
    else text += emitValue(fillNode(segment.node, evaluate), segment.place, segment.level);
  }
  return text;
}

function compileValue(node: TemplateNode, place: YamlPlace, level: number, builder: SegmentBuilder): void {
  if (typeof node !== 'object' || node === null) {
    builder.text(emitValue(node, place, level));
  } else if (node instanceof Hole || node instanceof Merge || node instanceof Repeat) {
    builder.gap({ node, place, level });
  } else if (Array.isArray(node)) {
    compileList(node, place, level, builder);
  } else {
    compileMap(node as { readonly [key: string]: TemplateNode }, place, level, builder);
  }
}

function compileList(list: readonly TemplateNode[], place: YamlPlace, level: number, builder: SegmentBuilder): void {
  if (list.length === 0) {
    builder.text(emitValue(list as readonly Json[], place, level));
  } else if (list.some((item) => item instanceof Repeat)) {
    // How many items there are, and so whether it is written as [], is known only at fill.
    builder.gap({ node: list, place, level });
  } else {
    const inner = innerLevel(place, level);
    builder.text(openText(place, level));
    list.forEach((item, index) => {
      builder.text(index === 0 ? '-' : `${indentText(inner)}-`);
      compileValue(item, 'item', inner, builder);
    });
  }
}

function compileMap(
  map: { readonly [key: string]: TemplateNode }, place: YamlPlace, level: number, builder: SegmentBuilder,
): void {
  const keys = Object.keys(map);
  if (keys.length === 0) {
    builder.text(emitValue({}, place, level));
    return;
  }
  const inner = innerLevel(place, level);
  builder.text(openText(place, level));
  keys.forEach((key, index) => {
    builder.text((index === 0 ? '' : indentText(inner)) + keyText(key, inner));
    compileValue(map[key], 'key', inner, builder);
  });
}

/** Gathers text between gaps and joins it, so that a segment is one flat string that is copied fast at each fill. */
class SegmentBuilder {
  private readonly segments: (string | YamlGap)[] = [];
  private pending: string[] = [];

  text(text: string): void {
    this.pending.push(text);
  }

  gap(gap: YamlGap): void {
    this.flush();
    this.segments.push(gap);
  }

  finish(): YamlTemplate {
    this.flush();
    return this.segments;
  }

  private flush(): void {
    if (this.pending.length > 0) this.segments.push(this.pending.join(''));
    this.pending = [];
  }
}
