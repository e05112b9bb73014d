import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { loadOrCreateSelfKey } from '@libp2p/config'
import { DurableDatastore } from './durable-datastore.js'
import { DataDirectoryError, DataDirectoryInUseError } from './errors.js'
import type { PrivateKey } from '@libp2p/interface'
import type { Datastore } from 'interface-datastore'

/** What a member keeps across restarts. */
export interface DataDirectory {
  readonly datastore: Datastore
  /** The identity, made at the first start. */
  readonly privateKey: PrivateKey
  /** Releases the directory for another process. */
  close (): Promise<void>
}

/**
 * Opens a directory, made if it is not there, for this process alone.
 *
 * @throws {DataDirectoryInUseError}
 * @throws {DataDirectoryError}
 */
export async function openDataDirectory (path: string): Promise<DataDirectory> {
  try {
    await makeDirectory(path)
  } catch (err) {
    throw new DataDirectoryError(`data directory ${path} cannot be made: ${reasonOf(err)}: give a directory that this user can read and write`, { cause: err })
  }

  const datastore = new DurableDatastore(path)

  try {
    // Not by the datastore's own open(), which keeps LevelDB's text and drops its code. Opening twice is once.
    await datastore.db.open({ createIfMissing: true, compression: false })
    await datastore.open()
  } catch (err) {
    throw openFailure(path, err)
  }

  return { datastore, privateKey: await identityIn(path, datastore), close: async () => { await datastore.close() } }
}

/**
 * Parents first, one at a time: `mkdir` with `recursive` never returns below a directory of the kernel such as /proc.
 * Only the user may look inside, because the private key is kept there.
 */
async function makeDirectory (path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (err) {
    if (codeOf(err) === 'EEXIST' && (await stat(path)).isDirectory()) {
      return
    }
    if (codeOf(err) !== 'ENOENT' || dirname(path) === path || await exists(dirname(path))) {
      throw err
    }

    await makeDirectory(dirname(path))
    await mkdir(path, { mode: 0o700 })
  }
}

async function exists (path: string): Promise<boolean> {
  return await stat(path).then(() => true, () => false)
}

function openFailure (path: string, err: unknown): Error {
  const cause = err instanceof Error && err.cause instanceof Error ? err.cause : err

  if (codeOf(cause) === 'LEVEL_LOCKED') {
    return new DataDirectoryInUseError(`data directory ${path} is in use by another process: stop that one, or give this one a directory of its own`, { cause })
  }
  if (codeOf(cause) === 'LEVEL_CORRUPTION') {
    return new DataDirectoryError(`data directory ${path} is damaged: ${reasonOf(cause)}: restore it, or give another one and join as a new member`, { cause })
  }

  return new DataDirectoryError(`data directory ${path} cannot be opened: ${reasonOf(cause)}: give a directory that this user can read and write`, { cause })
}

async function identityIn (path: string, datastore: DurableDatastore): Promise<PrivateKey> {
  try {
    return await loadOrCreateSelfKey(datastore)
  } catch (err) {
    await datastore.close()
    throw new DataDirectoryError(`data directory ${path} holds an identity that cannot be read: ${reasonOf(err)}: restore it, or give another one and join as a new member`, { cause: err })
  }
}

function codeOf (err: unknown): unknown {
  return err instanceof Error && 'code' in err ? err.code : undefined
}

function reasonOf (err: unknown): string {
  return err instanceof Error ? err.message : String(err)
}
