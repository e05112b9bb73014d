import type { Mark, StrictMark } from '../core/index.js'

/**
 * Every choice and refusal of the libp2p driver that is worth counting, by name: the continuation of the core's
 * `MARKS`.
 */
export const DRIVER_MARKS = [
  // what peers send
  'decode:error',
  'seal:invalid',
  'claim:known',
  'gossip:unsigned',
  'gossip:not-originator',
  'gossip:wrong-type',
  // connections and streams
  'connection:junk',
  'dial:refused',
  'dial:timeout',
  'dial:failed',
  'stream:timeout',
  'stream:failed',
  'address:invalid',
  'link:evicted',
  'outbox:dropped',
  'frame:too-large',
  'publish:failed',
  'publish:notice',
  // calls that came in
  'call:stranger',
  'call:busy',
  'call:slow',
  'call:too-large',
  'call:wrong-partition',
  'call:not-owner',
  'call:behind',
  'call:no-handler',
  'call:failed',
  'call:answer-too-large',
  'call:overdue',
  // calls that went out
  'call:redirected',
  'call:retried',
  'call:unknown',
  // strict mode
  'strict:stranger',
  'strict:store-failed',
  'strict:fence-ignored',
  // this member itself
  'effects:dropped',
  'store:garbage',
  'store:failed'
] as const

/** The name of one choice or refusal of the driver. */
export type DriverMark = typeof DRIVER_MARKS[number]

/** How often each choice and refusal happened. */
export class Counters {
  readonly #counts = new Map<Mark | StrictMark | DriverMark, number>()

  count (name: Mark | StrictMark | DriverMark): void {
    this.#counts.set(name, this.of(name) + 1)
  }

  of (name: Mark | StrictMark | DriverMark): number {
    return this.#counts.get(name) ?? 0
  }

  /** All that happened at least once, by name. */
  all (): Record<string, number> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a < b ? -1 : 1))
  }
}
