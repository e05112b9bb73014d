import { ticksBetween } from './ticks.js'
import type { Run, StoredRun } from './store/run-store.js'

/** What a job itself has left behind. */
export interface Greeting extends Run {
  readonly token: string
}

/** What a demonstration is judged by. */
export interface Evidence {
  readonly jobs: readonly string[]
  /** What the database has. */
  readonly runs: readonly StoredRun[]
  /** What the jobs have left behind: they may have run without the database knowing. */
  readonly greetings: readonly Greeting[]
  /** The ticks that are judged, from one to another, both included. */
  readonly first: number
  readonly last: number
  readonly tickMs: number
}

/** What came of it. */
export interface JudgedRuns {
  readonly isExactlyOnce: boolean
  readonly ticks: number
  /** How many runs there had to be, and were. */
  readonly runs: number
  /** A job at a tick that never ran. */
  readonly missing: readonly Run[]
  /** Begun, and never ended: its owner was killed meanwhile. */
  readonly interrupted: readonly Run[]
  /** A job that ran more than once at a tick, or under another token than the database has. */
  readonly twice: readonly Run[]
}

/** Whether every job ran exactly once at every tick, by the database and by what the jobs themselves have left. */
export function judge ({ jobs, runs, greetings, first, last, tickMs }: Evidence): JudgedRuns {
  const ticks = ticksBetween(first, last, tickMs)
  const wanted = ticks.flatMap(tick => jobs.map(job => ({ job, tick })))
  const stored = Map.groupBy(runs, keyOf)
  const greeted = Map.groupBy(greetings, keyOf)

  const missing = wanted.filter(run => stored.get(keyOf(run)) === undefined || greeted.get(keyOf(run)) === undefined)
  const interrupted = wanted.filter(run => stored.get(keyOf(run))?.some(({ outcome }) => outcome !== 'done'))
  // Over all, and not only the judged ticks: nothing may ever run twice.
  const twice = [...greeted.entries()].filter(([key, each]) => each.length > 1 || each[0]?.token !== stored.get(key)?.[0]?.token).map(([, [run]]) => run as Run)

  return {
    isExactlyOnce: wanted.length > 0 && missing.length + interrupted.length + twice.length === 0,
    ticks: ticks.length, runs: wanted.length, missing, interrupted, twice
  }
}

function keyOf ({ job, tick }: Run): string {
  return `${tick} ${job}`
}
