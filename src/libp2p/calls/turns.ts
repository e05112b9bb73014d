import { whenAborted } from './deadline.js'
import type { MemberId } from '../../core/index.js'

/** Lets a member be asked so many things at a time; more wait their turn. It would refuse them otherwise. */
export class Turns {
  readonly #max: number
  readonly #queues = new Map<MemberId, { running: number, readonly waiting: Set<() => void> }>()

  constructor (max: number) {
    this.#max = max
  }

  /** Waits for a turn; the function returned ends it, and has to be called once. Rejects with the reason of the signal. */
  async take (member: MemberId, signal: AbortSignal): Promise<() => void> {
    const queue = this.#queues.get(member) ?? { running: 0, waiting: new Set() }
    this.#queues.set(member, queue)

    if (queue.running < this.#max) {
      queue.running++
    } else {
      await this.#wait(queue.waiting, signal)
    }

    return () => {
      const [next] = queue.waiting

      if (next !== undefined) {
        // Handed over as it is: nobody comes in between.
        queue.waiting.delete(next)
        next()
      } else if (--queue.running === 0) {
        this.#queues.delete(member)
      }
    }
  }

  async #wait (waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const callOff = whenAborted(signal, () => {
      // Who has been handed the turn in the same moment keeps it, and gives it back.
      if (waiting.delete(resolve)) reject(signal.reason)
    })

    waiting.add(resolve)
    await promise.finally(callOff)
  }
}
