import type { Context } from '../context.js'
import type { Input } from '../effects.js'
import type { Millis } from '../types.js'
import type { LettingGo } from './letting-go.js'
import type { Ownership } from './ownership.js'

/** What an application says of a partition that it works on. */
export type WorkInput = Extract<Input, { type: 'released' | 'failed' | 'fenced' }>

/** Takes what the application says of its partitions. What it says of others, or too late, changes nothing. */
export class Work {
  readonly #context: Context
  readonly #ownership: Ownership
  readonly #lettingGo: LettingGo

  constructor (context: Context, ownership: Ownership, lettingGo: LettingGo) {
    this.#context = context
    this.#ownership = ownership
    this.#lettingGo = lettingGo
  }

  take (now: Millis, input: WorkInput): void {
    const isKnown = input.type === 'fenced' ? this.#fence(now, input) : this.#ownership.letGo(input.group, input.partition, input.token, input.type === 'failed')

    if (!isKnown) {
      this.#context.outbox.trace('handoff:unknown-work')
    }
  }

  #fence (now: Millis, { group, partition, seen }: Extract<WorkInput, { type: 'fenced' }>): boolean {
    const token = this.#ownership.held(group).get(partition)

    if (token === undefined || seen <= token) {
      return false
    }
    this.#lettingGo.fence(now, group, partition, token, seen)

    return true
  }
}
