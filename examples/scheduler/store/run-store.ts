import type { Fence } from '../../fence/fenced-error.js'

/** One run: a job at one tick. There is at most one of them, ever. */
export interface Run {
  readonly job: string
  /** Milliseconds since 1970, a multiple of the length of a tick. */
  readonly tick: number
}

/** How a run ended. */
export type Outcome = 'done' | 'failed' | 'timed-out' | 'aborted'

/** A run as it is stored. */
export interface StoredRun extends Run, Fence {
  /** Undefined while it runs, and for ever if its owner ended before it did. */
  readonly outcome?: Outcome
}

/**
 * Where runs are stored. All writes carry the fence of their writer.
 *
 * @throws {FencedError} of every write, when the database has seen a later owner of the partition
 */
export interface RunStore {
  /**
   * Tells the database that the partition has this owner, so that former ones are refused before the first run.
   *
   * @returns the first tick at which anybody owned the partition: runs before that were nobody's duty
   */
  claim (fence: Fence, tick: number): Promise<number>
  /** Stores that a run begins; false if it has begun already, here or elsewhere: it must not be started then. */
  begin (fence: Fence, run: Run): Promise<boolean>
  /** Stores how a run ended; only the ownership that began it can. */
  end (fence: Fence, run: Run, outcome: Outcome): Promise<void>
  /** All runs, in the order of ticks and jobs. */
  runs (): Promise<StoredRun[]>
  close (): Promise<void>
}
