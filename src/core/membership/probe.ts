import { shuffled } from '../random.js'
import { isLive } from './member.js'
import type { Context } from '../context.js'
import type { Ack } from '../messages.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Membership } from './membership.js'

const PERIOD = 'probe:period'
const TIMEOUT = 'probe:timeout'

/** The probe that is under way: at most one. */
interface Attempt {
  readonly seq: number
  readonly target: MemberId
  /** A restarted target is another one: the old probe says nothing about it. */
  readonly generation: number
  readonly relays: readonly MemberId[]
}

/**
 * Probes one member in each period: a direct ping, then through others, then suspicion (SWIM 3.1). Targets come round
 * robin over a shuffled list, so that every member is probed within a bounded time (SWIM 4.3).
 */
export class Probe {
  readonly #context: Context
  readonly #membership: Membership
  readonly #dissemination: Dissemination
  #order: MemberId[] = []
  #position = 0
  #seq: number
  #attempt: Attempt | undefined
  #seen = -1

  constructor (context: Context, membership: Membership, dissemination: Dissemination) {
    this.#context = context
    this.#membership = membership
    this.#dissemination = dissemination
    this.#seq = context.random.below(0x8000_0000)
  }

  /** The first probe comes at a random point of the period: members that start together must not probe together. */
  start (now: Millis): void {
    this.#context.timers.set(PERIOD, now + this.#context.random.fraction() * this.#context.settings.probeInterval)
  }

  /** Runs the timer of that name if it is one of ours. */
  wake (now: Millis, timer: string): boolean {
    if (timer === PERIOD) {
      this.#endPeriod(now)
      this.#context.timers.set(PERIOD, now + this.#context.settings.probeInterval)
    } else if (timer === TIMEOUT) {
      this.#askOthers()
    } else {
      return false
    }

    return true
  }

  /** Number of the next request: shared with the relayed probes, so that an ack answers one of them only. */
  nextSeq (): number {
    this.#seq = (this.#seq + 1) % 0x1_0000_0000
    return this.#seq
  }

  /** Takes the answer to the probe under way; false for any other. */
  acknowledge (from: MemberId, ack: Ack): boolean {
    const attempt = this.#attempt

    if (attempt === undefined || ack.seq !== attempt.seq || ack.target !== attempt.target) {
      return false
    }
    if (from !== attempt.target && !attempt.relays.includes(from)) {
      return false
    }
    this.#attempt = undefined
    this.#context.timers.cancel(TIMEOUT)

    return true
  }

  #endPeriod (now: Millis): void {
    const attempt = this.#attempt
    const row = attempt === undefined ? undefined : this.#context.members.get(attempt.target)
    this.#attempt = undefined

    if (attempt !== undefined && row?.state === 'alive' && row.generation === attempt.generation) {
      this.#context.outbox.trace('probe:failed', row.id)
      this.#membership.accuse(now, row, 'suspect')
    }
    this.#ping(now)
  }

  #ping (now: Millis): void {
    const target = this.#nextTarget()
    const row = target === undefined ? undefined : this.#context.members.get(target)

    if (row === undefined) {
      return
    }
    this.#attempt = { seq: this.nextSeq(), target: row.id, generation: row.generation, relays: [] }
    this.#context.timers.set(TIMEOUT, now + this.#context.settings.probeTimeout)
    this.#context.outbox.send(row.id, {
      type: 'ping', seq: this.#attempt.seq, head: this.#context.head(), updates: this.#dissemination.take(row.id)
    })
  }

  #askOthers (): void {
    if (this.#attempt === undefined) {
      return
    }
    const { seq, target } = this.#attempt
    const candidates = this.#context.members.livePeers(this.#context.self).filter(row => row.id !== target && row.state === 'alive')
    const relays = shuffled(candidates, this.#context.random).slice(0, this.#context.settings.indirectProbes).map(row => row.id)

    this.#attempt = { ...this.#attempt, relays }
    this.#context.outbox.trace('probe:indirect', target)
    for (const relay of relays) {
      this.#context.outbox.send(relay, { type: 'ping-req', seq, target, updates: this.#dissemination.take(relay) })
    }
  }

  /** Members that ended since the last round are left out as they come up; each round is shuffled anew. */
  #nextTarget (): MemberId | undefined {
    this.#includeNewcomers()

    for (let step = this.#order.length; step >= 0; step--) {
      if (this.#position >= this.#order.length) {
        this.#order = shuffled(this.#context.members.livePeers(this.#context.self).map(row => row.id), this.#context.random)
        this.#position = 0
      }

      const id = this.#order[this.#position++]
      const row = id === undefined ? undefined : this.#context.members.get(id)

      if (row !== undefined && isLive(row)) {
        return row.id
      }
    }

    return undefined
  }

  /** A new member takes a random place in the round: at the end, its first probe would always come last (SWIM 4.3). */
  #includeNewcomers (): void {
    const { members, random, self } = this.#context

    if (members.revision === this.#seen) {
      return
    }
    this.#seen = members.revision
    const included = new Set(this.#order)

    for (const { id } of members.livePeers(self)) {
      if (!included.has(id)) {
        this.#order.splice(this.#position + random.below(this.#order.length - this.#position + 1), 0, id)
      }
    }
  }
}
