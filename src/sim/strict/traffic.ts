import type { Chance } from '../chance.js'
import type { MemberId, Millis, StrictMessage } from '../../core/index.js'

/** How the network is at the moment. */
export interface Weather {
  loss: number
  duplication: number
  /** How many messages are held up, and for how long at most. */
  late: number
  lateness: Millis
}

/** Nothing goes wrong. */
export const CALM: Readonly<Weather> = { loss: 0, duplication: 0, late: 0, lateness: 0 }

/** Takes messages from one node to another, or not: lost, late, out of order, twice, or stopped by a cut. */
export class Traffic {
  readonly #chance: Chance
  /** Directed links that are down, with how many faults hold them so. */
  readonly #cuts = new Map<string, number>()
  weather: Weather = { ...CALM }
  /** What a schedule does to single messages: how long one takes, or that it is lost. */
  steer: ((from: MemberId, to: MemberId, message: StrictMessage) => Millis | 'lost' | undefined) | undefined
  carried = 0

  constructor (chance: Chance) {
    this.#chance = chance
  }

  cut (from: MemberId, to: MemberId): void {
    const key = `${from}>${to}`
    this.#cuts.set(key, (this.#cuts.get(key) ?? 0) + 1)
  }

  mend (from: MemberId, to: MemberId): void {
    const key = `${from}>${to}`
    this.#cuts.set(key, (this.#cuts.get(key) ?? 0) - 1)
  }

  isCut (from: MemberId, to: MemberId): boolean {
    return (this.#cuts.get(`${from}>${to}`) ?? 0) > 0
  }

  /** After how long a message comes: once, twice or never. */
  delays (from: MemberId, to: MemberId, message: StrictMessage): Millis[] {
    const { loss, duplication } = this.weather
    const steered = this.steer?.(from, to, message)

    if (steered === 'lost' || (from !== to && this.isCut(from, to))) {
      return []
    }
    if (steered !== undefined) {
      return [steered]
    }
    if (from === to) {
      return [0.05]
    }
    if (this.#chance.fraction() < loss) {
      return []
    }
    this.carried += 1

    return this.#chance.fraction() < duplication ? [this.#delay(), this.#delay()] : [this.#delay()]
  }

  #delay (): Millis {
    const { late, lateness } = this.weather
    const usual = 0.3 + 4 * this.#chance.fraction()

    return this.#chance.fraction() < late ? usual + lateness * this.#chance.fraction() : usual
  }
}
