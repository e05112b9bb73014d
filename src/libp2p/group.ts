import { sha256 } from '@noble/hashes/sha2.js'
import { peerIdOfMember, toTableInfo } from './public-view.js'
import type { ShoalCore } from '../core/index.js'
import type { Group, Ownership, TableInfo } from '../api.js'
import type { PeerId } from '@libp2p/interface'

/** One group as this member sees it: a view of the core, with nothing of its own. */
export class GroupView implements Group {
  readonly name: string
  readonly partitions: number
  readonly #core: () => ShoalCore | undefined

  constructor (name: string, partitions: number, core: () => ShoalCore | undefined) {
    this.name = name
    this.partitions = partitions
    this.#core = core
  }

  get table (): TableInfo | undefined {
    const table = this.#core()?.table(this.name)
    return table === undefined ? undefined : toTableInfo(table)
  }

  owned (): Ownership[] {
    return (this.#core()?.owned(this.name) ?? []).map(({ partition, token }) => ({ group: this.name, partition, token }))
  }

  isOwner (partition: number): boolean {
    return this.token(partition) !== undefined
  }

  token (partition: number): bigint | undefined {
    return this.#core()?.owned(this.name).find(owned => owned.partition === partition)?.token
  }

  partitionOf (key: string | Uint8Array): number {
    return partitionOf(key, this.partitions)
  }

  ownerOf (keyOrPartition: string | Uint8Array | number): PeerId | undefined {
    const partition = typeof keyOrPartition === 'number' ? keyOrPartition : this.partitionOf(keyOrPartition)
    const table = this.#core()?.table(this.name)
    const owner = table?.roster[table.owners[partition] ?? -1]

    return owner === undefined ? undefined : peerIdOfMember(owner.id)
  }
}

/** The partition of a key: the first 8 bytes of its SHA-256, big-endian, modulo the number of partitions. */
export function partitionOf (key: string | Uint8Array, partitions: number): number {
  const digest = sha256(typeof key === 'string' ? new TextEncoder().encode(key) : key)
  const first = new DataView(digest.buffer, digest.byteOffset).getBigUint64(0)

  return Number(first % BigInt(partitions))
}
