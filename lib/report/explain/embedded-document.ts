import { ManifestReader, UnreadableManifest } from '../../check/manifest-file';
import type { Json } from '../../template/json';

/** Reads a text that is a JSON or YAML document with parts; undefined for any other text. */
export function openDocument(text: string): Json | undefined {
  const value = parseJson(text) ?? parseYaml(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function parseYaml(text: string): Json | undefined {
  try {
    const documents = new ManifestReader().read(text);
    return documents.length === 1 ? documents[0].body : undefined;
  } catch (cause) {
    if (cause instanceof UnreadableManifest) return undefined;
    throw cause;
  }
}
