import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { PartitionRevokedError } from '../../src/index.js'
import { receiveParcels, sendParcel } from './handover.js'
import { Shelf } from './shelf.js'
import type { Call, Group, OwnedPartition, OwnRegistration } from '../../src/index.js'
import type { ShoalNode } from '../../src/node/index.js'
import type { Entry } from './shelf.js'
import type { Parcel } from './handover.js'

/** How large a cache is, and how long calls wait. */
export interface CacheOptions {
  /** Values of one partition. */
  readonly entriesMax: number
  /** For all attempts of one call together. */
  readonly timeoutMs: number
}

type Request = { readonly op: 'get' | 'delete', readonly key: string } | { readonly op: 'set' } & Entry

/** What an owner answers; `moving`: it has none of the partition at the moment, ask again. */
type Answer = { readonly status: 'done', readonly value?: string } | { readonly status: 'moving' }

const DEFAULTS: CacheOptions = { entriesMax: 10_000, timeoutMs: 5_000 }
const AGAIN_MS = 20

/** How long a parcel waits for its partition. */
const PARCEL_MS = 30_000

/** Values by key, each kept by the owner of its partition, asked for from any member. */
export class Cache {
  readonly #node: ShoalNode
  readonly #group: Group
  readonly #options: CacheOptions
  readonly #shelves = new Map<number, Shelf>()
  /** What former owners have sent ahead, by partition. */
  readonly #parcels = new Map<number, Parcel & { readonly until: number }>()

  private constructor (node: ShoalNode, group: Group, options: CacheOptions) {
    this.#node = node
    this.#group = group
    this.#options = options
  }

  /** Makes a member part of a cache: before its start. */
  static async attach (node: ShoalNode, name: string, options: Partial<CacheOptions> = {}): Promise<{ readonly cache: Cache, readonly work: OwnRegistration }> {
    const group = node.shoal.group(name)
    const cache = new Cache(node, group, { ...DEFAULTS, ...options })

    await receiveParcels(node, cache.#options.entriesMax, parcel => { cache.#take(parcel) })
    node.shoal.addEventListener('table:change', () => { cache.#dropStaleParcels() })
    group.handle(call => cache.#answer(call))

    return { cache, work: group.own(async owned => { await cache.#keep(owned) }) }
  }

  /** The value of a key, if there is one. */
  async get (key: string): Promise<Uint8Array | undefined> {
    const { value } = await this.#ask({ op: 'get', key })
    return value === undefined ? undefined : Buffer.from(value, 'base64')
  }

  /** Keeps a value for so long; without, for an hour. */
  async set (key: string, value: Uint8Array, ttlMs = 3_600_000): Promise<void> {
    await this.#ask({ op: 'set', key, value: Buffer.from(value).toString('base64'), ttlMs })
  }

  /** Forgets a key. */
  async delete (key: string): Promise<void> {
    await this.#ask({ op: 'delete', key })
  }

  /** Keeps one partition until it is somebody else's; one who takes it over in order is sent what is there. */
  async #keep ({ partition, signal }: OwnedPartition): Promise<void> {
    this.#shelves.set(partition, this.#unpack(partition))
    if (!signal.aborted) {
      await once(signal, 'abort')
    }
    const shelf = this.#shelves.get(partition)
    // First of all: what is changed from here on would not be sent. Who asks meanwhile is told to come again.
    this.#shelves.delete(partition)
    const successor = this.#group.table?.successors[partition]

    if (signal.reason instanceof PartitionRevokedError && successor !== undefined && shelf !== undefined) {
      // It is a cache: what cannot be sent is lost, and the partition is released all the same.
      await sendParcel(this.#node, successor, partition, shelf.entries()).catch(() => undefined)
    }
  }

  #answer ({ partition, payload }: Call): Uint8Array {
    const request = JSON.parse(new TextDecoder().decode(payload)) as Request
    const shelf = this.#shelves.get(partition)

    if (shelf === undefined) {
      return encode({ status: 'moving' })
    }
    switch (request.op) {
      case 'get': {
        const value = shelf.get(request.key)
        return encode({ status: 'done', ...(value !== undefined && { value }) })
      }
      case 'set':
        shelf.set(request)
        break
      case 'delete':
        shelf.delete(request.key)
        break
      default:
        throw new TypeError(`there is no ${String((request satisfies never as { op: unknown }).op)} in a cache`)
    }

    return encode({ status: 'done' })
  }

  /** All of it can be done twice, so it is asked again whenever it is not known whether it was done. */
  async #ask (request: Request): Promise<{ readonly value?: string }> {
    const deadline = performance.now() + this.#options.timeoutMs

    for (;;) {
      const timeout = Math.max(1, Math.round(deadline - performance.now()))
      const answer = JSON.parse(new TextDecoder().decode(await this.#group.request(request.key, encode(request), { idempotent: true, timeout }))) as Answer

      if (answer.status === 'done') {
        return answer
      }
      if (performance.now() > deadline) {
        throw new Error(`the partition of ${request.key} is between two owners for ${this.#options.timeoutMs} ms: ask again later`)
      }
      await delay(AGAIN_MS)
    }
  }

  #take (parcel: Parcel): void {
    if (parcel.partition < this.#group.partitions) {
      this.#parcels.set(parcel.partition, { ...parcel, until: performance.now() + PARCEL_MS })
    }
  }

  /** What a former owner has sent for this ownership, or nothing. */
  #unpack (partition: number): Shelf {
    const shelf = new Shelf(this.#options.entriesMax)
    const parcel = this.#parcels.get(partition)
    this.#parcels.delete(partition)

    for (const entry of parcel !== undefined && parcel.until > performance.now() ? parcel.entries : []) {
      shelf.set(entry)
    }

    return shelf
  }

  /** A parcel whose partition is neither its sender's nor ours is of a handover that did not happen. */
  #dropStaleParcels (): void {
    for (const [partition, { from, until }] of this.#parcels) {
      const owner = this.#group.ownerOf(partition)
      const isDue = owner !== undefined && (owner.equals(from) || owner.equals(this.#node.libp2p.peerId))

      if (!isDue || until < performance.now()) {
        this.#parcels.delete(partition)
      }
    }
  }
}

function encode (what: Request | Answer): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(what))
}
