import { UPDATES_MAX } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import type { MemberId, Message, Millis } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, RowChange, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'

/** What a member may have and say. */
export interface TrafficBounds {
  /** Messages that one member sends in one window. */
  readonly messages: number
  /** Milliseconds. */
  readonly window: Millis
  /** Members that exist besides those of the simulation: a scenario's own claims. */
  readonly strangers: number
  /** After the last fault, when no message carries news any more. */
  readonly quiet: Millis
}

/** An accusation against the receiver goes first and is not counted by the core's own bound. */
const PIGGYBACK_MAX = UPDATES_MAX + 1

/** Steps of one member in one instant; beyond it time will never go on. */
const STEPS_MAX = 10_000

/** A member never comes to rest: the simulation's time stands still, and there is nothing left but to end the run. */
export class StandstillError extends Error {
  static override name = 'StandstillError'

  constructor (message = 'A member never comes to rest') {
    super(message)
    this.name = 'StandstillError'
  }
}

interface Meter {
  since: Millis
  messages: number
  at: Millis
  steps: number
}

/** That views and traffic stay small, and that a calm cluster has nothing to say but that it lives. */
export class Bounds implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #bounds: TrafficBounds
  readonly #meters = new WeakMap<SimulatedMember, Meter>()
  readonly #rows = new WeakMap<SimulatedMember, Set<MemberId>>()
  readonly #ids = new Set<MemberId>()

  constructor (findings: Findings, truth: GroundTruth, bounds: TrafficBounds) {
    this.#findings = findings
    this.#truth = truth
    this.#bounds = bounds
  }

  row ({ at, member, before, after }: RowChange): void {
    const rows = this.#rows.get(member) ?? new Set<MemberId>()
    const id = (after ?? before)?.id ?? ''

    if (after === undefined) {
      rows.delete(id)
    } else {
      rows.add(id)
    }
    this.#rows.set(member, rows)
    this.#ids.add(member.id)

    if (rows.size > this.#ids.size + this.#bounds.strangers) {
      this.#findings.add({ invariant: INVARIANTS.rows, at, member: member.id, what: `it has ${rows.size} rows, and there are ${this.#ids.size} members` })
    }
  }

  step ({ at, member, effects, simulation }: Step): void {
    const meter = this.#meterOf(at, member)
    const sent = effects.filter(effect => effect.type === 'send' || effect.type === 'publish')

    meter.messages += sent.length
    if (meter.steps > STEPS_MAX) {
      this.#findings.add({ invariant: INVARIANTS.traffic, at, member: member.id, what: `it takes ${meter.steps} steps in one instant` })
      throw new StandstillError(`${member.id} takes ${meter.steps} steps at ${at} ms`)
    }
    if (meter.messages > this.#bounds.messages) {
      this.#findings.add({ invariant: INVARIANTS.traffic, at, member: member.id, what: `it says ${meter.messages} things within ${this.#bounds.window} ms` })
      meter.messages = -Infinity
    }
    for (const effect of sent) {
      // Who is believed dead is told so when it is tried again.
      const isToTheDead = effect.type === 'send' && simulation.members.get(effect.to)?.running !== true
      this.#weigh(at, member, effect.message, isToTheDead)
    }
  }

  #meterOf (at: Millis, member: SimulatedMember): Meter {
    const former = this.#meters.get(member)
    const meter = former !== undefined && at - former.since < this.#bounds.window ? former : { since: at, messages: 0, at, steps: 0 }

    meter.steps = at === meter.at ? meter.steps + 1 : 0
    meter.at = at
    this.#meters.set(member, meter)

    return meter
  }

  #weigh (at: Millis, member: SimulatedMember, message: Message, isToTheDead: boolean): void {
    const updates = newsIn(message)

    if (message.type !== 'delta' && updates > PIGGYBACK_MAX) {
      this.#findings.add({ invariant: INVARIANTS.traffic, at, member: member.id, what: `a ${message.type} carries ${updates} updates` })
    }
    if (!isToTheDead && this.#truth.isSettled(at, this.#bounds.quiet) && (updates > 0 || (message.type !== 'ping' && message.type !== 'ack'))) {
      this.#findings.add({ invariant: INVARIANTS.quiet, at, member: member.id, what: `it sends a ${message.type} with ${updates} updates` })
    }
  }
}

function newsIn (message: Message): number {
  return 'updates' in message ? message.updates.length : 0
}
