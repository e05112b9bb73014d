import { wholeMicros } from './chance.js'
import type { Millis } from '../core/index.js'

/** Something that is going to happen, unless it is called off. */
export interface Appointment {
  readonly at: Millis
  /** Among equals in time the smaller goes first; then the one made first. */
  readonly rank: number
  readonly order: number
  /** Undefined once it is called off. */
  action: (() => void) | undefined
}

/** What is going to happen, by time: a binary heap. */
export class EventQueue {
  readonly #heap: Appointment[] = []
  #order = 0

  get size (): number {
    return this.#heap.length
  }

  /** How many there have been. */
  get pushed (): number {
    return this.#order
  }

  push (at: Millis, action: () => void, rank = 0): Appointment {
    const appointment: Appointment = { at: wholeMicros(at), rank, order: this.#order++, action }

    this.#heap.push(appointment)
    this.#rise(this.#heap.length - 1)

    return appointment
  }

  /** The next one; what was called off is dropped on the way. */
  peek (): Appointment | undefined {
    while (this.#heap[0] !== undefined && this.#heap[0].action === undefined) {
      this.pop()
    }

    return this.#heap[0]
  }

  pop (): Appointment | undefined {
    const first = this.#heap[0]
    const last = this.#heap.pop()

    if (last !== undefined && this.#heap.length > 0) {
      this.#heap[0] = last
      this.#sink()
    }

    return first
  }

  #rise (start: number): void {
    const heap = this.#heap
    const item = heap[start] as Appointment
    let index = start

    while (index > 0) {
      const parent = (index - 1) >>> 1
      const above = heap[parent] as Appointment

      if (!isBefore(item, above)) {
        break
      }
      heap[index] = above
      index = parent
    }
    heap[index] = item
  }

  #sink (): void {
    const heap = this.#heap
    const item = heap[0] as Appointment
    const { length } = heap
    let index = 0

    for (let child = 1; child < length; child = 2 * index + 1) {
      if (child + 1 < length && isBefore(heap[child + 1] as Appointment, heap[child] as Appointment)) {
        child++
      }
      const below = heap[child] as Appointment

      if (!isBefore(below, item)) {
        break
      }
      heap[index] = below
      index = child
    }
    heap[index] = item
  }
}

function isBefore (a: Appointment, b: Appointment): boolean {
  return a.at !== b.at ? a.at < b.at : a.rank !== b.rank ? a.rank < b.rank : a.order < b.order
}
