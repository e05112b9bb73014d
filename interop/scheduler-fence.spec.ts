import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { after, before, describe, it } from 'node:test'
import { connect } from '../examples/fence/postgres-fence.js'
import { PartitionFencedError } from '../examples/fence/fenced-error.js'
import { JsonProcess } from '../examples/process/json-process.js'
import { PostgresStore } from '../examples/scheduler/store/postgres-store.js'
import { SqliteStore } from '../examples/scheduler/store/sqlite-store.js'
import { missingPostgres, PostgresServer } from './postgres-server.js'
import type { Fence } from '../examples/fence/fenced-error.js'
import type { StorePlace } from '../examples/scheduler/store/open-store.js'
import type { RunStore } from '../examples/scheduler/store/run-store.js'

/** A database of one kind, as the tests need it. */
interface Backend {
  readonly place: StorePlace
  /** Another connection to the same database. */
  open (): Promise<RunStore>
  /** Runs a statement that none of the store's code would run. */
  raw (statement: string): Promise<void>
  close (): Promise<void>
}

const WRITER = fileURLToPath(new URL('jobs/fence-writer.js', import.meta.url))
const TIMEOUT = { timeout: 60_000 }

function fence (partition: number, token: number, owner: string): Fence {
  return { partition, token: token.toString(16).padStart(32, '0'), owner }
}

async function openSqlite (): Promise<Backend> {
  const directory = await mkdtemp(join(tmpdir(), 'shoal-fence-'))
  const path = join(directory, 'scheduler.db')

  return {
    place: { sqlite: path },
    open: async () => await SqliteStore.open(path),
    raw: async statement => {
      using database = new DatabaseSync(path, { timeout: 5_000 })
      database.exec(statement)
    },
    close: async () => { await rm(directory, { recursive: true }) }
  }
}

async function openPostgres (): Promise<Backend> {
  const server = await PostgresServer.start()
  const sql = connect(server.url, 1)

  return {
    place: { postgres: server.url },
    open: async () => await PostgresStore.open(server.url),
    raw: async statement => { await sql.unsafe(statement) },
    close: async () => {
      await sql.end()
      await server.stop()
    }
  }
}

const missing = missingPostgres()

