import { Key } from 'interface-datastore'
import { toHex } from './signatures.js'
import { decodePromises, encodePromises } from './promise-record.js'
import { VoterStoreError } from '../../errors.js'
import type { Promises } from './promise-record.js'
import type { VoterRecord } from '../../core/index.js'
import type { Datastore } from 'interface-datastore'

/** Bytes of chance in the id of a store. */
const ID_LENGTH = 16

/** What opening a store takes. */
export interface PromiseStoreOptions {
  /** Its `put` must be durable when it is done, or a promise is forgotten with a power cut. */
  readonly datastore: Datastore
  readonly cluster: string
  /** Which genesis the promises are for: those for another one are no concern of this one's. */
  readonly genesis?: string
  /** Gives up the waiting for a former user of the store. */
  readonly signal?: AbortSignal
}

/** One use of a store, from the wish for it to its end. */
interface Use {
  readonly opened: Promise<PromiseStore>
  readonly ended: Promise<void>
}

/** Stores in use in this process: whoever comes next waits, as the last write of the former one is under way. */
const uses = new WeakMap<Datastore, Map<string, Use>>()

/**
 * What a voter must never forget, in a datastore. Nothing is ever written back that was read, no revision over a higher
 * one, and one user at a time has it.
 */
export class PromiseStore {
  /** Made by chance when the store was: a store that is gone takes it along. */
  readonly id: string
  /** What it held when it was opened. */
  readonly record: VoterRecord | undefined
  readonly #datastore: Datastore
  readonly #key: Key
  readonly #end: () => void
  #revision: number
  /** What was tried last: a write that failed can have been made all the same. */
  #tried: number
  #writing: Promise<void> = Promise.resolve()
  #isClosed = false

  private constructor (datastore: Datastore, key: Key, { store, record }: Promises, end: () => void) {
    this.#datastore = datastore
    this.#key = key
    this.#end = end
    this.#revision = record?.revision ?? 0
    this.#tried = this.#revision
    this.id = store
    this.record = record
  }

  /**
   * Opens the store of a cluster's voter, and makes it if there is none. Waits until whoever has it closes it.
   *
   * @throws {VoterStoreError} if what it holds is damaged, or it stays in use
   */
  static async open ({ datastore, cluster, genesis, signal }: PromiseStoreOptions): Promise<PromiseStore> {
    const ofDatastore = uses.get(datastore) ?? new Map<string, Use>()
    uses.set(datastore, ofDatastore)

    for (let former = ofDatastore.get(cluster); former !== undefined; former = ofDatastore.get(cluster)) {
      await ended(former, cluster, signal)
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    const end = (): void => {
      ofDatastore.delete(cluster)
      resolve()
    }
    const opened = PromiseStore.#open(datastore, new Key(`/shoal/${cluster}/voter`), genesis, end)
    ofDatastore.set(cluster, { opened, ended: promise })

    return await opened
  }

  /**
   * The id of a store, be it in use or not; makes the store if there is none.
   *
   * @throws {VoterStoreError}
   */
  static async idOf (options: PromiseStoreOptions): Promise<string> {
    const running = uses.get(options.datastore)?.get(options.cluster)

    if (running !== undefined) {
      return (await running.opened).id
    }
    const store = await PromiseStore.open(options)
    await store.close()

    return store.id
  }

  static async #open (datastore: Datastore, key: Key, genesis: string | undefined, end: () => void): Promise<PromiseStore> {
    try {
      const { store } = await read(datastore, key) ?? await create(datastore, key)
      const ofGenesis = key.child(new Key(genesis ?? ''))
      const promises = genesis === undefined ? undefined : await read(datastore, ofGenesis)

      if (promises !== undefined && promises.store !== store) {
        throw damaged(ofGenesis)
      }
      return new PromiseStore(datastore, ofGenesis, promises ?? { store }, end)
    } catch (error) {
      end()
      throw error
    }
  }

  /**
   * Done when this record, or one of a higher revision, survives a crash.
   *
   * @throws what the datastore fails with; then nothing that the record says may be said to anybody
   */
  async save (record: VoterRecord): Promise<void> {
    if (this.#isClosed) {
      throw new VoterStoreError(`revision ${record.revision} came after the store was closed: nothing of it may be promised`)
    }
    const writing = this.#writing.then(async () => { await this.#write(record) })
    this.#writing = writing.catch(() => undefined)
    await writing
  }

  /** Waits for the last write, and lets the next one have it. */
  async close (): Promise<void> {
    this.#isClosed = true
    await this.#writing
    this.#end()
  }

  async #write (record: VoterRecord): Promise<void> {
    if (record.revision <= this.#revision) {
      return
    }
    const present = await read(this.#datastore, this.#key)

    if (![this.#revision, this.#tried].includes(present?.record?.revision ?? 0) || (present !== undefined && present.store !== this.id)) {
      throw new VoterStoreError('the promises of this voter were changed by somebody else: stop the other process that uses this store')
    }
    this.#tried = record.revision
    await this.#datastore.put(this.#key, encodePromises({ store: this.id, record }))
    this.#revision = record.revision
  }
}

async function read (datastore: Datastore, key: Key): Promise<Promises | undefined> {
  if (!await datastore.has(key)) {
    return undefined
  }
  const promises = decodePromises(await datastore.get(key))

  if (promises === undefined) {
    throw damaged(key)
  }

  return promises
}

function damaged (key: Key): VoterStoreError {
  return new VoterStoreError(`the promises of this voter, at ${key.toString()}, are damaged: it does not vote; remove the damaged store, start the member with an empty one, and add it as another voter in the place of this one`)
}

async function create (datastore: Datastore, key: Key): Promise<Promises> {
  const promises = { store: toHex(crypto.getRandomValues(new Uint8Array(ID_LENGTH))) }
  await datastore.put(key, encodePromises(promises))

  return promises
}

async function ended (former: Use, cluster: string, signal: AbortSignal | undefined): Promise<void> {
  const given = Promise.withResolvers<void>()
  const giveUp = (): void => { given.reject(new VoterStoreError(`the voter's store of cluster ${cluster} is in use by another member of this process: stop that one first, or give each its own storage`)) }
  signal?.addEventListener('abort', giveUp, { once: true })

  try {
    if (signal?.aborted === true) giveUp()
    await Promise.race([former.ended, given.promise])
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
}
