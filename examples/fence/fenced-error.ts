import { FencedError } from '../../src/index.js'

/** Who writes: every row of a fenced table carries these three. */
export interface Fence {
  readonly partition: number
  /** As 32 hex digits, whose order as text is the order of the tokens. */
  readonly token: string
  /** Who holds the token: a PeerId. */
  readonly owner: string
}

/**
 * A resource refused a write, because it has seen a later ownership of the partition. Thrown by a handler, it is passed
 * on to the leader, which gives the partition a token above what the resource has seen, if that is nobody's who lives.
 */
export class PartitionFencedError extends FencedError {
  readonly partition: number

  constructor (fence: Fence, held: { readonly token: string, readonly owner: string }) {
    super(BigInt(`0x${held.token}`), `partition ${fence.partition} is fenced: token ${fence.token} of ${fence.owner} is refused, ${held.owner} has written with ${held.token}: stop working on it`)
    this.partition = fence.partition
  }
}
