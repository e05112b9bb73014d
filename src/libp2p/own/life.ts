import type { GroupSource } from '../group-source.js'

/** What the work on partitions needs of one life of the member, from start to stop: of a session. */
export interface Life {
  readonly core: Pick<GroupSource, 'owned' | 'table' | 'tokenOf'>
  /** The work under that token has ended: the partition can be somebody else's. */
  released (group: string, partition: number, token: bigint): void
  /** There is no work under that token: the partition should be somebody else's. */
  failed (group: string, partition: number, token: bigint): void
  /** A resource has seen a larger token. */
  fenced (group: string, partition: number, seen: bigint): void
}
