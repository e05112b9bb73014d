import { LevelDatastore } from 'datastore-level'
import type { Key } from 'interface-datastore'

/** What Shoal keeps; the rest is libp2p's, which finds it again. */
const OURS = '/shoal/'

/**
 * A LevelDB in which what Shoal stores is on the disk when the write is done, so that it outlives a crash of the machine
 * too: a member must not take a number twice, and a voter must not forget a promise. LevelDB by itself leaves a write to
 * the operating system (LevelDB's documentation, "Synchronous Writes"). libp2p's own writes stay as fast as they are.
 */
export class DurableDatastore extends LevelDatastore {
  override async put (key: Key, value: Uint8Array, options?: Parameters<LevelDatastore['put']>[2]): Promise<Key> {
    if (!key.toString().startsWith(OURS)) {
      return await super.put(key, value, options)
    }
    // Not cut short by a signal: the write goes on all the same, and whoever asked must not take it for undone.
    await this.db.put(key.toString(), value, { sync: true })

    return key
  }
}
