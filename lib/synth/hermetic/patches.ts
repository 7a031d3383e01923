type Callable = (...args: never[]) => unknown;
type Trap = (target: Callable, self: unknown, args: unknown[]) => unknown;

interface Replaced {
  readonly owner: object;
  readonly key: PropertyKey;
  readonly original: PropertyDescriptor;
  readonly value: unknown;
}

/**
 * Properties of other people's objects that are replaced for a while and then put back exactly.
 *
 * A property that somebody else replaced in between (fake timers of a test) is theirs and stays; what they may still
 * hold of ours only passes calls on.
 */
export class Patches {
  readonly #replaced: Replaced[] = [];

  /** Replaces a data property where it is defined, own or inherited; accessors and locked properties are left alone. */
  replace(object: object, key: PropertyKey, make: (original: object) => object): void {
    const owner = ownerOf(object, key);
    const original = owner && Object.getOwnPropertyDescriptor(owner, key);
    if (!owner || !original || !isObject(original.value)) return;
    if (!original.configurable && !original.writable) return;
    const value = make(original.value);
    Object.defineProperty(owner, key, { ...original, value });
    this.#replaced.push({ owner, key, original, value });
  }

  /** Calls `before` with the arguments of each call; everything else about the function stays as it is. */
  before(object: object, key: PropertyKey, before: (args: unknown[]) => void): void {
    this.intercept(object, key, (target, self, args) => {
      before(args);
      return Reflect.apply(target, self, args);
    });
  }

  /** Replaces calls of a function. */
  intercept(object: object, key: PropertyKey, apply: Trap): void {
    this.replace(object, key, (original) => new Proxy(original as Callable, { apply }));
  }

  /** Replaces a class with a proxy, so that `instanceof`, statics and subclasses keep working. */
  wrapClass(object: object, key: PropertyKey, handler: ProxyHandler<object>): void {
    this.replace(object, key, (original) => {
      const proxy = new Proxy(original, handler);
      const { prototype } = original as { prototype?: object };
      // Otherwise `new date.constructor()` walks around the proxy, and `x.constructor === Date` fails.
      if (prototype) this.replace(prototype, 'constructor', () => proxy);
      return proxy;
    });
  }

  restore(): void {
    for (const { owner, key, original, value } of this.#replaced.splice(0).reverse()) {
      if (Object.getOwnPropertyDescriptor(owner, key)?.value === value) Object.defineProperty(owner, key, original);
    }
  }
}

function ownerOf(object: object, key: PropertyKey): object | undefined {
  for (let owner: object | null = object; owner; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, key)) return owner;
  }
  return undefined;
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
