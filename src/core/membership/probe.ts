import { shuffled } from '../random.js'
import { isLive } from './member.js'
import { Ways } from './ways.js'
import type { Context } from '../context.js'
import type { Ack, Nack } from '../messages.js'
import type { MemberId, Millis } from '../types.js'
import type { Dissemination } from './dissemination.js'
import type { Health } from './health.js'
import type { Hearing } from './hearing.js'
import type { Membership } from './membership.js'

const PERIOD = 'probe:period'
const TIMEOUT = 'probe:timeout'

/** The probe that is under way: at most one. */
interface Attempt {
  readonly seq: number
  readonly target: MemberId
  /** A restarted target is another one: the old probe says nothing about it. */
  readonly generation: number
  readonly startedAt: Millis
  readonly endsAt: Millis
  readonly relays: readonly MemberId[]
  /** The relays that found the target silent. */
  readonly nacks: ReadonlySet<MemberId>
}

/** The parts of the core that a probe works with. */
export interface ProbeParts {
  readonly membership: Membership
  readonly dissemination: Dissemination
  readonly health: Health
  readonly hearing: Hearing
}

/**
 * Probes one member in each period: a direct ping, then through others, then suspicion (SWIM 3.1). Targets come round
 * robin over a shuffled list, so that every member is probed within a bounded time (SWIM 4.3).
 */
export class Probe {
  readonly #context: Context
  readonly #membership: Membership
  readonly #dissemination: Dissemination
  readonly #health: Health
  readonly #hearing: Hearing
  readonly #ways = new Ways()
  #order: MemberId[] = []
  #position = 0
  #seq: number
  #attempt: Attempt | undefined
  #seen = -1

  constructor (context: Context, parts: ProbeParts) {
    this.#context = context
    this.#membership = parts.membership
    this.#dissemination = parts.dissemination
    this.#health = parts.health
    this.#hearing = parts.hearing
    this.#seq = context.random.below(0x8000_0000)
  }

  /** The first probe comes at a random point of the period: members that start together must not probe together. */
  start (now: Millis): void {
    this.#context.timers.set(PERIOD, now + this.#context.random.fraction() * this.#context.settings.probeInterval)
  }

  /** Runs the timer of that name if it is one of ours. */
  wake (now: Millis, timer: string): boolean {
    if (timer === PERIOD) {
      this.#judge(now)
      this.#context.timers.set(PERIOD, now + this.#health.interval)
      this.#ping(now)
    } else if (timer === TIMEOUT) {
      this.#askOthers(now)
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
    this.#health.improve()
    this.#learnWay(attempt.target, from)

    return true
  }

  /** Takes a relay's word that the target is silent. With everybody's, there is nothing left to wait for. */
  refuse (now: Millis, from: MemberId, { seq, target }: Nack): void {
    const attempt = this.#attempt

    if (attempt === undefined || seq !== attempt.seq || target !== attempt.target || !attempt.relays.includes(from)) {
      this.#context.outbox.trace('probe:late-nack', from)
      return
    }
    const nacks = new Set([...attempt.nacks, from])
    this.#attempt = { ...attempt, nacks }

    if (nacks.size === attempt.relays.length && this.#context.applies('probe:early-verdict')) {
      this.#judge(now)
    }
  }

  /** A probe that is still under way has failed. */
  #judge (now: Millis): void {
    const attempt = this.#attempt
    const row = attempt === undefined ? undefined : this.#context.members.get(attempt.target)
    this.#attempt = undefined

    if (attempt === undefined || row === undefined || !isLive(row) || row.generation !== attempt.generation) {
      return
    }
    this.#context.outbox.trace('probe:failed', row.id)
    this.#health.worsen(this.#doubt(attempt))

    if (this.#hearing.isForsaken(now)) {
      this.#health.reset()
    }
    if (this.#hearing.saysNothing(now, attempt.startedAt)) {
      this.#context.outbox.trace('probe:deaf', row.id)
    } else if (this.#context.applies('probe:accuses')) {
      this.#membership.accuse(now, row, 'suspect')
      if (this.#context.applies('relay:remembered')) {
        this.#ways.miss(row.id, attempt.relays.length)
      }
    }
  }

  /**
   * What a failed probe says against this member itself. Lifeguard counts every relay that gave no sign (IV-A); but after
   * a split most relays are on the other side, and one that answers shows as well as three that this side is in order.
   */
  #doubt ({ relays, nacks }: Attempt): number {
    if (relays.length === 0 || !this.#context.applies('nack')) {
      return 1
    }

    return this.#context.applies('nack:one-is-enough') ? Number(nacks.size === 0) : relays.length - nacks.size
  }

  #learnWay (target: MemberId, from: MemberId): void {
    if (from === target || !this.#context.applies('relay:remembered')) {
      this.#ways.forget(target)
    } else {
      this.#ways.find(target, from)
    }
  }

  #ping (now: Millis): void {
    const target = this.#nextTarget()
    const row = target === undefined ? undefined : this.#context.members.get(target)

    if (row === undefined) {
      return
    }
    this.#attempt = {
      seq: this.nextSeq(), target: row.id, generation: row.generation, startedAt: now, endsAt: now + this.#health.interval, relays: [], nacks: new Set()
    }
    this.#context.timers.set(TIMEOUT, now + this.#health.timeout(this.#context.links.has(row.id)))
    this.#context.outbox.send(row.id, {
      type: 'ping', seq: this.#attempt.seq, head: this.#context.head(), updates: this.#dissemination.take(row.id)
    })
  }

  #askOthers (now: Millis): void {
    if (this.#attempt === undefined || !this.#context.applies('probe:indirect')) {
      return
    }
    const { seq, target, endsAt } = this.#attempt
    const relays = this.#relaysTo(target)
    const patience = Math.max(0, Math.floor(endsAt - now))

    this.#attempt = { ...this.#attempt, relays }
    this.#context.outbox.trace('probe:indirect', target)
    for (const relay of relays) {
      this.#context.outbox.send(relay, { type: 'ping-req', seq, target, patience, updates: this.#dissemination.take(relay) })
    }
  }

  #relaysTo (target: MemberId): MemberId[] {
    const { members, random, self, settings } = this.#context
    const candidates = members.livePeers(self).filter(row => row.id !== target && row.state === 'alive').map(row => row.id)
    const way = this.#ways.to(target)
    const known = way !== undefined && candidates.includes(way) ? [way] : []

    return [...known, ...shuffled(candidates.filter(id => id !== way), random)].slice(0, this.#ways.width(target, settings.indirectProbes))
  }

  /** Members that ended since the last round are left out as they come up; each round is shuffled anew. */
  #nextTarget (): MemberId | undefined {
    this.#includeNewcomers()

    if (!this.#context.applies('probe:round-robin')) {
      return this.#context.members.livePeers(this.#context.self)[0]?.id
    }
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
