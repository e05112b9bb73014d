import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { voterIdOf } from '../index.js'
import { openDataDirectory } from './data-directory.js'

/**
 * The id that a member with this data directory votes under; the directory, its identity and its store are made if they
 * are not there. A member that runs has its directory for itself, and tells its id as `voterId`.
 *
 * @throws {DataDirectoryInUseError}
 * @throws {DataDirectoryError}
 * @throws {VoterStoreError}
 */
export async function voterIdIn (path: string, cluster: string): Promise<string> {
  const { datastore, privateKey, close } = await openDataDirectory(path)

  try {
    return await voterIdOf({ datastore, cluster, peerId: peerIdFromPrivateKey(privateKey) })
  } finally {
    await close()
  }
}
