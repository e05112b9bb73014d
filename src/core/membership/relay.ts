import { RELAYS_MAX } from '../limits.js'
import type { Context } from '../context.js'
import type { Ack, PingReq } from '../messages.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Evidence } from './evidence.js'
import type { Membership } from './membership.js'
import type { Probe } from './probe.js'

const TIMER = 'relay:'

/**
 * When a silent target makes a nack, as a share of the time that the asker waits. Lifeguard's own implementation waits
 * for a whole probe timeout, so that at its default settings every nack comes too late.
 */
const NACK_SHARE = 0.8

/** Indirect probes for one asker at one time: it has one probe under way, and maybe a few that are late. */
const RELAYS_OF_ASKER_MAX = 16

/**
 * How long a target must have had for its silence to be evidence, as a share of what a probe leaves for its relays: an
 * asker that says it waits for nothing would else make witnesses of whom it asks.
 */
const FAIR_SHARE = 0.5

interface Relayed {
  readonly origin: MemberId
  readonly originSeq: number
  readonly target: MemberId
  readonly until: Millis
  /** Whether the target had the time to answer, so that its silence says something. */
  readonly isFair: boolean
  /** Whether the target was heard since. */
  isHeard: boolean
}

/** The parts of the core that a relay works with. */
export interface RelayParts {
  readonly membership: Membership
  readonly probe: Probe
  readonly dissemination: Dissemination
  readonly evidence: Evidence
}

/** Probes that this member carries out for others; each is forgotten when its asker no longer waits. */
export class Relay {
  readonly #context: Context
  readonly #membership: Membership
  readonly #probe: Probe
  readonly #dissemination: Dissemination
  readonly #evidence: Evidence
  /** By our own number, in the order in which they began. */
  readonly #relayed = new Map<number, Relayed>()

  constructor (context: Context, parts: RelayParts) {
    this.#context = context
    this.#membership = parts.membership
    this.#probe = parts.probe
    this.#dissemination = parts.dissemination
    this.#evidence = parts.evidence
  }

  /** Pings the target for the asker. */
  request (now: Millis, from: MemberId, { seq, target, patience }: PingReq): void {
    this.#forget(now)

    const { members } = this.#context

    if (members.get(from) === undefined || members.get(target) === undefined) {
      return
    }
    const asked = [...this.#relayed.values()].filter(({ origin }) => origin === from).length

    if (this.#relayed.size >= RELAYS_MAX || asked >= RELAYS_OF_ASKER_MAX) {
      this.#context.outbox.trace('probe:relays-full', from)
      return
    }

    const { applies, settings, timers } = this.#context
    const own = this.#probe.nextSeq()
    const longest = settings.probeInterval * (1 + settings.healthMax)
    const wait = applies('nack:early') ? NACK_SHARE * Math.min(patience, longest) : settings.probeTimeout
    const until = now + Math.max(wait, settings.probeInterval)
    const isFair = wait >= FAIR_SHARE * (settings.probeInterval - settings.probeTimeout)

    this.#relayed.set(own, { origin: from, originSeq: seq, target, until, isFair, isHeard: false })
    timers.set(TIMER + own, now + wait)
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
    this.#drop(ack.seq)
    this.#context.outbox.send(relayed.origin, {
      type: 'ack', seq: relayed.originSeq, target: relayed.target, head: this.#context.head(), updates: this.#dissemination.take(relayed.origin)
    })

    return true
  }

  /** The member was heard: it is not silent, whatever becomes of the probe. */
  hear (id: MemberId): void {
    for (const relayed of this.#relayed.values()) {
      relayed.isHeard ||= relayed.target === id
    }
  }

  /** The target was silent: says so to the asker, and remembers it as an observation of its own. */
  wake (now: Millis, timer: string): boolean {
    if (!timer.startsWith(TIMER)) {
      return false
    }
    const relayed = this.#relayed.get(Number(timer.slice(TIMER.length)))
    const row = relayed === undefined ? undefined : this.#context.members.get(relayed.target)

    if (relayed !== undefined && this.#context.applies('nack')) {
      this.#context.outbox.send(relayed.origin, { type: 'nack', seq: relayed.originSeq, target: relayed.target })
    }
    if (row !== undefined && relayed?.isFair === true && !relayed.isHeard) {
      this.#evidence.note(now, row.id)

      if (row.state === 'suspect' && this.#evidence.has(now, row)) {
        this.#membership.accuse(now, row, 'suspect')
      }
    }

    return true
  }

  #forget (now: Millis): void {
    for (const [seq, { until }] of this.#relayed) {
      if (until <= now) {
        this.#drop(seq)
      }
    }
  }

  #drop (seq: number): void {
    this.#relayed.delete(seq)
    this.#context.timers.cancel(TIMER + seq)
  }
}