for (const [name, start, skip] of [['SQLite', openSqlite, undefined], ['PostgreSQL', openPostgres, missing]] as const) {
  describe(`the fence in ${name}`, { skip: skip ?? false }, () => {
    let backend: Backend
    let store: RunStore
    let other: RunStore
    // Every test has a partition and a job of its own: the database is one.
    let partition = 0
    let job = ''

    before(async () => {
      backend = await start()
      store = await backend.open()
      other = await backend.open()
    }, TIMEOUT)

    after(async () => {
      await store?.close()
      await other?.close()
      await backend?.close()
    }, TIMEOUT)

    function next (): void {
      partition++
      job = `job-${partition}`
    }

    it('refuses a smaller token, tells which one it has seen, and takes nothing of the write', TIMEOUT, async () => {
      next()
      await other.claim(fence(partition, 0xa0, 'b'), 60_000)

      const refused = [
        store.claim(fence(partition, 0x9f, 'a'), 120_000),
        store.begin(fence(partition, 0x9f, 'a'), { job, tick: 60_000 })
      ]

      for (const write of refused) {
        await assert.rejects(write, (err: unknown) => err instanceof PartitionFencedError && err.partition === partition && err.seen === 0xa0n)
      }
      assert.deepEqual((await store.runs()).filter(run => run.job === job), [])
      assert.equal(await other.claim(fence(partition, 0xa0, 'b'), 180_000), 60_000)
    })

    it('compares tokens as numbers, over all 128 bits', TIMEOUT, async () => {
      next()
      const [small, large] = ['0fffffffffffffffffffffffffffffff', '10000000000000000000000000000000']
      await store.claim({ partition, token: large, owner: 'b' }, 0)

      await assert.rejects(store.claim({ partition, token: small, owner: 'c' }, 0), PartitionFencedError)
      await store.claim({ partition, token: 'a0000000000000000000000000000000', owner: 'a' }, 0)
      await assert.rejects(store.claim({ partition, token: '9fffffffffffffffffffffffffffffff', owner: 'b' }, 0), PartitionFencedError)
    })

    it('refuses the same token of another owner', TIMEOUT, async () => {
      next()
      await store.claim(fence(partition, 7, 'a'), 0)

      await assert.rejects(other.begin(fence(partition, 7, 'b'), { job, tick: 0 }), PartitionFencedError)
      assert.equal(await store.begin(fence(partition, 7, 'a'), { job, tick: 0 }), true)
    })

    it('refuses the end of a run whose partition has moved meanwhile, also for its new owner', TIMEOUT, async () => {
      next()
      await store.begin(fence(partition, 1, 'a'), { job, tick: 0 })
      await other.claim(fence(partition, 2, 'b'), 0)

      await assert.rejects(store.end(fence(partition, 1, 'a'), { job, tick: 0 }, 'done'), PartitionFencedError)
      await assert.rejects(other.end(fence(partition, 2, 'b'), { job, tick: 0 }, 'done'), /foreign key/i)
      assert.equal((await store.runs()).find(run => run.job === job)?.outcome, undefined)
    })

    it('fences one partition and no other', TIMEOUT, async () => {
      next()
      await store.claim(fence(partition, 9, 'b'), 0)

      assert.equal(await other.begin(fence(partition + 10_000, 1, 'a'), { job, tick: 0 }), true)
    })

    it('begins a run once, whoever asks, and however often', TIMEOUT, async () => {
      next()
      const mine = fence(partition, 3, 'a')

      assert.equal(await store.begin(mine, { job, tick: 60_000 }), true)
      assert.equal(await store.begin(mine, { job, tick: 60_000 }), false)
      assert.equal(await other.begin(fence(partition, 4, 'b'), { job, tick: 60_000 }), false)
      assert.equal(await other.begin(fence(partition, 4, 'b'), { job, tick: 120_000 }), true)
      assert.deepEqual((await store.runs()).filter(run => run.job === job).map(({ tick, owner }) => [tick, owner]), [[60_000, 'a'], [120_000, 'b']])
    })

    it('lets one of many begin a run when all try at once, over connections of their own', TIMEOUT, async () => {
      next()
      const mine = fence(partition, 5, 'a')
      const stores = await Promise.all(Array.from({ length: 4 }, async () => await backend.open()))

      const begun = await Promise.all(Array.from({ length: 40 }, async (_, index) => await (stores[index % 4] as RunStore).begin(mine, { job, tick: 0 })))

      assert.equal(begun.filter(one => one).length, 1)
      await Promise.all(stores.map(async one => { await one.close() }))
    })

    it('lets one of several processes begin each run', TIMEOUT, async () => {
      next()
      const runs = 200
      const writers = Array.from({ length: 3 }, () => new JsonProcess<'ready' | number[]>(WRITER, [JSON.stringify(backend.place), String(partition), String(runs)]))
      await Promise.all(writers.map(async writer => { await writer.until(lines => lines.length === 1, 'writer that is ready', 30_000) }))

      writers.forEach(writer => { writer.send({}) })
      const exits = await Promise.all(writers.map(async ({ exit }) => await exit))
      const begun = writers.flatMap(({ lines }) => lines.filter(line => line !== 'ready').flat())

      assert.deepEqual(exits, [0, 0, 0], writers.map(({ stderr }) => stderr).join())
      assert.deepEqual(begun.toSorted((a, b) => a - b), Array.from({ length: runs }, (_, tick) => tick))
    })

    it('orders owners that write at once: each is refused from the first write of a later one on', TIMEOUT, async () => {
      next()
      const stores = await Promise.all(Array.from({ length: 4 }, async () => await backend.open()))
      const accepted: number[] = []

      await Promise.all(stores.flatMap((one, owner) => Array.from({ length: 25 }, async (_, index) => {
        const token = 1 + index * 4 + owner
        // The order of the answers is not that of the database: what matters is what it has in the end.
        await one.begin(fence(partition, token, `owner-${owner}`), { job, tick: token }).then(() => { accepted.push(token) }, (err: unknown) => { assert.ok(err instanceof PartitionFencedError) })
      })))

      assert.ok(accepted.includes(100), 'the largest token is never refused')
      await assert.rejects(store.begin(fence(partition, 99, 'owner-2'), { job, tick: 1_000 }), PartitionFencedError)
      await Promise.all(stores.map(async one => { await one.close() }))
    })

    it('is in the database: statements that forget about it are refused too', TIMEOUT, async () => {
      next()
      await store.claim(fence(partition, 0xb, 'b'), 0)
      await store.begin(fence(partition, 0xb, 'b'), { job, tick: 0 })
      const { token } = fence(partition, 0xa, 'a')

      await assert.rejects(backend.raw(`INSERT INTO runs (job, tick, partition, token, owner) VALUES ('${job}', 1, ${partition}, '${token}', 'a')`), /fenced/)
      await assert.rejects(backend.raw(`UPDATE fences SET token = '${token}' WHERE partition = ${partition}`), /fenced/)
      await assert.rejects(backend.raw(`UPDATE fences SET owner = 'a' WHERE partition = ${partition}`), /fenced/)
      await assert.rejects(backend.raw(`DELETE FROM fences WHERE partition = ${partition}`), /never deleted/)
      await assert.rejects(backend.raw(`UPDATE runs SET owner = 'a' WHERE job = '${job}'`), /never changed/)
    })

    it('accepts no token but 32 hex digits: others would not sort as numbers do', TIMEOUT, async () => {
      next()
      for (const token of ['7', 'G'.repeat(32), `${'0'.repeat(31)}A`, '']) {
        await assert.rejects(store.claim({ partition, token, owner: 'a' }, 0), /check/i)
      }
    })
  })
}

if (missing !== undefined) {
  console.log(`skipped: the fence in PostgreSQL: ${missing}`)
}
