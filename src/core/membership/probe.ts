import { shuffled } from '../random.js'
import { isLive } from './member.js'
import { Round } from './round.js'
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
  /** How long the relays will have. */
  readonly patience: Millis
  readonly relays: readonly MemberId[]
  /** The relays that found the target silent. */
  readonly nacks: ReadonlySet<MemberId>
  /** The target said something, if not this answer. */
  readonly isHeard: boolean
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
 * robin in a random order, so that every member is probed within a bounded time (SWIM 4.3).
 */
export class Probe {
  readonly #context: Context
  readonly #membership: Membership
  readonly #dissemination: Dissemination
  readonly #health: Health
  readonly #hearing: Hearing
  readonly #ways = new Ways()
  #round = new Round()
  #seq: number
  #attempt: Attempt | undefined

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
    this.#health.improve()
    this.#learnWay(attempt.target, from)

    return true
  }

  /** A member that says anything is there: its answer, or the ping, went with a connection that ended. */
  hear (from: MemberId): void {
    if (this.#attempt?.target === from && this.#context.applies('probe:heard')) {
      this.#attempt = { ...this.#attempt, isHeard: true }
    }
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

    if (attempt === undefined || attempt.isHeard || row === undefined || !isLive(row) || row.generation !== attempt.generation) {
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
    const timeout = this.#health.timeout(this.#context.links.has(row.id))
    const patience = Math.max(0, Math.floor(this.#health.interval - timeout))

    this.#attempt = { seq: this.nextSeq(), target: row.id, generation: row.generation, startedAt: now, patience, relays: [], nacks: new Set(), isHeard: false }
    this.#context.timers.set(TIMEOUT, now + timeout)
    this.#context.outbox.send(row.id, {
      type: 'ping', seq: this.#attempt.seq, head: this.#context.head(), updates: this.#dissemination.take(row.id)
    })
  }

  #askOthers (): void {
    if (this.#attempt === undefined || !this.#context.applies('probe:indirect')) {
      return
    }
    const { seq, target, patience } = this.#attempt
    const relays = this.#relaysTo(target)

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

  /** Everybody in turn; each round goes in another order, and takes in whoever comes while it is under way. */
  #nextTarget (): MemberId | undefined {
    const { applies, members, self } = this.#context
    const arrivals = members.takeArrivals()

    if (!applies('probe:round-robin')) {
      return members.livePeers(self)[0]?.id
    }
    if (this.#round.left > 0) {
      this.#round.include(arrivals)
    }
    const next = this.#drawLive()

    if (next === undefined) {
      this.#round = new Round(members.ranking)
    }

    return next ?? this.#drawLive()
  }

  #drawLive (): MemberId | undefined {
    const { members, random, self } = this.#context

    for (let id = this.#round.draw(random); id !== undefined; id = this.#round.draw(random)) {
      const row = members.get(id)

      if (row !== undefined && isLive(row) && id !== self) {
        return id
      }
    }

    return undefined
  }
}
