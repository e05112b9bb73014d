import { DatabaseSync } from 'node:sqlite'
import { setTimeout as delay } from 'node:timers/promises'
import { connect, fenceTable as fencePostgresTable, refusalOf as postgresRefusal, setUp } from '../../examples/fence/postgres-fence.js'
import { createFences, fenceTable as fenceSqliteTable, refusalOf as sqliteRefusal } from '../../examples/fence/sqlite-fence.js'
import type { Fence } from '../../examples/fence/fenced-error.js'
import type postgres from 'postgres'

/** One write that the database accepted, as the database itself has logged it. */
export interface LedgerRow extends Fence {
  /** In the order in which writes of a partition were accepted. */
  readonly seq: number
  /** When, by the clock of the database, in Unix milliseconds. */
  readonly at: number
}

/** A resource that many write to, and that logs what it accepts. */
export interface Ledger {
  /** @throws {FencedError} */
  write (fence: Fence): Promise<void>
  /** What it has accepted for one partition, in that order. */
  rows (partition: number): Promise<LedgerRow[]>
  /** The newest row of each partition. */
  latest (): Promise<LedgerRow[]>
  close (): Promise<void>
}

/**
 * Opens a ledger: the URL of a database of PostgreSQL, or a file of SQLite.
 *
 * @param isFenced false leaves the fence away, to see that its lack shows
 */
export async function openLedger (place: string, isFenced: boolean): Promise<Ledger> {
  return place.startsWith('postgres:') ? await PostgresLedger.open(place, isFenced) : await SqliteLedger.open(place, isFenced)
}

// Number and time are given when the fence's row is locked: before, writers that wait for it would be numbered as they came.
const POSTGRES = `
  CREATE SEQUENCE writes_seq;
  CREATE TABLE writes (
    seq bigint PRIMARY KEY, at double precision NOT NULL,
    partition integer NOT NULL, token text COLLATE "C" NOT NULL, owner text NOT NULL
  );
  CREATE INDEX writes_of ON writes (partition, seq);
  CREATE FUNCTION stamp_write() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.seq := nextval('writes_seq');
    NEW.at := extract(epoch FROM clock_timestamp()) * 1000;
    RETURN NEW;
  END $$;
  CREATE TRIGGER stamped BEFORE INSERT ON writes FOR EACH ROW EXECUTE FUNCTION stamp_write();
`

class PostgresLedger implements Ledger {
  readonly #sql: postgres.Sql

  private constructor (sql: postgres.Sql) {
    this.#sql = sql
  }

  static async open (url: string, isFenced: boolean): Promise<PostgresLedger> {
    const sql = connect(url, 4)
    await setUp(sql, 'writes', async transaction => {
      await transaction.unsafe(POSTGRES)
      if (isFenced) {
        await fencePostgresTable(transaction, 'writes')
      }
    })

    return new PostgresLedger(sql)
  }

  async write (fence: Fence): Promise<void> {
    try {
      await this.#sql`INSERT INTO writes ${this.#sql({ ...fence })}`
    } catch (err) {
      throw postgresRefusal(fence, err)
    }
  }

  async rows (partition: number): Promise<LedgerRow[]> {
    return (await this.#sql`SELECT * FROM writes WHERE partition = ${partition} ORDER BY seq`).map(toRow)
  }

  async latest (): Promise<LedgerRow[]> {
    return (await this.#sql`
      SELECT newest.* FROM (SELECT generate_series(0, (SELECT max(partition) FROM writes)) AS wanted) AS every,
      LATERAL (SELECT * FROM writes WHERE partition = wanted ORDER BY seq DESC LIMIT 1) AS newest
    `).map(toRow)
  }

  async close (): Promise<void> {
    await this.#sql.end({ timeout: 5 })
  }
}

const SQLITE = `
  CREATE TABLE IF NOT EXISTS writes (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, at REAL NOT NULL DEFAULT (unixepoch('subsec') * 1000),
    partition INTEGER NOT NULL, token TEXT NOT NULL, owner TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS writes_of ON writes (partition, seq);
`

const BUSY_MS = 20

/** A process that is stopped by a signal while it holds the lock keeps it: long enough for the longest stop. */
const TRIES = 2_000

class SqliteLedger implements Ledger {
  readonly #database: DatabaseSync

  private constructor (database: DatabaseSync) {
    this.#database = database
  }

  static async open (path: string, isFenced: boolean): Promise<SqliteLedger> {
    const ledger = new SqliteLedger(new DatabaseSync(path, { timeout: BUSY_MS }))
    await ledger.#patiently(() => { ledger.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF') })
    await ledger.#patiently(() => {
      ledger.#database.exec(SQLITE)
      if (isFenced) {
        createFences(ledger.#database)
        fenceSqliteTable(ledger.#database, 'writes')
      }
    })

    return ledger
  }

  async write (fence: Fence): Promise<void> {
    try {
      await this.#patiently(() => { this.#database.prepare('INSERT INTO writes (partition, token, owner) VALUES (?, ?, ?)').run(fence.partition, fence.token, fence.owner) })
    } catch (err) {
      throw sqliteRefusal(this.#database, fence, err)
    }
  }

  async rows (partition: number): Promise<LedgerRow[]> {
    return this.#database.prepare('SELECT * FROM writes WHERE partition = ? ORDER BY seq').all(partition).map(toRow)
  }

  async latest (): Promise<LedgerRow[]> {
    return this.#database.prepare('SELECT * FROM writes WHERE seq IN (SELECT max(seq) FROM writes GROUP BY partition)').all().map(toRow)
  }

  async close (): Promise<void> {
    this.#database.close()
  }

  async #patiently (work: () => void): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        work()
        return
      } catch (err) {
        if (tries === TRIES || !(err instanceof Error && 'errcode' in err && Number(err.errcode) % 256 === 5)) {
          throw err
        }
        // The file says nothing when its lock is free.
        const pause = delay(BUSY_MS)
        await pause
      }
    }
  }
}

function toRow (row: Record<string, unknown>): LedgerRow {
  const { seq, at, partition, token, owner } = row
  return { seq: Number(seq), at: Number(at), partition: Number(partition), token: String(token), owner: String(owner) }
}
