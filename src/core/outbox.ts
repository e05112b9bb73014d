import type { Effect, Topic } from './effects.js'
import type { Mark } from './marks.js'
import type { Message } from './messages.js'
import type { CoreEvent, MemberId, StoredRecord } from './types.js'

/** Where the parts of the core put their effects; emptied at the end of each step. */
export class Outbox {
  #effects: Effect[] = []

  send (to: MemberId, message: Message): void {
    this.#effects.push({ type: 'send', to, message })
  }

  publish (topic: Topic, message: Message): void {
    this.#effects.push({ type: 'publish', topic, message })
  }

  store (record: StoredRecord, holds: boolean): void {
    this.#effects.push({ type: 'store', record, holds })
  }

  bootstrap (): void {
    this.#effects.push({ type: 'bootstrap' })
  }

  emit (event: CoreEvent): void {
    this.#effects.push({ type: 'emit', event })
  }

  trace (mark: Mark, member?: MemberId): void {
    this.#effects.push(member === undefined ? { type: 'trace', mark } : { type: 'trace', mark, member })
  }

  take (): Effect[] {
    const effects = this.#effects
    this.#effects = []
    return effects
  }
}
