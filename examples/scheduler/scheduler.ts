import { once } from 'node:events'
import { FencedError, formatToken } from '../../src/index.js'
import { runChild } from './child.js'
import { comingTicks, tickAt, ticksBetween } from './ticks.js'
import type { OwnedPartition } from '../../src/index.js'
import type { Fence } from '../fence/fenced-error.js'
import type { ChildResult } from './child.js'
import type { Job } from './jobs.js'
import type { Outcome, Run, RunStore } from './store/run-store.js'

/** What a scheduler tells of its work. */
export type SchedulerLine =
  | { readonly event: 'took', readonly partition: number, readonly token: string, readonly jobs: number }
  | { readonly event: 'gave', readonly partition: number, readonly token: string, readonly reason: string }
  | { readonly event: 'ran', readonly job: string, readonly tick: number, readonly outcome: Outcome, readonly late: number, readonly stderr?: string }
  | { readonly event: 'fenced', readonly partition: number, readonly token: string, readonly seen: string }
  /** The store failed; the tick is tried again with the next one. */
  | { readonly event: 'store-failed', readonly partition: number, readonly reason: string }

/** What a scheduler needs. */
export interface SchedulerOptions {
  readonly store: RunStore
  readonly jobs: readonly Job[]
  /** This member, as the database is told. */
  readonly owner: string
  readonly tickMs: number
  /** How many missed ticks are made up for when a partition is taken over, or the store works again. */
  readonly catchUp: number
  /** The partition of a text. */
  readonly partitionOf: (text: string) => number
  readonly say: (line: SchedulerLine) => void
  /** @default runChild */
  readonly run?: (job: Job, run: Run, token: string, signal: AbortSignal) => Promise<ChildResult>
}

/** Runs the jobs of the partitions that this member owns: `group.own(scheduler.work)`. */
export class Scheduler {
  readonly #options: SchedulerOptions
  readonly #jobs: ReadonlyMap<number, readonly Job[]>

  constructor (options: SchedulerOptions) {
    this.#options = options
    this.#jobs = Map.groupBy(options.jobs, ({ id }) => options.partitionOf(id))
  }

  /** Works on one partition until the signal aborts, and returns when none of its children is left. */
  readonly work = async ({ partition, token, signal }: OwnedPartition): Promise<void> => {
    const { store, owner, tickMs, say } = this.#options
    const fence: Fence = { partition, token: formatToken(token), owner }
    const jobs = this.#jobs.get(partition) ?? []
    // A job that finds the fence closed ends the other jobs of the partition, and their children.
    const failing = new AbortController()
    const until = AbortSignal.any([signal, failing.signal])

    try {
      const since = await store.claim(fence, tickAt(Date.now(), tickMs))
      say({ event: 'took', partition, token: fence.token, jobs: jobs.length })

      // All of them, also after a failure: whoever is next begins when this returns, so nothing of it may still run here.
      const ends = await Promise.allSettled(jobs.map(async job => {
        await this.#keep(job, { fence, until, since }).catch((err: unknown) => {
          failing.abort(err)
          throw err
        })
      }))
      const failed = ends.find(({ status }) => status === 'rejected')

      if (failed !== undefined) {
        throw (failed as PromiseRejectedResult).reason
      }
      if (!signal.aborted) {
        await once(signal, 'abort')
      }
      say({ event: 'gave', partition, token: fence.token, reason: reasonOf(signal) })
    } catch (err) {
      if (err instanceof FencedError) {
        say({ event: 'fenced', partition, token: fence.token, seen: formatToken(err.seen) })
      }
      throw err
    }
  }

  /** Runs one job at each tick, one run after the other: a job never runs twice at once. */
  async #keep (job: Job, { fence, until, since }: Work): Promise<void> {
    const { store, tickMs, catchUp } = this.#options
    let next = since

    for await (const tick of comingTicks(tickMs, until)) {
      for (const due of ticksBetween(Math.max(next, tick - catchUp * tickMs), tick, tickMs)) {
        const run = { job: job.id, tick: due }

        // Not advanced when the store failed: it is tried again with the next tick. What has begun does not begin again.
        const begun = await this.#stored(fence, async () => await store.begin(fence, run))
        next = begun === undefined ? next : due + tickMs

        if (begun === true) {
          await this.#run(job, run, fence, until)
        }
        if (begun === undefined || until.aborted) {
          break
        }
      }
    }
  }

  async #run (job: Job, run: Run, fence: Fence, until: AbortSignal): Promise<void> {
    const { store, tickMs, run: start = runChild, say } = this.#options
    const late = tickAt(Date.now(), tickMs) - run.tick
    const { outcome, stderr } = await start(job, run, fence.token, until)

    say({ event: 'ran', ...run, outcome, late, ...(stderr !== '' && { stderr }) })
    await this.#stored(fence, async () => { await store.end(fence, run, outcome) })
  }

  /** What the store says; undefined if it cannot be asked, which is told. A closed fence is thrown. */
  async #stored<T> ({ partition }: Fence, ask: () => Promise<T>): Promise<T | undefined> {
    try {
      return await ask()
    } catch (err) {
      if (err instanceof FencedError) {
        throw err
      }
      this.#options.say({ event: 'store-failed', partition, reason: err instanceof Error ? err.message : String(err) })
      return undefined
    }
  }
}

/** One ownership of one partition. */
interface Work {
  readonly fence: Fence
  readonly until: AbortSignal
  /** The first tick that was ever anybody's duty. */
  readonly since: number
}

function reasonOf ({ reason }: AbortSignal): string {
  return reason instanceof Error && 'reason' in reason ? String(reason.reason) : 'ended'
}
