import type { Millis } from '../../core/index.js'
import type { Surroundings } from './surroundings.js'

/** How long handlers are called in one round of the event loop, in milliseconds: probes must be answered in between. */
export const SLICE = 8

/** Something that can be begun. */
export interface Startable {
  start (): void
}

/** Begins things in the order in which they came, some in each round of the event loop. */
export class StartQueue {
  readonly #surroundings: Pick<Surroundings, 'clock' | 'afterRound'>
  readonly #waiting = new Set<Startable>()
  #isDue = false

  constructor (surroundings: Pick<Surroundings, 'clock' | 'afterRound'>) {
    this.#surroundings = surroundings
  }

  /** What waits already keeps its place. */
  add (startable: Startable): void {
    this.#waiting.add(startable)
    this.#schedule()
  }

  #schedule (): void {
    if (!this.#isDue && this.#waiting.size > 0) {
      this.#isDue = true
      this.#surroundings.afterRound(() => { this.#round() })
    }
  }

  #round (): void {
    const end: Millis = this.#surroundings.clock() + SLICE
    this.#isDue = false

    for (const startable of this.#waiting) {
      this.#waiting.delete(startable)
      startable.start()

      if (this.#surroundings.clock() >= end) break
    }
    this.#schedule()
  }
}
