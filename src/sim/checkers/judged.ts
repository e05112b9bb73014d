import type { Millis } from '../../core/index.js'

/** How much of a run the checkers of the detector had to judge: what they excuse by faults proves nothing. */
export interface Judged {
  /**
   * Milliseconds while faults went on, added up over pairs of running members, in which one had no excuse to declare the
   * other dead.
   */
  readonly fairTime: Millis
  /** The same with an excuse. */
  readonly excusedTime: Millis
  /** Healthy members that came to be suspected by somebody who would have had no excuse to declare them dead. */
  readonly suspicions: number
  /** Members that somebody declared dead: that had ended; that ran, with an excuse; and that ran, without one. */
  readonly deaths: { readonly right: number, readonly excused: number, readonly wrong: number }
  /** Observers of a process that ended: who had to know by a time of the clock, and who by a number of its own probes. */
  readonly endings: { readonly closing: number, readonly silent: number, readonly probed: number }
}

/** Counts for `Judged`. */
export class JudgedCounts implements Judged {
  fairTime: Millis = 0
  excusedTime: Millis = 0
  suspicions = 0
  readonly deaths = { right: 0, excused: 0, wrong: 0 }
  readonly endings = { closing: 0, silent: 0, probed: 0 }
}
