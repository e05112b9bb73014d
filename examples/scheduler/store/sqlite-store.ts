import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { createFences, fenceTable, refusalOf } from '../../fence/sqlite-fence.js'
import type { Fence } from '../../fence/fenced-error.js'
import type { Outcome, Run, RunStore, StoredRun } from './run-store.js'
import type { SQLInputValue } from 'node:sqlite'

const TABLES = `
  CREATE TABLE IF NOT EXISTS claims (
    partition INTEGER NOT NULL, token TEXT NOT NULL, owner TEXT NOT NULL, tick INTEGER NOT NULL,
    PRIMARY KEY (partition, token)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS runs (
    job TEXT NOT NULL, tick INTEGER NOT NULL, partition INTEGER NOT NULL, token TEXT NOT NULL, owner TEXT NOT NULL,
    PRIMARY KEY (job, tick), UNIQUE (job, tick, partition, token, owner)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS ends (
    job TEXT NOT NULL, tick INTEGER NOT NULL, partition INTEGER NOT NULL, token TEXT NOT NULL, owner TEXT NOT NULL,
    outcome TEXT NOT NULL, PRIMARY KEY (job, tick),
    FOREIGN KEY (job, tick, partition, token, owner) REFERENCES runs (job, tick, partition, token, owner)
  ) STRICT;
`

/** How long the database may be locked by others before this process does something else and tries again. */
const BUSY_MS = 20

/** How often it is tried: about 10 s in all. */
const TRIES = 200

/** Runs in a file of SQLite, which all members on one machine share. */
export class SqliteStore implements RunStore {
  readonly #database: DatabaseSync

  private constructor (database: DatabaseSync) {
    this.#database = database
  }

  /** Opens the file, made if it is not there. */
  static async open (path: string): Promise<SqliteStore> {
    const database = new DatabaseSync(path, { timeout: BUSY_MS })
    const store = new SqliteStore(database)

    try {
      await store.#patiently(() => { database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON') })
      await store.#patiently(() => { store.#create() })
    } catch (err) {
      database.close()
      throw err
    }

    return store
  }

  async claim (fence: Fence, tick: number): Promise<number> {
    await this.#write(fence, 'INSERT INTO claims (partition, token, owner, tick) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [fence.partition, fence.token, fence.owner, tick])
    const { first } = this.#database.prepare('SELECT min(tick) AS first FROM claims WHERE partition = ?').get(fence.partition) as { first: number }

    return first
  }

  async begin (fence: Fence, { job, tick }: Run): Promise<boolean> {
    const added = await this.#write(fence, 'INSERT INTO runs (job, tick, partition, token, owner) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', [job, tick, fence.partition, fence.token, fence.owner])
    return added === 1
  }

  async end (fence: Fence, { job, tick }: Run, outcome: Outcome): Promise<void> {
    await this.#write(fence, 'INSERT INTO ends (job, tick, partition, token, owner, outcome) VALUES (?, ?, ?, ?, ?, ?)', [job, tick, fence.partition, fence.token, fence.owner, outcome])
  }

  async runs (): Promise<StoredRun[]> {
    const rows = this.#database.prepare('SELECT runs.*, ends.outcome FROM runs LEFT JOIN ends USING (job, tick) ORDER BY tick, job').all()
    return rows.map(({ outcome, ...run }) => ({ ...run, ...(outcome !== null && { outcome }) }) as unknown as StoredRun)
  }

  async close (): Promise<void> {
    this.#database.close()
  }

  #create (): void {
    this.#database.exec(`BEGIN IMMEDIATE; ${TABLES}`)

    try {
      createFences(this.#database)
      for (const table of ['claims', 'runs', 'ends']) {
        fenceTable(this.#database, table)
      }
      this.#database.exec('COMMIT')
    } catch (err) {
      this.#database.exec('ROLLBACK')
      throw err
    }
  }

  async #write (fence: Fence, statement: string, values: SQLInputValue[]): Promise<number> {
    try {
      return await this.#patiently(() => Number(this.#database.prepare(statement).run(...values).changes))
    } catch (err) {
      throw refusalOf(this.#database, fence, err)
    }
  }

  /** SQLite waits for a lock by blocking the process, and a member that is blocked looks dead: short waits, and many. */
  async #patiently<T> (work: () => T): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return work()
      } catch (err) {
        if (!isBusy(err) || tries === TRIES) {
          throw err
        }
        await delay(BUSY_MS * (1 + Math.random()))
      }
    }
  }
}

/** SQLITE_BUSY, in its variants. */
function isBusy (err: unknown): boolean {
  return err instanceof Error && 'errcode' in err && Number(err.errcode) % 256 === 5
}
