import { RELAYS_MAX } from '../limits.js'
import type { Context } from '../context.js'
import type { Ack, PingReq } from '../messages.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Probe } from './probe.js'

interface Relayed {
  readonly origin: MemberId
  readonly originSeq: number
  readonly target: MemberId
  readonly until: Millis
}

/** Probes that this member carries out for others; each is forgotten when its asker no longer waits. */
export class Relay {
  readonly #context: Context
  readonly #probe: Probe
  readonly #dissemination: Dissemination
  /** By our own number, in the order in which they end. */
  readonly #relayed = new Map<number, Relayed>()

  constructor (context: Context, probe: Probe, dissemination: Dissemination) {
    this.#context = context
    this.#probe = probe
    this.#dissemination = dissemination
  }

  /** Pings the target for the asker. A negative answer to the asker (Lifeguard IV-A, nack) belongs here. */
  request (now: Millis, from: MemberId, { seq, target }: PingReq): void {
    this.#forget(now)

    if (this.#relayed.size >= RELAYS_MAX) {
      this.#context.outbox.trace('probe:relays-full', from)
      return
    }

    const own = this.#probe.nextSeq()
    this.#relayed.set(own, { origin: from, originSeq: seq, target, until: now + this.#context.settings.probeInterval })
    this.#context.outbox.send(target, {
      type: 'ping', seq: own, head: this.#context.head(), updates: this.#dissemination.take(target)
    })
  }

  /** Passes the answer on; false if it is not to a probe of ours. */
  acknowledge (from: MemberId, ack: Ack): boolean {
    const relayed = this.#relayed.get(ack.seq)

    if (relayed === undefined || relayed.target !== from || ack.target !== from) {
      return false
    }
    this.#relayed.delete(ack.seq)
    this.#context.outbox.send(relayed.origin, {
      type: 'ack', seq: relayed.originSeq, target: relayed.target, head: this.#context.head(), updates: this.#dissemination.take(relayed.origin)
    })

    return true
  }

  #forget (now: Millis): void {
    for (const [seq, { until }] of this.#relayed) {
      if (until > now) {
        return
      }
      this.#relayed.delete(seq)
    }
  }
}
