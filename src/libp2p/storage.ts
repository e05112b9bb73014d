import { Key } from 'interface-datastore'
import type { StoredRecord } from '../core/index.js'
import type { Counters } from './counters.js'
import type { Logger } from '@libp2p/interface'
import type { Datastore } from 'interface-datastore'

/** Stored members that are read back: enough to find any cluster again. */
const MEMBERS_MAX = 1_024

/** Keeps what survives a restart in libp2p's datastore, which is memory unless the node was given another. */
export class Storage {
  readonly #datastore: Datastore
  readonly #key: Key
  readonly #counters: Counters
  readonly #log: Logger

  constructor (datastore: Datastore, cluster: string, counters: Counters, log: Logger) {
    this.#datastore = datastore
    this.#key = new Key(`/shoal/${cluster}/state`)
    this.#counters = counters
    this.#log = log
  }

  /**
   * What was stored last. Garbage is counted and counts as nothing: the clock still gives a larger generation.
   *
   * @throws whatever the datastore fails with: one that cannot be read is for the operator to see at the start
   */
  async load (): Promise<StoredRecord | undefined> {
    if (!await this.#datastore.has(this.#key)) {
      return undefined
    }

    const record = parseRecord(await this.#datastore.get(this.#key))

    if (record === undefined) {
      this.#counters.count('store:garbage')
    }

    return record
  }

  /**
   * Stores a record. A failure is counted, and the member goes on: without its record it starts again as it would
   * with an empty disk, which the clock makes safe.
   */
  async save (record: StoredRecord): Promise<void> {
    try {
      await this.#datastore.put(this.#key, new TextEncoder().encode(JSON.stringify(record)))
    } catch (error) {
      this.#counters.count('store:failed')
      this.#log.error('state was not stored - %e', error)
    }
  }
}

function parseRecord (bytes: Uint8Array): StoredRecord | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return isRecord(value) ? { ...value, members: value.members.slice(0, MEMBERS_MAX) } : undefined
  } catch {
    // Half a write or another program's bytes: the caller counts it.
    return undefined
  }
}

function isRecord (value: unknown): value is StoredRecord {
  const { generation, term, members } = (value ?? {}) as Partial<StoredRecord>
  return isCounter(generation) && isCounter(term) && Array.isArray(members) && members.every(isStoredMember)
}

function isStoredMember (value: unknown): boolean {
  const { id, addresses } = (value ?? {}) as Partial<StoredRecord['members'][number]>
  return typeof id === 'string' && Array.isArray(addresses) && addresses.every(address => typeof address === 'string')
}

function isCounter (value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0
}
