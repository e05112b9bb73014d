/** One value, and how long it is kept. */
export interface Entry {
  readonly key: string
  /** Base64: it travels in JSON. */
  readonly value: string
  /** Milliseconds from now. */
  readonly ttlMs: number
}

interface Kept {
  readonly value: string
  readonly until: number
}

/** The values of one partition. The one that was longest not asked for goes first when there are too many. */
export class Shelf {
  // In the order in which they were last used.
  readonly #kept = new Map<string, Kept>()
  readonly #most: number
  readonly #now: () => number

  constructor (most: number, now: () => number = () => performance.now()) {
    this.#most = most
    this.#now = now
  }

  get (key: string): string | undefined {
    const kept = this.#kept.get(key)
    this.#kept.delete(key)

    if (kept === undefined || kept.until <= this.#now()) {
      return undefined
    }
    this.#kept.set(key, kept)

    return kept.value
  }

  set ({ key, value, ttlMs }: Entry): void {
    this.#kept.delete(key)
    this.#kept.set(key, { value, until: this.#now() + ttlMs })

    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= this.#most) {
        break
      }
      this.#kept.delete(oldest)
    }
  }

  delete (key: string): void {
    this.#kept.delete(key)
  }

  /** All that has not expired, the longest unused first. */
  entries (): Entry[] {
    const now = this.#now()
    return [...this.#kept].filter(([, { until }]) => until > now).map(([key, { value, until }]) => ({ key, value, ttlMs: until - now }))
  }
}
