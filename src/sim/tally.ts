import type { Message } from '../core/index.js'
import type { Fault } from './faults.js'
import type { Fate, Passage } from './observer.js'

/** What has happened so far, in numbers. */
export interface Stats {
  /** Steps of all cores. */
  readonly steps: number
  /** Messages on connections and hops of publications, with what became of them known. */
  readonly messages: number
  readonly bytes: number
  readonly byType: ReadonlyMap<Message['type'], { readonly messages: number, readonly bytes: number }>
  /** By what became of them; `delivered` among them. */
  readonly byFate: ReadonlyMap<Fate, number>
  /** What did not arrive, by reason. */
  readonly dropped: Readonly<Record<Exclude<Fate, 'delivered' | 'duplicated'>, number>>
  /** How often a fault of each kind hit somebody. */
  readonly faults: ReadonlyMap<Fault['kind'], number>
}

/** Counts for `Stats`. */
export class Tally implements Stats {
  steps = 0
  messages = 0
  bytes = 0
  readonly byType = new Map<Message['type'], { messages: number, bytes: number }>()
  readonly byFate = new Map<Fate, number>()
  readonly faults = new Map<Fault['kind'], number>()

  get dropped (): Stats['dropped'] {
    const count = (fate: Fate): number => this.byFate.get(fate) ?? 0
    return { lost: count('lost'), cut: count('cut'), filtered: count('filtered'), undialled: count('undialled'), ended: count('ended') }
  }

  passage ({ message, bytes, fate }: Omit<Passage, 'at'>): void {
    const ofType = this.byType.get(message.type)

    this.messages++
    this.bytes += bytes
    this.byFate.set(fate, (this.byFate.get(fate) ?? 0) + 1)
    if (ofType === undefined) {
      this.byType.set(message.type, { messages: 1, bytes })
    } else {
      ofType.messages++
      ofType.bytes += bytes
    }
  }

  fault (kind: Fault['kind']): void {
    this.faults.set(kind, (this.faults.get(kind) ?? 0) + 1)
  }
}
