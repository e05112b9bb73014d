import { setTimeout as delay } from 'node:timers/promises'

/** The tick that a moment belongs to: ticks are multiples of their length since 1970, the same at every member. */
export function tickAt (now: number, length: number): number {
  return now - now % length
}

/** All ticks from one to another, both included. */
export function ticksBetween (first: number, last: number, length: number): number[] {
  return Array.from({ length: Math.max(0, Math.floor((last - first) / length) + 1) }, (_, index) => first + index * length)
}

/** How long to sleep at most: a clock that is set meanwhile is noticed after that. */
const NAP_MS = 1_000

/** The present tick, and then each as it comes, until the signal aborts. */
export async function * comingTicks (length: number, signal: AbortSignal, now: () => number = Date.now): AsyncGenerator<number> {
  let last = -Infinity

  while (!signal.aborted) {
    const moment = now()
    const tick = tickAt(moment, length)

    // From the clock, and not by adding up sleeps: those drift.
    if (tick > last) {
      last = tick
      yield tick
    } else {
      await delay(Math.min(NAP_MS, last + length - moment), undefined, { signal }).catch(() => undefined)
    }
  }
}
