import { connect, fenceTable, refusalOf, setUp } from '../../fence/postgres-fence.js'
import type { Fence } from '../../fence/fenced-error.js'
import type { Outcome, Run, RunStore, StoredRun } from './run-store.js'
import type postgres from 'postgres'

const TABLES = `
  CREATE TABLE claims (
    partition integer NOT NULL, token text NOT NULL, owner text NOT NULL, tick bigint NOT NULL,
    PRIMARY KEY (partition, token)
  );
  CREATE TABLE runs (
    job text NOT NULL, tick bigint NOT NULL, partition integer NOT NULL, token text NOT NULL, owner text NOT NULL,
    PRIMARY KEY (job, tick), UNIQUE (job, tick, partition, token, owner)
  );
  CREATE TABLE ends (
    job text NOT NULL, tick bigint NOT NULL, partition integer NOT NULL, token text NOT NULL, owner text NOT NULL,
    outcome text NOT NULL, PRIMARY KEY (job, tick),
    FOREIGN KEY (job, tick, partition, token, owner) REFERENCES runs (job, tick, partition, token, owner)
  );
`

const CONNECTIONS = 4

/** Runs in a database of PostgreSQL. */
export class PostgresStore implements RunStore {
  readonly #sql: postgres.Sql

  private constructor (sql: postgres.Sql) {
    this.#sql = sql
  }

  /** Connects, and makes the tables if they are not there. */
  static async open (url: string): Promise<PostgresStore> {
    const sql = connect(url, CONNECTIONS)

    try {
      await setUp(sql, 'runs', async transaction => {
        await transaction.unsafe(TABLES)
        for (const table of ['claims', 'runs', 'ends']) {
          await fenceTable(transaction, table)
        }
      })
    } catch (err) {
      await sql.end()
      throw err
    }

    return new PostgresStore(sql)
  }

  async claim (fence: Fence, tick: number): Promise<number> {
    await this.#write(fence, sql => sql`INSERT INTO claims ${sql({ ...fence, tick })} ON CONFLICT DO NOTHING`)
    const [row] = await this.#sql`SELECT min(tick) AS first FROM claims WHERE partition = ${fence.partition}`

    return Number(row?.['first'])
  }

  async begin (fence: Fence, run: Run): Promise<boolean> {
    return await this.#write(fence, sql => sql`INSERT INTO runs ${sql({ ...fence, ...run })} ON CONFLICT DO NOTHING`) === 1
  }

  async end (fence: Fence, run: Run, outcome: Outcome): Promise<void> {
    await this.#write(fence, sql => sql`INSERT INTO ends ${sql({ ...fence, ...run, outcome })}`)
  }

  async runs (): Promise<StoredRun[]> {
    const rows = await this.#sql`SELECT runs.*, ends.outcome FROM runs LEFT JOIN ends USING (job, tick) ORDER BY tick, job`
    return rows.map(({ tick, outcome, ...run }) => ({ ...run, tick: Number(tick), ...(outcome !== null && { outcome }) }) as unknown as StoredRun)
  }

  async close (): Promise<void> {
    await this.#sql.end({ timeout: 5 })
  }

  async #write (fence: Fence, insert: (sql: postgres.Sql) => PromiseLike<{ readonly count: number }>): Promise<number> {
    try {
      return (await insert(this.#sql)).count
    } catch (err) {
      throw refusalOf(fence, err)
    }
  }
}
