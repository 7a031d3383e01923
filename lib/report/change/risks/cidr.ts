import type { Json } from '../../../template/json';

/** Blocks of IPv4 addresses, parsed once; whether one of them contains another is looked up, not searched. */
export class CidrBlocks {
  private readonly texts: ReadonlySet<Json>;
  private readonly blocks = new Set<string>();

  constructor(cidrs: readonly Json[]) {
    this.texts = new Set(cidrs);
    for (const cidr of cidrs) {
      const block = parse(cidr);
      if (block !== undefined) this.blocks.add(keyOf(block.address, block.bits));
    }
  }

  /** Whether one block holds all of another; of IPv6, only whether it is among them. */
  contains(cidr: Json | undefined): boolean {
    if (cidr === undefined) return false;
    if (this.texts.has(cidr)) return true;
    return this.blocks.size > 0 && blocksAround(cidr).some((block) => this.blocks.has(block));
  }
}

/** The names of every block that holds all of a block of IPv4, the widest first; none for anything else. */
export function blocksAround(cidr: Json | undefined): readonly string[] {
  const block = parse(cidr);
  return block === undefined ? [] : Array.from({ length: block.bits + 1 }, (_, bits) =>
    keyOf(block.address & mask(bits), bits));
}

function keyOf(address: number, bits: number): string {
  return `${address >>> 0}/${bits}`;
}

function parse(cidr: Json | undefined): { readonly address: number; readonly bits: number } | undefined {
  const match = typeof cidr === 'string' ? /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr) : null;
  if (match === null) return undefined;
  const parts = match.slice(1).map(Number);
  const bits = parts[4]!;
  if (bits > 32 || parts.slice(0, 4).some((part) => part > 255)) return undefined;
  const address = parts.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0);
  return { address: address & mask(bits), bits };
}

function mask(bits: number): number {
  return bits === 0 ? 0 : ~0 << (32 - bits);
}
