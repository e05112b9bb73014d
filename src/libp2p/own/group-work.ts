import { HandlerExistsError, PartitionLostError, PartitionRevokedError, UnknownGroupError } from '../../errors.js'
import { toEpochInfo } from '../public-view.js'
import { checkHandler } from './own-options.js'
import { PartitionWork } from './partition-work.js'
import { unlessAborted } from './patience.js'
import { lostBy, revokedBy } from './reasons.js'
import { checkSeen } from './seen.js'
import { StartQueue } from './start-queue.js'
import type { Section } from './fence.js'
import type { Life } from './life.js'
import type { HandlerInit } from './own-options.js'
import type { Workplace } from './partition-work.js'
import type { PartitionEvent } from './reasons.js'
import type { Startable } from './start-queue.js'
import type { Surroundings } from './surroundings.js'
import type { OwnOptions, OwnRegistration, PartitionFailure, PartitionHandler } from '../../api.js'
import type { AbortOptions } from '@libp2p/interface'

/** What the work of a group is made with. */
export interface GroupWorkOptions {
  readonly group: string
  /** Whether this member works for the group. */
  readonly isWorker: boolean
  /** How long the cluster waits for a handler to stop, in milliseconds. */
  readonly handoffTimeout: number
  readonly surroundings: Surroundings
  readonly onFailure: (failure: PartitionFailure) => void
}

/** A handler that is attached. */
interface Attached extends HandlerInit {
  /** Set once it is being taken away. */
  stopped: Promise<void> | undefined
}

/** The work on all partitions of a group. It lives as long as the node does, through all its starts and stops. */
export class GroupWork implements Workplace {
  readonly group: string
  readonly surroundings: Surroundings
  readonly #options: GroupWorkOptions
  readonly #works = new Map<number, PartitionWork>()
  readonly #queue: StartQueue
  #attached: Attached | undefined
  #life: Life | undefined

  constructor (options: GroupWorkOptions) {
    this.#options = options
    this.group = options.group
    this.surroundings = options.surroundings
    this.#queue = new StartQueue(options.surroundings)
  }

  get handler (): HandlerInit | undefined {
    return this.#attached?.stopped === undefined ? this.#attached : undefined
  }

  /** How many partitions there is anything to remember of. */
  get size (): number {
    return this.#works.size
  }

  /** See `OwnedGroup.own()`. */
  own (handler: PartitionHandler, options: OwnOptions = {}): OwnRegistration {
    const init = checkHandler(handler, options)

    if (!this.#options.isWorker) {
      throw new UnknownGroupError(`this member does not work for group ${this.group}: name it in the member's groups`)
    }
    if (this.#attached !== undefined) {
      throw new HandlerExistsError(`group ${this.group} has a handler already: await stop() of its registration first`)
    }
    const attached: Attached = { ...init, stopped: undefined }
    this.#attached = attached

    for (const { partition, token } of this.#life?.core.owned(this.group) ?? []) {
      this.#assign(partition, token)?.await()
    }

    return { stop: async stopOptions => { await this.#stop(attached, stopOptions) } }
  }

  /** A life of the member has begun. */
  begin (life: Life): void {
    this.end()
    this.#life = life
  }

  /** It is over: nothing is this member's any more, and nobody is told. */
  end (): void {
    this.#life = undefined

    for (const work of [...this.#works.values()]) {
      work.close(new PartitionLostError(`this member takes no part any more, and owns nothing of ${this.group}: stop at once`))
    }
  }

  /** Follows what the core says of a partition. */
  take (event: PartitionEvent): void {
    const { type, partition, token } = event
    const work = this.#works.get(partition)

    switch (type) {
      case 'partition:assign': if (this.handler !== undefined) this.#assign(partition, token); break
      case 'partition:revoke': if (work === undefined) this.released(partition, token); else work.revoke(token, revokedBy(event, this.#deadline())); break
      case 'partition:lost': work?.lose(lostBy(event), token); break
      default: throw new TypeError(`there is no partition event of type ${String(type satisfies never)}`)
    }
  }

  /** Lets a fenced function in, if this member owns the partition. */
  enter (partition: number): Section | undefined {
    const life = this.#life
    const token = life?.core.tokenOf(this.group, partition)
    // The event that announces it can still be on its way.
    const work = token === undefined ? undefined : this.#assign(partition, token)
    const tenure = token === undefined ? undefined : work?.tenureOf(token)

    if (work === undefined || tenure === undefined) {
      return undefined
    }
    const controller = tenure.enter()

    return {
      token: tenure.token,
      signal: controller.signal,
      isOwner: () => life === this.#life && life?.core.tokenOf(this.group, partition) === tenure.token,
      report: seen => { if (life === this.#life) this.reportFenced(partition, seen) },
      leave: () => { work.leave(tenure, controller) }
    }
  }

  /** See `OwnedGroup.reportFenced()`. */
  reportFenced (partition: number, seen: bigint): boolean {
    checkSeen(seen)
    const token = this.#life?.core.tokenOf(this.group, partition)
    const isNews = token !== undefined && seen > token

    if (isNews) {
      this.#life?.fenced(this.group, partition, seen)
    }

    return isNews
  }

  enqueue (work: Startable): void {
    this.#queue.add(work)
  }

  forget (partition: number, work: Startable): void {
    if (this.#works.get(partition) === work) {
      this.#works.delete(partition)
    }
  }

  released (partition: number, token: bigint): void {
    this.#life?.released(this.group, partition, token)
  }

  failed (partition: number, token: bigint): void {
    this.#life?.failed(this.group, partition, token)
  }

  threw (failure: PartitionFailure): void {
    this.#options.onFailure(failure)
  }

  /** The leader's settings decide; those of all members are alike. */
  #deadline (): number {
    return this.surroundings.unixMs() + this.#options.handoffTimeout
  }

  #assign (partition: number, token: bigint): PartitionWork | undefined {
    const table = this.#life?.core.table(this.group)

    if (table === undefined) {
      return undefined
    }
    const work = this.#works.get(partition) ?? new PartitionWork(this, partition)
    this.#works.set(partition, work)
    work.assign(token, toEpochInfo(table.epoch))

    return work
  }

  async #stop (attached: Attached, { signal }: AbortOptions = {}): Promise<void> {
    signal?.throwIfAborted()
    attached.stopped ??= this.#stopAll()
    await unlessAborted(attached.stopped, signal)
  }

  async #stopAll (): Promise<void> {
    // In a later turn: a handler that is just being called can be the one that asks for it.
    await Promise.resolve()
    const works = [...this.#works.values()]

    for (const work of works) {
      work.stop(new PartitionRevokedError(`the handler of group ${this.group} is taken away: stop in order`, 'stopped'))
    }
    await Promise.all(works.map(({ call }) => call))
    this.#attached = undefined
  }
}
