import { afterLoop } from '../driver.js'
import type { Millis } from '../../core/index.js'

/** Time and chance, for those who decide when a handler is called. */
export interface Surroundings {
  /** Milliseconds that only go on. */
  readonly clock: () => Millis
  /** The wall clock, in Unix milliseconds. */
  readonly unixMs: () => number
  /** Runs a task later, unless the function that it returns is called before. */
  readonly after: (delay: Millis, task: () => void) => () => void
  /** Runs a task after the event loop has looked at its timers and at its sockets once more. */
  readonly afterRound: (task: () => void) => void
  /** From 0 to below 1. */
  readonly random: () => number
}

/** Those of the process. */
export const PROCESS: Surroundings = {
  clock: () => performance.now(),
  unixMs: Date.now,
  after: (delay, task) => {
    const timer = setTimeout(task, delay)
    return () => { clearTimeout(timer) }
  },
  afterRound: afterLoop,
  random: Math.random
}
