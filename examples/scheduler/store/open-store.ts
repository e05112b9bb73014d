import { SqliteStore } from './sqlite-store.js'
import type { RunStore } from './run-store.js'

/** Where runs are stored: a file of SQLite, or the URL of a database of PostgreSQL. */
export type StorePlace = { readonly sqlite: string } | { readonly postgres: string }

/** Opens a store, and makes its tables if they are not there. */
export async function openStore (place: StorePlace): Promise<RunStore> {
  if ('sqlite' in place) {
    return await SqliteStore.open(place.sqlite)
  }

  // Not loaded where it is not wanted: its package is no dependency of Shoal.
  const { PostgresStore } = await import('./postgres-store.js')
  return await PostgresStore.open(place.postgres)
}
