import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { PartitionFencedError } from '../examples/fence/fenced-error.js'
import { Scheduler } from '../examples/scheduler/scheduler.js'
import { SqliteStore } from '../examples/scheduler/store/sqlite-store.js'
import { comingTicks, tickAt, ticksBetween } from '../examples/scheduler/ticks.js'
import type { Job } from '../examples/scheduler/jobs.js'
import type { SchedulerLine } from '../examples/scheduler/scheduler.js'
import type { Run } from '../examples/scheduler/store/run-store.js'

const TIMEOUT = { timeout: 20_000 }
const TICK = 1_000

function token (number: number): string {
  return number.toString(16).padStart(32, '0')
}

/** A scheduler of one job, whose runs are only noted. Time is the real one. */
async function bench (catchUp = 0): Promise<{ store: SqliteStore, scheduler: Scheduler, lines: SchedulerLine[], ran: Run[], heard: (event: SchedulerLine['event'], count: number) => Promise<void> }> {
  const store = await SqliteStore.open(':memory:')
  const lines: SchedulerLine[] = []
  const ran: Run[] = []
  const listeners = new Set<() => void>()
  const job: Job = { id: 'a', module: '', env: {}, timeoutMs: TICK }
  const scheduler = new Scheduler({
    store, jobs: [job], owner: 'me', tickMs: TICK, catchUp, partitionOf: () => 0,
    say: line => {
      lines.push(line)
      listeners.forEach(listener => { listener() })
    },
    run: async (_, run) => {
      ran.push(run)
      return { outcome: 'done', stderr: '' }
    }
  })

  return {
    store, scheduler, lines, ran,
    heard: async (event, count) => {
      const heard = Promise.withResolvers<void>()
      const look = (): void => { if (lines.filter(line => line.event === event).length >= count) heard.resolve() }
      listeners.add(look)
      look()
      await heard.promise
    }
  }
}

function owned (number: number, signal: AbortSignal): Parameters<Scheduler['work']>[0] {
  return { partition: 0, token: BigInt(number), signal, epoch: { term: 1, version: 1, leader: undefined as never } }
}

describe('ticks', () => {
  it('are the same for everybody: multiples of their length since 1970', () => {
    assert.equal(tickAt(119_999, 60_000), 60_000)
    assert.equal(tickAt(120_000, 60_000), 120_000)
    assert.deepEqual(ticksBetween(60_000, 180_000, 60_000), [60_000, 120_000, 180_000])
    assert.deepEqual(ticksBetween(120_000, 60_000, 60_000), [])
  })

  it('come once each, also when the clock goes back', TIMEOUT, async () => {
    const clock = [100, 100, 250, 130, 305]
    const signal = new AbortController()
    const seen: number[] = []

    for await (const tick of comingTicks(100, signal.signal, () => clock.length > 1 ? clock.shift() as number : clock[0] as number)) {
      seen.push(tick)
      if (seen.length === 3) signal.abort()
    }

    assert.deepEqual(seen, [100, 200, 300])
  })
})

describe('the work on a partition', () => {
  it('runs each job once a tick, and stores each run with its token and its outcome', TIMEOUT, async () => {
    const { store, scheduler, ran, heard } = await bench()
    const ownership = new AbortController()

    const work = scheduler.work(owned(5, ownership.signal))
    await heard('ran', 3)
    ownership.abort()
    await work

    const runs = await store.runs()
    assert.deepEqual(runs.map(({ job, tick }) => ({ job, tick })), ran)
    assert.deepEqual(new Set(ran.map(({ tick }) => tick)).size, ran.length)
    assert.ok(runs.every(run => run.token === token(5) && run.owner === 'me' && run.outcome === 'done'))
  })

  it('makes up for the ticks that were missed, each once, and for no more than it is told to', TIMEOUT, async () => {
    const { store, scheduler, ran, heard } = await bench(2)
    const now = tickAt(Date.now(), TICK)
    await store.claim({ partition: 0, token: token(1), owner: 'former' }, now - 10 * TICK)
    await store.begin({ partition: 0, token: token(1), owner: 'former' }, { job: 'a', tick: now - TICK })
    const ownership = new AbortController()

    const work = scheduler.work(owned(2, ownership.signal))
    await heard('ran', 3)
    ownership.abort()
    await work

    const ticks = ran.map(({ tick }) => tick)
    assert.ok(ticks.every(tick => tick >= now - 2 * TICK && tick !== now - TICK), `${ticks.join()} at ${now}`)
    assert.equal(new Set(ticks).size, ticks.length)
    assert.deepEqual(ticks, ticks.toSorted((a, b) => a - b))
  })

  it('runs nothing of the time before anybody owned the partition', TIMEOUT, async () => {
    const { scheduler, ran, heard } = await bench(1_000)
    const ownership = new AbortController()
    const before = tickAt(Date.now(), TICK)

    const work = scheduler.work(owned(1, ownership.signal))
    await heard('ran', 1)
    ownership.abort()
    await work

    assert.ok((ran[0]?.tick ?? 0) >= before)
  })

  it('ends with the error of the fence when a later owner has written', TIMEOUT, async () => {
    const { store, scheduler, heard, lines } = await bench()
    const work = scheduler.work(owned(1, new AbortController().signal))
    const refused = assert.rejects(work, (err: unknown) => err instanceof PartitionFencedError && err.seen === 2n)
    await heard('ran', 1)

    await store.claim({ partition: 0, token: token(2), owner: 'other' }, 0)

    await refused
    assert.deepEqual(lines.at(-1), { event: 'fenced', partition: 0, token: token(1), seen: token(2) })
  })
})
