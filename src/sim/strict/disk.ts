import type { Millis, Random, VoterRecord } from '../../core/index.js'

/** A store that takes its time. Writes end in order; a crash in between keeps some of them, from the first on. */
export class SlowDisk {
  readonly id: string
  readonly #random: Random
  readonly #slow: number
  #kept: VoterRecord | undefined
  #waiting: VoterRecord[] = []
  #freeAt: Millis = 0

  /** `slow`: which part of the writes takes up to 0.8 s. */
  constructor (id: string, random: Random, slow: number) {
    this.id = id
    this.#slow = slow
    this.#random = random
  }

  get kept (): VoterRecord | undefined {
    return this.#kept
  }

  /** Begins a write; returns when it ends. */
  write (now: Millis, record: VoterRecord): Millis {
    const slow = this.#random.fraction() < this.#slow ? 800 : 8

    this.#waiting.push(record)
    this.#freeAt = Math.max(this.#freeAt, now) + 0.5 + slow * this.#random.fraction()

    return this.#freeAt
  }

  /** The oldest write has ended. Returns its record. */
  end (): VoterRecord | undefined {
    const record = this.#waiting.shift()
    this.#kept = record ?? this.#kept
    return record
  }

  crash (): void {
    const survivors = this.#random.below(this.#waiting.length + 1)

    this.#kept = this.#waiting[survivors - 1] ?? this.#kept
    this.#waiting = []
  }
}
