import { packToken } from '../../core/index.js'
import { CALL_ERROR_MAX, CALL_PAYLOAD_MAX } from '../../wire/index.js'
import { partitionOf } from '../group.js'
import { toEpochInfo } from '../public-view.js'
import { placesOf } from './route.js'
import type { MemberId, Table, Token } from '../../core/index.js'
import type { CallRefusal, CallReply, CallRequest } from '../../wire/index.js'
import type { Call, CallHandler } from '../../api.js'
import type { Counters } from '../counters.js'
import type { CallHandlers } from './call-handlers.js'
import type { Logger, PeerId } from '@libp2p/interface'

/** What a desk is made with. */
export interface DeskOptions {
  readonly self: MemberId
  readonly handlers: CallHandlers
  /** The newest table applied here. */
  readonly table: (group: string) => Table | undefined
  /** Under which token this member owns a partition, if it does. */
  readonly ownToken: (group: string, partition: number) => Token | undefined
  /** Somebody has a newer table of a group. */
  readonly onBehind: (group: string, from: MemberId) => void
  readonly counters: Counters
  readonly log: Logger
}

/** A reply, and here also what the handler threw. */
export type DeskReply = CallReply & { readonly cause?: unknown }

const REFUSAL_MARKS = { 'not-owner': 'call:not-owner', behind: 'call:behind', 'no-handler': 'call:no-handler' } as const

/** Where calls are answered, whether they come from other members or from this one. */
export class CallDesk {
  readonly #options: DeskOptions
  readonly #running = new Set<Promise<unknown>>()
  #isClosed = false

  constructor (options: DeskOptions) {
    this.#options = options
  }

  /** Runs the handler if this member holds the partition in the role asked for, and says what came of it. */
  async answer (request: CallRequest, from: PeerId, signal: AbortSignal): Promise<DeskReply> {
    const { handlers, onBehind, counters } = this.#options
    const table = this.#options.table(request.group)
    const epoch = table === undefined ? 0n : packToken(table.epoch)
    const refuse = (reason: CallRefusal & keyof typeof REFUSAL_MARKS): DeskReply => {
      counters.count(REFUSAL_MARKS[reason])
      return { type: 'refusal', epoch, reason }
    }
    const token = table === undefined ? undefined : this.#tokenOf(table, request)
    const handler = handlers.of(request.group)

    if (table === undefined || token === undefined) {
      if (request.epoch > epoch) {
        onBehind(request.group, from.toString())
        return refuse('behind')
      }
      return refuse('not-owner')
    }
    if (handler === undefined) {
      return refuse('no-handler')
    }

    const { key, partition, payload, role } = request
    const call = { ...(key === undefined ? {} : { key }), partition, token, payload, epoch: toEpochInfo(table.epoch), from, role, signal }

    return await this.#track(this.#run(handler, call, epoch))
  }

  /** From here on nothing is run. Waits until what runs has come to its end. */
  async close (): Promise<void> {
    this.#isClosed = true
    await Promise.allSettled(this.#running)
  }

  /** Under which token this member holds the partition in the role asked for, unless that is smaller than the one asked for. */
  #tokenOf (table: Table, { group, partition, role, key, token: least }: CallRequest): Token | undefined {
    if (partition >= table.partitions || (key !== undefined && partitionOf(key, table.partitions) !== partition)) {
      this.#options.counters.count('call:wrong-partition')
      return undefined
    }

    const token = this.#isClosed ? undefined : role === 'owner' ? this.#options.ownToken(group, partition) : this.#standbyToken(table, partition)

    return token === undefined || token < least ? undefined : token
  }

  #standbyToken (table: Table, partition: number): Token | undefined {
    return placesOf(table, partition).indexOf(this.#options.self) > 0 ? table.tokens[partition] : undefined
  }

  async #run (handler: CallHandler, call: Call, epoch: Token): Promise<DeskReply> {
    const { counters, log } = this.#options

    try {
      const payload: unknown = await handler(call)

      if (!(payload instanceof Uint8Array)) {
        throw new TypeError(`the handler returned ${payload === null ? 'null' : typeof payload}: must be a Uint8Array`)
      }
      if (payload.length <= CALL_PAYLOAD_MAX) {
        return { type: 'answer', epoch, payload }
      }
      counters.count('call:answer-too-large')
      log.error('an answer has %d bytes: must have at most %d', payload.length, CALL_PAYLOAD_MAX)
      return { type: 'too-large', epoch }
    } catch (cause) {
      counters.count('call:failed')
      log('a handler failed - %e', cause)
      return { type: 'failure', epoch, error: (cause instanceof Error ? cause.message : String(cause)).slice(0, CALL_ERROR_MAX), cause }
    }
  }

  async #track<T> (run: Promise<T>): Promise<T> {
    this.#running.add(run)

    try {
      return await run
    } finally {
      this.#running.delete(run)
    }
  }
}
