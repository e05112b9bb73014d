import { Chance, wholeMicros } from './chance.js'
import { NETWORK_DEFAULTS } from './options.js'
import type { MemberId, Millis } from '../core/index.js'
import type { Fault } from './faults.js'
import type { NetworkOptions } from './options.js'

/** How likely each thing is in one tick, and how bad it gets. */
export interface ChaosRates {
  /** Length of a tick. */
  readonly tick: Millis
  /** Probability that the network becomes another one, and the worst that it can become. */
  readonly network: number
  readonly lossMax: number
  readonly duplicationMax: number
  readonly jitterMax: Millis
  /** Probability of a cut, of whichever shape. */
  readonly partition: number
  readonly heal: number
  readonly degrade: number
  /** A process ends, or a machine. */
  readonly crash: number
  /** One that is down comes back, with its disk or without. */
  readonly restart: number
  readonly leave: number
  readonly pause: number
  readonly resume: number
  readonly stall: number
  readonly stallMax: Millis
  readonly block: number
  readonly unblock: number
  readonly slow: number
  readonly clock: number
  /** How far the rate of a clock may be from 1, and how far a wall clock may be set. */
  readonly rateErrorMax: number
  readonly stepMax: Millis
  readonly update: number
  /** So many members are up at any time. */
  readonly upMin: number
}

/** Rates as of al8n's VOPR for memberlist, and a few kinds of faults that it does not have. */
export const CHAOS_DEFAULTS: ChaosRates = {
  tick: 100,
  network: 0.02,
  lossMax: 0.6,
  duplicationMax: 0.15,
  jitterMax: 120,
  partition: 0.02,
  heal: 0.05,
  degrade: 0.01,
  crash: 0.01,
  restart: 0.05,
  leave: 0.005,
  pause: 0.01,
  resume: 0.05,
  stall: 0.02,
  stallMax: 3_000,
  block: 0.01,
  unblock: 0.05,
  slow: 0.01,
  clock: 0.01,
  rateErrorMax: 1e-3,
  stepMax: 3_600_000,
  update: 0.01,
  upMin: 2
}

/** Questions that are asked in one tick. */
const SLOTS = 16

/** How long after the end those are started again who were still leaving then. */
const LAST_START = 10_000

/** What a schedule of chaos is made for. */
export interface ChaosOptions {
  readonly ids: readonly MemberId[]
  /** How long faults happen; at its end all is mended and everybody started. */
  readonly duration: Millis
  readonly rates?: Partial<ChaosRates>
  /** Members that no fault names, on one side of every cut: whatever becomes of the others, these have each other. */
  readonly spared?: readonly MemberId[]
  /** The network at the end. */
  readonly network?: Partial<NetworkOptions>
}

/**
 * A list of faults of every kind, from one seed. A third of the seeds has them at the rates given, the others at a third
 * and at a tenth of those, so that some outages last until they are noticed and some do not.
 */
export function chaosSchedule (seed: number, options: ChaosOptions): Fault[] {
  return new ChaosScheduler(new Chance(seed, 'chaos'), options).schedule()
}

/** One member that ends at that instant, of whom nobody knows which: with its machine, or its process alone. */
export function chaosCoda (seed: number, ids: readonly MemberId[], at: Millis): Fault {
  const chance = new Chance(seed, 'coda')
  return { at, kind: chance.pick(['crash', 'power-off'] as const), member: chance.pick(ids) }
}

class ChaosScheduler {
  readonly #chance: Chance
  readonly #options: ChaosOptions
  readonly #rates: ChaosRates
  readonly #pace: number
  /** Those whom faults name. */
  readonly #victims: readonly MemberId[]
  readonly #spared: readonly MemberId[]
  readonly #faults: Fault[] = []
  readonly #down = new Set<MemberId>()
  readonly #paused = new Set<MemberId>()
  readonly #blocked = new Set<MemberId>()
  readonly #slow = new Set<MemberId>()
  #isCut = false
  #at: Millis = 0

  constructor (chance: Chance, options: ChaosOptions) {
    this.#chance = chance
    this.#options = options
    this.#rates = { ...CHAOS_DEFAULTS, ...options.rates }
    this.#spared = options.spared ?? []
    this.#victims = options.ids.filter(id => !this.#spared.includes(id))
    this.#pace = chance.pick([1, 1 / 3, 1 / 10])
  }

  schedule (): Fault[] {
    const { tick } = this.#rates

    for (let from = 0; from < this.#options.duration; from += tick) {
      this.#tick(from)
    }
    this.#at = this.#options.duration
    this.#calm()

    return this.#faults.sort((a, b) => a.at - b.at)
  }

  #tick (from: Millis): void {
    const rates = this.#rates
    let slot = 0
    // One slot for each question, so that what is decided later happens later.
    const happens = (probability: number): boolean => {
      this.#at = wholeMicros(from + (slot++ + this.#chance.fraction()) / SLOTS * rates.tick)
      return this.#chance.happens(probability * this.#pace)
    }

    if (happens(rates.network)) this.#faults.push({ at: this.#at, kind: 'network', options: this.#network() })
    if (happens(rates.partition)) this.#partition()
    if (this.#isCut && happens(rates.heal)) this.#heal()
    if (happens(rates.degrade)) this.#degrade()
    if (happens(rates.crash)) this.#endOne([this.#chance.happens(0.3) ? 'power-off' : 'crash'])
    if (happens(rates.leave)) this.#endOne(['leave'])
    if (happens(rates.restart)) this.#restartOne()
    if (happens(rates.pause)) this.#disable(this.#paused, 'pause')
    if (happens(rates.resume)) this.#enable(this.#paused, 'resume')
    if (happens(rates.block)) this.#disable(this.#blocked, 'block')
    if (happens(rates.unblock)) this.#enable(this.#blocked, 'unblock')
    if (happens(rates.slow)) this.#slowOne()
    if (happens(rates.stall)) this.#push('stall', { duration: wholeMicros(this.#chance.fraction() * rates.stallMax) })
    if (happens(rates.clock)) this.#setClock()
    if (happens(rates.update)) this.#push('update', { metadata: `v${this.#faults.length}` })
  }

