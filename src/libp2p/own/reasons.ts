import { PartitionLostError, PartitionRevokedError } from '../../errors.js'
import type { CoreEvent, LossReason, RevokeReason } from '../../core/index.js'

/** What the core says of partitions. */
export type PartitionEvent = Extract<CoreEvent, { readonly partition: number }>

const REVOKED: Readonly<Record<RevokeReason, string>> = {
  moved: 'another member is to have it',
  leave: 'this member leaves',
  failed: 'it is passed on, as this member does not work on it'
}

const LOST: Readonly<Record<LossReason, string>> = {
  superseded: 'the cluster has gone on without this member',
  conflict: 'the other side of a split had given it away too',
  fenced: 'a resource has seen a larger token',
  isolated: 'this member cannot reach enough of the others',
  lease: 'its lease has run out'
}

/** What a signal aborts with when a partition is revoked. */
export function revokedBy ({ group, partition, reason }: Extract<PartitionEvent, { type: 'partition:revoke' }>, deadline: number): PartitionRevokedError {
  return new PartitionRevokedError(`partition ${partition} of ${group} is revoked: ${REVOKED[reason]}; stop in order`, reason, deadline)
}

/** What a signal aborts with when a partition is lost. */
export function lostBy ({ group, partition, reason }: Extract<PartitionEvent, { type: 'partition:lost' }>): PartitionLostError {
  return new PartitionLostError(`partition ${partition} of ${group} is lost: ${LOST[reason]}; stop at once`, reason)
}
