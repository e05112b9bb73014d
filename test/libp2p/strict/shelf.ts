import type { Datastore, Key } from 'interface-datastore'

/** A datastore in memory, which survives the members that use it, and whose writes can be held up or fail. */
export class Shelf {
  readonly entries = new Map<string, Uint8Array>()
  writes = 0
  isBroken = false
  #gate: Promise<void> = Promise.resolve()

  /** The shelf as what it stands for. */
  get datastore (): Datastore {
    return this as unknown as Datastore
  }

  /** Holds writes up until the function that it returns is called. */
  hold (): () => void {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#gate = promise

    return resolve
  }

  async has (key: Key): Promise<boolean> {
    return this.entries.has(key.toString())
  }

  async get (key: Key): Promise<Uint8Array> {
    return this.entries.get(key.toString()) ?? new Uint8Array()
  }

  async put (key: Key, value: Uint8Array): Promise<Key> {
    await this.#gate
    if (this.isBroken) throw new Error('disk is full')
    this.writes++
    this.entries.set(key.toString(), value)

    return key
  }
}
