import { pause } from './cast.js'
import { faultsFor, shuffled } from './faults.js'
import type { Actor, Cast } from './cast.js'
import type { Chance, Fault } from './faults.js'
import type { Deed } from './judge.js'

/** How often a second fault comes while the first one lasts, and how often the next one comes before all is well again. */
const SECOND = 0.3
const IMPATIENT = 0.25

/** From one moment to another, in Unix milliseconds. */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Faults one after the other, and now and then two at once. The chance decides which, whom, and how long. */
export class Script {
  /** What was done, in that order. */
  readonly deeds: Deed[] = []
  /** When the last fault was over. */
  healedAt = 0
  /** The times in which everything was in order: partitions moved, and everybody stopped before anybody else began. */
  readonly orderly: Span[] = []
  /** How long it took after which faults until all was well. */
  readonly settled: Array<{ readonly kind: string, readonly ms: number }> = []
  /** After which faults it took too long until all was well. */
  readonly slow: string[] = []
  readonly #cast: Cast
  readonly #chance: Chance
  readonly #boundMs: number
  /** The faults that are still to come before any of them comes again. */
  #left: Fault[] = []
  readonly #busy = new Set<number>()
  readonly #lasting = new Set<Fault>()

  constructor (cast: Cast, chance: Chance, boundMs: number) {
    this.#cast = cast
    this.#chance = chance
    this.#boundMs = boundMs
  }

  /** Goes on for so long, and then until all is well. */
  async run (forMs: number): Promise<void> {
    let isCalm = await this.#settle('start')
    const end = performance.now() + forMs

    while (performance.now() < end) {
      const from = Date.now()
      const first = this.#do()
      const second = this.#chance() < SECOND ? pause(this.#chance() * 2_000).then(async () => await this.#do()) : undefined
      const faults = (await Promise.all([first, second])).filter(fault => fault !== undefined)
      const wasCalm = isCalm

      if (this.#chance() < IMPATIENT) {
        await pause(this.#chance() * 1_000)
        isCalm = false
      } else {
        isCalm = await this.#settle(faults.map(({ kind }) => kind).join(' and '))
      }
      // On a machine that is too busy somebody may be held dead without a fault; then nobody is waited for.
      if (wasCalm && faults.every(({ isInOrder }) => isInOrder === true) && !this.#cast.deaths.some(at => at >= from)) {
        this.orderly.push({ from, to: Date.now() })
      }
    }

    await this.#settle('the last of all')
  }

  /** Does the next fault to members that are in none, if there are enough. */
  async #do (): Promise<Fault | undefined> {
    const free = shuffled(this.#cast.running.filter(({ index }) => !this.#busy.has(index)), this.#chance)
    const fault = this.#next(free)

    if (fault === undefined) {
      return undefined
    }

    const { leader } = this.#cast
    const actors = [...(fault.isOfLeader === true && leader !== undefined ? [leader] : []), ...free.filter(actor => fault.isOfLeader !== true || actor !== leader)].slice(0, fault.uses)
    actors.forEach(({ index }) => { this.#busy.add(index) })
    this.#lasting.add(fault)
    this.deeds.push({ kind: fault.kind, at: Date.now() })
    console.log(`${new Date().toISOString().slice(11, 23)} ${fault.kind}: ${actors.map(({ index }) => index).join(' ')}`)
    await fault.apply(this.#cast, actors as [Actor, Actor], this.#chance)
    actors.forEach(({ index }) => { this.#busy.delete(index) })
    this.#lasting.delete(fault)

    return fault
  }

  /** All faults once, in an order of chance, before one comes again. One member is left alone in any case. */
  #next (free: readonly Actor[]): Fault | undefined {
    if (this.#left.length === 0) {
      this.#left = shuffled(faultsFor(this.#cast), this.#chance)
    }
    const hasLeader = free.some(actor => actor === this.#cast.leader)
    const index = this.#left.findIndex(fault => fault.uses < free.length && (fault.isOfLeader !== true || hasLeader) && !this.#lasting.has(fault))

    return index === -1 ? undefined : this.#left.splice(index, 1)[0]
  }

  /** Waits until all is well again, and says whether it is. */
  async #settle (what: string): Promise<boolean> {
    this.healedAt = Date.now()
    const isWell = await this.#cast.whole(this.healedAt, this.#boundMs)
    this.settled.push({ kind: what, ms: Date.now() - this.healedAt })

    if (!isWell) {
      this.slow.push(`not-whole-again: within ${this.#boundMs} ms after ${what} (${new Date(this.healedAt).toISOString()})`)
    }

    return isWell
  }
}
