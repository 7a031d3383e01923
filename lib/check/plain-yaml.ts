import { type Json, setOwn } from '../template/json';

/**
 * Reads the plainest form of YAML, in which nearly all of our manifests are: block maps and lists indented by two, one
 * scalar a line. Undefined for everything else, which is left to a whole YAML reader.
 *
 * It knows nothing of the writer, and takes only what every YAML reader takes for the same: the test holds it against
 * two of them. See docs/decisions/0015-plain-yaml-reader.md.
 */
export function readPlainYaml(text: string): Json | undefined {
  // A manifest is a map, and ends in a line break; what is no printable ASCII is not plain.
  return text.endsWith('\n') && !NOT_PLAIN.test(text) ? new PlainReader(text).readDocument() : undefined;
}

const NOT_PLAIN = /[^\n\x20-\x7e]/;
/** Letters first, so that no key is a number; of those that mean something, `SPECIAL` knows. */
const KEY = /[A-Za-z_][A-Za-z0-9._/-]*:(?=[ \n])/y;
/** What YAML 1.1 or 1.2 reads as something else than text, whatever its case. */
const SPECIAL = new Set(['null', 'true', 'false', 'yes', 'no', 'on', 'off', 'y', 'n']);
const LONGEST_SPECIAL = 5;
const NUMBER = /^(?:0|-?[1-9]\d{0,14})$/;
/**
 * Begins as no indicator and no number does (`e0` is one to some); a colon is followed by more, and no space by a
 * comment.
 */
const TEXT = new RegExp([
  /^(?!-?[eE][-+]?\d+$)(?:[A-Za-z/]|--?[A-Za-z])/,
  /(?:[A-Za-z0-9._/@=+?&-]|:(?=[A-Za-z0-9/])|,(?=[A-Za-z0-9])| (?=[A-Za-z0-9/(]))*$/,
].map(({ source }) => source).join(''));
/** An amount such as `256Mi`, `250m`, `5s`: the letter can be of no number in any notation. */
const AMOUNT = /^\d{1,9}[GgKkMmNnPpSsTtWw][A-Za-z]{0,3}$/;
const DOUBLE_QUOTED = /^"[^"\\]*"$/;
const SINGLE_QUOTED = /^'[^']*'$/;
/** Deeper than any manifest; a whole reader refuses what is. */
const MAX_DEPTH = 100;
const [SPACE, DASH] = [0x20, 0x2d];

class PlainReader {
  /** Where the current line begins, and how many spaces it begins with. */
  private at = 0;
  private indent = 0;
  private depth = 0;

  constructor(private readonly text: string) {
    this.goTo(0);
  }

  readDocument(): Json | undefined {
    const map = this.readMap(0, 0);
    return this.at === this.text.length ? map : undefined;
  }

  /** A map whose keys stand at this column; the first is at `start`, perhaps behind a dash. */
  private readMap(column: number, start: number): Json | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    const { text } = this;
    const map: Record<string, Json> = {};
    for (let from = start; ; from = this.at + column) {
      KEY.lastIndex = from;
      if (!KEY.test(text)) return undefined;
      const end = KEY.lastIndex;
      const key = text.slice(from, end - 1);
      if (isSpecial(key) || Object.hasOwn(map, key)) return undefined;
      let value: Json | undefined;
      if (text.charCodeAt(end) === SPACE) value = this.readScalarAt(end + 1);
      else {
        this.goTo(end + 1);
        value = this.readInner(column + 2);
      }
      if (value === undefined) return undefined;
      if (key === '__proto__') setOwn(map, key, value);
      else map[key] = value;
      if (this.indent !== column || this.at === text.length) break;
    }
    this.depth -= 1;
    return map;
  }

  /** What belongs to a key without a value in its line. Nothing at all would be null, which is rare enough to leave. */
  private readInner(column: number): Json | undefined {
    if (this.indent !== column) return undefined;
    return this.isDash(this.at + column) ? this.readList(column) : this.readMap(column, this.at + column);
  }

  private readList(column: number): Json | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    const list: Json[] = [];
    while (this.indent === column && this.at < this.text.length) {
      const from = this.at + column;
      if (!this.isDash(from)) return undefined;
      KEY.lastIndex = from + 2;
      const item = KEY.test(this.text) ? this.readMap(column + 2, from + 2) : this.readScalarAt(from + 2);
      if (item === undefined) return undefined;
      list.push(item);
    }
    this.depth -= 1;
    return list;
  }

  private isDash(at: number): boolean {
    return this.text.charCodeAt(at) === DASH && this.text.charCodeAt(at + 1) === SPACE;
  }

  /** The value of what stands from here to the end of the line. */
  private readScalarAt(start: number): Json | undefined {
    const end = this.text.indexOf('\n', start);
    const value = readScalar(this.text.slice(start, end));
    this.goTo(end + 1);
    return value;
  }

  private goTo(start: number): void {
    this.at = start;
    let end = start;
    while (this.text.charCodeAt(end) === SPACE) end += 1;
    this.indent = end - start;
  }
}

function isSpecial(text: string): boolean {
  return text.length <= LONGEST_SPECIAL && SPECIAL.has(text.toLowerCase());
}

/** The value that every reader gives a scalar; undefined for any other than the plainest. */
function readScalar(text: string): Json | undefined {
  if (TEXT.test(text)) {
    if (!isSpecial(text)) return text;
    return text === 'true' ? true : text === 'false' ? false : text === 'null' ? null : undefined;
  }
  if (NUMBER.test(text)) return Number(text);
  if (DOUBLE_QUOTED.test(text) || SINGLE_QUOTED.test(text)) return text.slice(1, -1);
  if (text === '{}') return {};
  if (text === '[]') return [];
  return AMOUNT.test(text) ? text : undefined;
}
