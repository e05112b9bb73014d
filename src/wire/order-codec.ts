import { PARTITIONS_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { checkCounter, checkMemberId, checkName, checkRange } from './field-checks.js'
import * as pb from './shoal.js'
import type { Order } from '../core/index.js'

const NOTHING = { group: '', partition: 0, member: '', generation: 0 }

/** An order in the form of the generated code. */
export function writeOrder (order: Order): pb.Order {
  const { kind, ...rest } = order
  return { ...NOTHING, ...rest, kind: pb.OrderKind[kind.toUpperCase() as Uppercase<Order['kind']>] }
}

/** A checked order; fields that its kind has no use for are left alone. */
export function readOrder ({ kind, group, partition, member, generation }: pb.Order): Order {
  const where = (): { group: string, partition: number } => ({ group: checkName(group, 'order.group'), partition: checkRange(partition, 0, PARTITIONS_MAX - 1, 'order.partition') })

  switch (kind) {
    case pb.OrderKind.FREEZE: return { kind: 'freeze', group: checkName(group, 'order.group') }
    case pb.OrderKind.THAW: return { kind: 'thaw', group: checkName(group, 'order.group') }
    case pb.OrderKind.PIN: return { kind: 'pin', ...where(), member: checkMemberId(member, 'order.member') }
    case pb.OrderKind.UNPIN: return { kind: 'unpin', ...where() }
    case pb.OrderKind.DRAIN: return { kind: 'drain', member: checkMemberId(member, 'order.member'), generation: checkCounter(generation, 'order.generation') }
    case pb.OrderKind.UNDRAIN: return { kind: 'undrain', member: checkMemberId(member, 'order.member') }
    default: throw new DecodeError(`order.kind is ${String(kind)}: must be one that is known here`)
  }
}
