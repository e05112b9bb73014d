import { decodeCallRequest, DecodeError, encodeCallReply } from '../../wire/index.js'
import { callProtocol } from '../protocols.js'
import { FrameTooLargeError, readFrame, writeFrame } from './call-frame.js'
import type { MemberId } from '../../core/index.js'
import type { CallRefusal, CallReply } from '../../wire/index.js'
import type { Counters } from '../counters.js'
import type { CallDesk } from './call-desk.js'
import type { Timers } from './timers.js'
import type { Connection, Logger, PeerId, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/** What keeps callers from using this member up. */
export interface CallBounds {
  /** Calls of one peer that run at a time. */
  readonly perPeer: number
  /** Calls of all peers that run at a time. */
  readonly all: number
  /** How long a request may take to arrive whole, and a reply to be taken, in milliseconds. */
  readonly transfer: number
}

/** The bounds of a member. */
export const CALL_BOUNDS: CallBounds = { perPeer: 128, all: 512, transfer: 5_000 }

/** What the server is made with. */
export interface CallServerOptions {
  readonly cluster: string
  readonly registrar: Registrar
  readonly desk: CallDesk
  /** Whether the peer is a live member in our view. */
  readonly isMember: (id: MemberId) => boolean
  readonly timers: Timers
  readonly bounds: CallBounds
  readonly counters: Counters
  readonly log: Logger
}

/**
 * Takes calls of other members: one request on a stream, one reply.
 *
 * ```
 * A --request--> B    A closes its side
 * A <---reply--- B    B closes its side
 * ```
 *
 * A refusal for who asks, or for how many do, comes before anything is read.
 */
export class CallServer {
  readonly #options: CallServerOptions
  readonly #streams = new Set<Stream>()
  readonly #runningOf = new Map<MemberId, number>()
  #running = 0

  constructor (options: CallServerOptions) {
    this.#options = options
  }

  async open (): Promise<void> {
    const { cluster, registrar, bounds } = this.#options

    // Above the bound there is a margin: libp2p resets one too many without a word, and a refusal has a name.
    await registrar.handle(callProtocol(cluster), (stream, connection) => { void this.#serve(stream, connection) }, {
      maxInboundStreams: 2 * bounds.perPeer,
      maxOutboundStreams: 2 * bounds.perPeer,
      runOnLimitedConnection: true
    })
  }

  /** Takes no more streams; those that there are go on. */
  async close (): Promise<void> {
    await this.#options.registrar.unhandle(callProtocol(this.#options.cluster))
  }

  /** Cuts off what still goes on. */
  abort (): void {
    for (const stream of this.#streams) {
      stream.abort(new Error('this member stops'))
    }
  }

  async #serve (stream: Stream, connection: Connection): Promise<void> {
    const { timers, bounds } = this.#options
    const { remotePeer } = connection
    const refusal = this.#refusalOf(remotePeer.toString())
    const visit = new Visit(stream, timers)

    this.#streams.add(stream)
    visit.whenOver(() => { this.#streams.delete(stream) })

    if (refusal !== undefined) {
      // What it sends all the same must not pile up here.
      stream.pause()
      visit.limit(bounds.transfer)
      await this.#guard(stream, async () => { await writeFrame(stream, encodeCallReply(refusal)) })
      return
    }

    this.#enter(remotePeer.toString(), 1)
    await this.#guard(stream, async () => { await this.#take(stream, remotePeer, visit) })
    this.#enter(remotePeer.toString(), -1)
    visit.limit(bounds.transfer)
  }

  async #take (stream: Stream, from: PeerId, visit: Visit): Promise<void> {
    const { desk, bounds, counters } = this.#options

    visit.limit(bounds.transfer, () => { counters.count('call:slow') })
    const request = decodeCallRequest(await readFrame(stream))
    visit.limit(request.patience, () => { counters.count('call:overdue') })
    const reply = await desk.answer(request, from, visit.signal)

    if (!visit.signal.aborted) {
      visit.limit(bounds.transfer)
      await writeFrame(stream, encodeCallReply(reply))
    }
  }

  #refusalOf (from: MemberId): CallReply | undefined {
    const { isMember, bounds, counters } = this.#options
    const refuse = (reason: CallRefusal): CallReply => ({ type: 'refusal', reason, epoch: 0n })

    if (!isMember(from)) {
      counters.count('call:stranger')
      return refuse('not-member')
    }
    if (this.#running >= bounds.all || (this.#runningOf.get(from) ?? 0) >= bounds.perPeer) {
      counters.count('call:busy')
      return refuse('busy')
    }

    return undefined
  }

  #enter (from: MemberId, change: 1 | -1): void {
    const count = (this.#runningOf.get(from) ?? 0) + change
    this.#running += change

    if (count > 0) {
      this.#runningOf.set(from, count)
    } else {
      this.#runningOf.delete(from)
    }
  }

  /** Ends the stream with what goes wrong on it, and counts it. */
  async #guard (stream: Stream, task: () => Promise<void>): Promise<void> {
    const { counters, log } = this.#options

    try {
      await task()
    } catch (error) {
      if (error instanceof DecodeError) {
        counters.count('decode:error')
      } else if (error instanceof FrameTooLargeError) {
        counters.count('call:too-large')
      }
      log('call was not answered - %e', error)
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    }
  }
}

/** One stream from its opening to its close: with one limit at a time, after which it is cut off. */
class Visit {
  readonly #over = new AbortController()
  readonly #stream: Stream
  readonly #timers: Timers
  #callOff: (() => void) | undefined

  constructor (stream: Stream, timers: Timers) {
    this.#stream = stream
    this.#timers = timers
    stream.addEventListener('close', () => { this.#end() }, { once: true })
  }

  /** Aborts when the stream is closed: the caller has gone, or got its answer. */
  get signal (): AbortSignal {
    return this.#over.signal
  }

  /** Sets how long the stream may go on, in place of the limit before. */
  limit (ms: number, onReached?: () => void): void {
    this.#callOff?.()

    if (!this.#isOver()) {
      this.#callOff = this.#timers.after(ms, () => {
        onReached?.()
        this.#stream.abort(new Error(`the time on this stream is over: ${ms} ms`))
      })
    }
  }

  whenOver (task: () => void): void {
    if (this.#isOver()) {
      task()
    } else {
      this.signal.addEventListener('abort', task, { once: true })
    }
  }

  /** A stream can have closed before anybody listened. */
  #isOver (): boolean {
    return this.signal.aborted || (this.#stream.status !== 'open' && this.#stream.status !== 'closing')
  }

  #end (): void {
    this.#callOff?.()
    this.#over.abort(new Error('nobody waits for the answer'))
  }
}
