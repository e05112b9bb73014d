import postgres from 'postgres'
import { PartitionFencedError } from './fenced-error.js'
import type { Fence } from './fenced-error.js'

/** The SQLSTATE of a refusal: a class of our own, as the standard leaves it to users. */
const REFUSAL = 'SHF01'

/**
 * One row a partition: the largest token that wrote, and whose it is. The upsert locks the row until the writer's
 * transaction ends, so writes of one partition are in one order, and that order is the one of the tokens. Texts compare
 * byte by byte ("C"), whatever the language of the database.
 */
const FENCES = `
  CREATE TABLE fences (
    partition integer PRIMARY KEY,
    token text COLLATE "C" NOT NULL CHECK (token ~ '^[0-9a-f]{32}$'),
    owner text NOT NULL
  );
  CREATE FUNCTION guard_fence() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN
      RAISE EXCEPTION 'fences are never deleted';
    END IF;
    IF NEW.partition <> OLD.partition OR NEW.token < OLD.token OR (NEW.token = OLD.token AND NEW.owner <> OLD.owner) THEN
      RAISE EXCEPTION 'fenced: the partition has a later owner' USING ERRCODE = '${REFUSAL}';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER fences_only_grow BEFORE UPDATE OR DELETE ON fences FOR EACH ROW EXECUTE FUNCTION guard_fence();
  CREATE FUNCTION fence_row() RETURNS trigger LANGUAGE plpgsql AS $$
  DECLARE
    held fences%ROWTYPE;
  BEGIN
    IF TG_OP = 'UPDATE' THEN
      RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME;
    END IF;
    INSERT INTO fences (partition, token, owner) VALUES (NEW.partition, NEW.token, NEW.owner)
      ON CONFLICT (partition) DO UPDATE SET token = EXCLUDED.token, owner = EXCLUDED.owner
      WHERE fences.token < EXCLUDED.token OR (fences.token = EXCLUDED.token AND fences.owner = EXCLUDED.owner);
    IF NOT FOUND THEN
      SELECT * INTO held FROM fences WHERE partition = NEW.partition;
      RAISE EXCEPTION 'fenced: the partition has a later owner' USING ERRCODE = '${REFUSAL}', DETAIL = held.token || ' ' || held.owner;
    END IF;
    RETURN NEW;
  END $$;
`

/** Whoever sets the tables up holds this lock until all is there: two who create the same at once fail otherwise. */
const SETUP_LOCK = 0x73_68_6f_61

/** Connects to a database. As with libpq, `?host=/directory` names the directory of a server's local socket. */
export function connect (url: string, connections: number): postgres.Sql {
  const parsed = new URL(url)
  const host = parsed.searchParams.get('host')
  parsed.searchParams.delete('host')

  return postgres(parsed.href, {
    max: connections,
    connect_timeout: 10,
    // "Already there" is no news.
    onnotice: () => undefined,
    ...(host !== null && { host })
  })
}

/**
 * Makes the table of fences and what else is wanted, unless it is there: in one transaction that only one process at a
 * time is in. What is there is not made again: that would wait for all who write, and they for it.
 *
 * @param table one that `create` makes: when it is there, all is
 */
export async function setUp (sql: postgres.Sql, table: string, create: (transaction: postgres.TransactionSql) => Promise<void>): Promise<void> {
  await sql.begin(async transaction => {
    await transaction`SELECT pg_advisory_xact_lock(${SETUP_LOCK})`

    if (!await exists(transaction, 'fences')) {
      await transaction.unsafe(FENCES)
    }
    if (!await exists(transaction, table)) {
      await create(transaction)
    }
  })
}

async function exists (transaction: postgres.TransactionSql, table: string): Promise<boolean> {
  const [row] = await transaction`SELECT to_regclass(${table}) IS NOT NULL AS found`
  return row?.['found'] === true
}

/**
 * Puts a table with the columns `partition`, `token` and `owner` behind the fences: rows are added by the newest owner
 * only, and never changed. The trigger decides, whatever the writer's code does or forgets.
 */
export async function fenceTable (transaction: postgres.TransactionSql, table: string): Promise<void> {
  await transaction`CREATE TRIGGER fenced BEFORE INSERT OR UPDATE ON ${transaction(table)} FOR EACH ROW EXECUTE FUNCTION fence_row()`
}

/** What an error of the database is for the writer: a refusal by the fence, or what it was. */
export function refusalOf (fence: Fence, err: unknown): unknown {
  if (!(err instanceof postgres.PostgresError) || err.code !== REFUSAL) {
    return err
  }

  const [token = '', owner = ''] = (err.detail ?? '').split(' ')
  return new PartitionFencedError(fence, { token, owner })
}
