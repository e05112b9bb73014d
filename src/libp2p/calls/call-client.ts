import { decodeCallReply, DecodeError, encodeCallRequest } from '../../wire/index.js'
import { readFrame, writeFrame } from './call-frame.js'
import { whenAborted } from './deadline.js'
import { Turns } from './turns.js'
import type { MemberId } from '../../core/index.js'
import type { CallReply, CallRequest } from '../../wire/index.js'
import type { Counters } from '../counters.js'
import type { Timers } from './timers.js'
import type { Stream } from '@libp2p/interface'

/** How long the other side may take to close a stream on which everything is said, in milliseconds. */
const CLOSE_TIMEOUT = 1_000

/** What came of asking one member once. After `lost`, it is certain that nothing was run only if it was not whole there. */
export type Outcome =
  | { readonly type: 'reply', readonly reply: CallReply & { readonly cause?: unknown } }
  | { readonly type: 'lost', readonly mayHaveRun: boolean, readonly error: unknown }

/** What the client is made with. */
export interface CallClientOptions {
  /** Opens a stream of the call protocol to a member. */
  readonly open: (to: MemberId) => Promise<Stream>
  /** Requests to one member at a time; more wait. */
  readonly perPeer: number
  readonly timers: Timers
  readonly counters: Counters
}

/** Asks other members, each request on a stream of its own. */
export class CallClient {
  readonly #options: CallClientOptions
  readonly #turns: Turns
  readonly #waiting = new Map<MemberId, Set<AbortController>>()

  constructor (options: CallClientOptions) {
    this.#options = options
    this.#turns = new Turns(options.perPeer)
  }

  /** Asks a member once. Never rejects; ends when the signal says so, or when the member is given up. */
  async ask (to: MemberId, request: CallRequest, signal: AbortSignal): Promise<Outcome> {
    const ended = new AbortController()
    const waiting = this.#waiting.get(to) ?? new Set()
    const callOff = whenAborted(signal, () => { ended.abort(signal.reason) })

    this.#waiting.set(to, waiting.add(ended))

    try {
      return await this.#askInTurn(to, request, ended.signal)
    } catch (error) {
      return { type: 'lost', mayHaveRun: false, error }
    } finally {
      callOff()
      waiting.delete(ended)
      if (waiting.size === 0) this.#waiting.delete(to)
    }
  }

  /** A member is held dead: nobody waits for its answers any more. */
  giveUp (member: MemberId): void {
    for (const ended of this.#waiting.get(member) ?? []) {
      ended.abort(new Error(`${member} is held dead`))
    }
  }

  async #askInTurn (to: MemberId, request: CallRequest, signal: AbortSignal): Promise<Outcome> {
    const end = await this.#turns.take(to, signal)

    try {
      return await this.#exchange(await this.#open(to, signal), encodeCallRequest(request), signal)
    } finally {
      end()
    }
  }

  /** Opens a stream; one that comes too late is closed at once. */
  async #open (to: MemberId, signal: AbortSignal): Promise<Stream> {
    const opening = this.#options.open(to)
    const { promise: ended, reject } = Promise.withResolvers<never>()
    const callOff = whenAborted(signal, () => { reject(signal.reason) })

    try {
      return await Promise.race([opening, ended])
    } catch (error) {
      opening.then(stream => { stream.abort(asError(error)) }, () => undefined)
      throw error
    } finally {
      callOff()
    }
  }

  async #exchange (stream: Stream, bytes: Uint8Array, signal: AbortSignal): Promise<Outcome> {
    let isWhole = false
    const callOff = whenAborted(signal, () => { stream.abort(asError(signal.reason)) })

    try {
      // Read from the beginning: a refusal can come before all is written. What fails in writing ends the reading too.
      writeFrame(stream, bytes, () => { isWhole = true }).catch(error => { stream.abort(asError(error)) })
      const reply = decodeCallReply(await readFrame(stream))
      this.#release(stream)

      return { type: 'reply', reply }
    } catch (error) {
      if (error instanceof DecodeError) {
        this.#options.counters.count('decode:error')
      }
      stream.abort(asError(error))

      return { type: 'lost', mayHaveRun: isWhole, error: signal.aborted ? signal.reason : error }
    } finally {
      callOff()
    }
  }

  /** Everything is said on a stream: what is still being written is not needed, and the other side has to close it. */
  #release (stream: Stream): void {
    if (stream.writeStatus === 'writable') {
      stream.abort(new Error('the answer is there'))
    } else if (stream.status === 'open') {
      const callOff = this.#options.timers.after(CLOSE_TIMEOUT, () => { stream.abort(new Error('the other side did not close the stream')) })
      stream.addEventListener('close', callOff, { once: true })
    }
  }
}

function asError (error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
