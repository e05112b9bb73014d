import { PartitionFencedError } from './fenced-error.js'
import type { Fence } from './fenced-error.js'
import type { DatabaseSync } from 'node:sqlite'

const REFUSAL = 'fenced: the partition has a later owner'

/** One row a partition: the largest token that wrote, and whose it is. It cannot be set back, not even by hand. */
const FENCES = `
  CREATE TABLE IF NOT EXISTS fences (
    partition INTEGER PRIMARY KEY,
    token TEXT NOT NULL CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
    owner TEXT NOT NULL
  ) STRICT;
  CREATE TRIGGER IF NOT EXISTS fences_only_grow BEFORE UPDATE ON fences
    WHEN NEW.partition <> OLD.partition OR NEW.token < OLD.token OR (NEW.token = OLD.token AND NEW.owner <> OLD.owner)
    BEGIN SELECT RAISE(ABORT, '${REFUSAL}'); END;
  CREATE TRIGGER IF NOT EXISTS fences_stay BEFORE DELETE ON fences
    BEGIN SELECT RAISE(ABORT, 'fences are never deleted'); END;
`

/** Makes the table of fences, if it is not there. */
export function createFences (database: DatabaseSync): void {
  database.exec(FENCES)
}

/**
 * Puts a table with the columns `partition`, `token` and `owner` behind the fences: rows are added by the newest owner
 * only, and never changed. The trigger decides, whatever the writer's code does or forgets.
 *
 * @param table a name of our own, not of a user: names cannot be bound
 */
export function fenceTable (database: DatabaseSync, table: string): void {
  database.exec(`
    CREATE TRIGGER IF NOT EXISTS ${table}_fenced BEFORE INSERT ON ${table} BEGIN
      INSERT INTO fences (partition, token, owner) VALUES (NEW.partition, NEW.token, NEW.owner)
        ON CONFLICT (partition) DO UPDATE SET token = excluded.token, owner = excluded.owner WHERE excluded.token > fences.token;
      SELECT RAISE(ABORT, '${REFUSAL}')
        WHERE NOT EXISTS (SELECT 1 FROM fences WHERE partition = NEW.partition AND token = NEW.token AND owner = NEW.owner);
    END;
    CREATE TRIGGER IF NOT EXISTS ${table}_stays BEFORE UPDATE ON ${table}
      BEGIN SELECT RAISE(ABORT, 'rows of ${table} are never changed'); END;
  `)
}

/** What an error of the database is for the writer: a refusal by the fence, or what it was. */
export function refusalOf (database: DatabaseSync, fence: Fence, err: unknown): unknown {
  if (!(err instanceof Error) || err.message !== REFUSAL) {
    return err
  }

  const held = database.prepare('SELECT token, owner FROM fences WHERE partition = ?').get(fence.partition) as { token: string, owner: string } | undefined
  return held === undefined ? err : new PartitionFencedError(fence, held)
}