  #push<K extends 'stall' | 'update' | 'clock'> (kind: K, rest: Omit<Extract<Fault, { kind: K }>, 'at' | 'kind' | 'member'>): void {
    this.#faults.push({ at: this.#at, kind, member: this.#chance.pick(this.#victims), ...rest } as Fault)
  }

  #network (): Partial<NetworkOptions> {
    const { lossMax, duplicationMax, jitterMax } = this.#rates
    const latency = { min: 0.2, max: wholeMicros(1 + this.#chance.fraction() * jitterMax) }

    return {
      latency,
      loss: this.#chance.fraction() * lossMax,
      duplication: this.#chance.fraction() * duplicationMax,
      reordering: this.#chance.happens(0.5),
      tail: { share: this.#chance.pick([0, 0.01, 0.1]), scale: 10 * latency.max }
    }
  }

  #partition (): void {
    const at = this.#at
    const [a, b] = this.#sides()
    this.#isCut = true

    switch (this.#chance.below(4)) {
      case 0: this.#faults.push({ at, kind: 'split', sides: [a, b] }); break
      case 1: this.#faults.push({ at, kind: 'cut-one-way', from: a, to: b }); break
      case 2: this.#faults.push({ at, kind: 'flip-flop', a, b, period: wholeMicros(100 + this.#chance.fraction() ** 2 * 10_000) }); break
      default: {
        const pairs = a.flatMap(from => b.filter(() => this.#chance.happens(0.5)).map(to => [from, to] as const))
        this.#faults.push({ at, kind: 'cut-partial', pairs })
      }
    }
  }

  /** Two sides, neither of them empty. */
  #sides (): [MemberId[], MemberId[]] {
    const order = this.#chance.shuffled(this.#victims)
    const size = 1 + this.#chance.below(Math.max(1, order.length - (this.#spared.length > 0 ? 0 : 1)))

    return [order.slice(0, size), [...order.slice(size), ...this.#spared]]
  }

  #heal (): void {
    this.#isCut = false
    this.#faults.push({ at: this.#at, kind: 'heal' })
  }

  /** Ends with the next heal. */
  #degrade (): void {
    const [members] = this.#sides()

    this.#isCut = true
    this.#faults.push({ at: this.#at, kind: 'degrade', members, loss: this.#chance.fraction(), latency: { min: 0, max: wholeMicros(this.#chance.fraction() * 1_000) } })
  }

  #active (): MemberId[] {
    return this.#victims.filter(id => !this.#down.has(id) && !this.#paused.has(id))
  }

  #endOne (kinds: ReadonlyArray<'crash' | 'power-off' | 'leave'>): void {
    const active = this.#active()

    if (active.length > 0 && active.length + this.#spared.length > this.#rates.upMin) {
      const member = this.#chance.pick(active)
      this.#down.add(member)
      this.#blocked.delete(member)
      this.#slow.delete(member)
      this.#faults.push({ at: this.#at, kind: this.#chance.pick(kinds), member })
    }
  }

  #restartOne (): void {
    const down = [...this.#down]

    if (down.length > 0) {
      const member = this.#chance.pick(down)
      this.#down.delete(member)
      this.#faults.push({ at: this.#at, kind: this.#chance.happens(0.3) ? 'start-empty' : 'start', member })
    }
  }

  #disable (disabled: Set<MemberId>, kind: 'pause' | 'block'): void {
    const active = this.#active().filter(id => !disabled.has(id))

    if (active.length > 0 && active.length + this.#spared.length > this.#rates.upMin) {
      const member = this.#chance.pick(active)
      disabled.add(member)
      this.#faults.push({ at: this.#at, kind, member })
    }
  }

  #enable (disabled: Set<MemberId>, kind: 'resume' | 'unblock'): void {
    const [member] = this.#chance.shuffled([...disabled])

    if (member !== undefined) {
      disabled.delete(member)
      this.#faults.push({ at: this.#at, kind, member })
    }
  }

  #slowOne (): void {
    const [member] = this.#chance.shuffled(this.#active())

    if (member !== undefined) {
      const isOver = this.#slow.delete(member)
      if (!isOver) this.#slow.add(member)
      this.#faults.push({ at: this.#at, kind: 'slow', member, stall: isOver ? 0 : 50 + this.#chance.below(400), every: 500 + this.#chance.below(1_000) })
    }
  }

  #setClock (): void {
    const { rateErrorMax, stepMax } = this.#rates
    const around = (): number => 2 * this.#chance.fraction() - 1

    this.#push('clock', { rate: 1 + around() * rateErrorMax, step: Math.round(around() * stepMax) })
  }

  /** Everything mended, everybody there. */
  #calm (): void {
    const at = this.#at
    const network: Partial<NetworkOptions> = { ...NETWORK_DEFAULTS, ...this.#options.network }

    this.#faults.push({ at, kind: 'network', options: network }, { at, kind: 'heal' })
    for (const member of this.#options.ids) {
      this.#faults.push(
        { at, kind: 'resume', member }, { at, kind: 'unblock', member }, { at, kind: 'slow', member, stall: 0, every: 1 }, { at, kind: 'start', member },
        { at: at + LAST_START, kind: 'start', member }
      )
    }
  }
}
