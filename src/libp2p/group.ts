import { sha256 } from '@noble/hashes/sha2.js'
import { InvalidSettingError, NotOwnerError } from '../errors.js'
import { checkRequest } from './calls/request-check.js'
import { runFenced } from './own/fence.js'
import { peerIdOfMember, toTableInfo } from './public-view.js'
import type { GroupSource } from './group-source.js'
import type { GroupWork } from './own/group-work.js'
import type { Request } from './calls/requester.js'
import type { CallHandler, Explanation, Fence, Group, GroupMode, GroupPlanning, OwnOptions, OwnRegistration, Ownership, PartitionHandler, RequestOptions, Suspension, TableInfo, TableRecord } from '../api.js'
import type { AbortOptions, PeerId } from '@libp2p/interface'

/** What the view is of. */
type Known = Pick<GroupSource, 'owned' | 'table' | 'tokenOf'> & Partial<Pick<GroupSource, 'suspension'>>

/** Where a group's calls go. */
export interface GroupCalls {
  handle (group: string, handler: CallHandler): () => void
  request (request: Request): Promise<Uint8Array>
}

/** What a group is a view of, beside the core. */
export interface GroupParts {
  readonly work: GroupWork
  readonly calls: GroupCalls
  readonly planning: GroupPlanning
}

/** One group as this member sees it: a view of the core, of the work on its partitions, of its calls and of its plan. */
export class GroupView implements Group {
  readonly name: string
  readonly partitions: number
  readonly mode: GroupMode
  readonly #core: () => Known | undefined
  readonly #work: GroupWork
  readonly #calls: GroupCalls
  readonly #planning: GroupPlanning

  constructor (name: string, partitions: number, core: () => Known | undefined, { work, calls, planning }: GroupParts, isStrict = false) {
    this.name = name
    this.partitions = partitions
    this.mode = isStrict ? 'strict' : 'available'
    this.#core = core
    this.#work = work
    this.#calls = calls
    this.#planning = planning
  }

  get suspension (): Suspension | undefined {
    const source = this.#core()
    return this.mode === 'available' ? undefined : source === undefined ? 'joining' : source.suspension?.(this.name)
  }

  get table (): TableInfo | undefined {
    const table = this.#core()?.table(this.name)
    return table === undefined ? undefined : toTableInfo(table)
  }

  owned (): Ownership[] {
    return (this.#core()?.owned(this.name) ?? []).map(({ partition, token }) => ({ group: this.name, partition, token }))
  }

  isOwner (partition: number): boolean {
    return this.token(partition) !== undefined
  }

  token (partition: number): bigint | undefined {
    return this.#core()?.tokenOf(this.name, partition)
  }

  assertOwner (partition: number): bigint {
    const token = this.token(partition)

    if (token === undefined) {
      throw this.#refusal(partition)
    }

    return token
  }

  own (handler: PartitionHandler, options?: OwnOptions): OwnRegistration {
    return this.#work.own(handler, options)
  }

  async withFence<T> (partition: number, fn: (fence: Fence) => Promise<T> | T): Promise<T> {
    return await runFenced(this.#work.enter(partition), fn, cause => this.#refusal(partition, cause))
  }

  reportFenced (partition: number, seen: bigint): boolean {
    return this.#work.reportFenced(partition, seen)
  }

  partitionOf (key: string | Uint8Array): number {
    return partitionOf(key, this.partitions)
  }

  ownerOf (keyOrPartition: string | Uint8Array | number): PeerId | undefined {
    const partition = typeof keyOrPartition === 'number' ? keyOrPartition : this.partitionOf(keyOrPartition)
    const table = this.#core()?.table(this.name)
    const owner = table?.roster[table.owners[partition] ?? -1]

    return owner === undefined ? undefined : peerIdOfMember(owner.id)
  }

  handle (handler: CallHandler): () => void {
    if (typeof handler !== 'function') {
      throw new InvalidSettingError(`handler is ${handler === null ? 'null' : typeof handler}: must be a function`)
    }

    return this.#calls.handle(this.name, handler)
  }

  async request (keyOrPartition: string | Uint8Array | number, payload: Uint8Array, options: RequestOptions = {}): Promise<Uint8Array> {
    options.signal?.throwIfAborted()

    return await this.#calls.request(checkRequest(this, keyOrPartition, payload, options))
  }

  standbysOf (partition: number): PeerId[] {
    return this.#planning.standbysOf(partition)
  }

  explain (partition: number): Explanation | undefined {
    return this.#planning.explain(partition)
  }

  history (): TableRecord[] {
    return this.#planning.history()
  }

  async freeze (options?: AbortOptions): Promise<void> {
    await this.#planning.freeze(options)
  }

  async thaw (options?: AbortOptions): Promise<void> {
    await this.#planning.thaw(options)
  }

  async pin (partition: number, peer: PeerId, options?: AbortOptions): Promise<void> {
    await this.#planning.pin(partition, peer, options)
  }

  async unpin (partition: number, options?: AbortOptions): Promise<void> {
    await this.#planning.unpin(partition, options)
  }

  #refusal (partition: number, cause?: unknown): NotOwnerError {
    const owner = this.ownerOf(partition)?.toString()
    const named = `partition ${partition} of ${this.name}`
    const told = { group: this.name, partition, ...(owner === undefined ? {} : { owner }), ...(cause === undefined ? {} : { cause }) }

    if (!Number.isInteger(partition) || partition < 0 || partition >= this.partitions) {
      return new NotOwnerError(`there is no ${named}: there are 0 to ${this.partitions - 1}`, told)
    }
    if (this.token(partition) !== undefined) {
      return new NotOwnerError(`${named} is being handed over: begin nothing on it`, told)
    }

    return new NotOwnerError(`this member does not own ${named}: ${owner === undefined ? 'nobody is known to' : `${owner} does`}`, told)
  }
}

/** The partition of a key: the first 8 bytes of its SHA-256, big-endian, modulo the number of partitions. */
export function partitionOf (key: string | Uint8Array, partitions: number): number {
  const digest = sha256(typeof key === 'string' ? new TextEncoder().encode(key) : key)
  const first = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0)

  return Number(first % BigInt(partitions))
}
