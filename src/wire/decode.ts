import { DELTA_UPDATES_MAX, GROUPS_MAX, PATIENCE_MAX, PARTITIONS_MAX, RELEASES_MAX, ROWS_MAX, UPDATES_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { checkCounter, checkMemberId, checkName, checkPresent, checkRange } from './field-checks.js'
import { decodeIndexes } from './index-list.js'
import { readOrder } from './order-codec.js'
import { parse } from './protobuf.js'
import * as pb from './shoal.js'
import { BULK_FRAME_MAX } from './sizes.js'
import { decodeTableSeal } from './table-codec.js'
import { decodeToken, decodeTokens } from './token-codec.js'
import { readHead, readRowVersions, readTableVersions, readUpdates } from './update-codec.js'
import type { Message } from '../core/index.js'

const HEAD_LIMITS = { tables: GROUPS_MAX }

/** Held while the bytes are read: a list ends at its bound, not at the memory's. */
const LIMITS = {
  ping: { head: HEAD_LIMITS, updates: UPDATES_MAX },
  ack: { head: HEAD_LIMITS, updates: UPDATES_MAX },
  pingReq: { updates: UPDATES_MAX },
  sync: { versions: ROWS_MAX },
  delta: { updates: DELTA_UPDATES_MAX, wanted: DELTA_UPDATES_MAX },
  gossip: { updates: UPDATES_MAX },
  notice: { head: HEAD_LIMITS },
  report: { tables: GROUPS_MAX }
}

/**
 * The message that a peer's bytes are, every field checked but the signatures. It keeps nothing of the argument's
 * memory.
 *
 * @throws {DecodeError} and nothing else, whatever the bytes are
 */
export function decodeMessage (bytes: Uint8Array): Message {
  if (bytes.length > BULK_FRAME_MAX) {
    throw new DecodeError(`message has ${bytes.length} bytes: must have at most ${BULK_FRAME_MAX}`)
  }

  const message = parse(pb.Message.codec(), bytes, 'message', LIMITS)
  const types = Object.keys(message)

  if (types.length > 1) {
    throw new DecodeError(`message is several: ${types.join(', ')}`)
  }

  return readMessage(message)
}

function readMessage (message: pb.Message): Message {
  if (message.ping !== undefined) return readPing(message.ping)
  if (message.ack !== undefined) return readAck(message.ack)
  if (message.pingReq !== undefined) return readPingReq(message.pingReq)
  if (message.sync !== undefined) return readSync(message.sync)
  if (message.delta !== undefined) return readDelta(message.delta)
  if (message.gossip !== undefined) return { type: 'gossip', updates: readUpdates(message.gossip.updates) }
  if (message.notice !== undefined) return { type: 'notice', head: readHead(checkPresent(message.notice.head, 'notice.head')) }
  if (message.tablePull !== undefined) return readTablePull(message.tablePull)
  if (message.table !== undefined) return { type: 'table', table: decodeTableSeal(checkPresent(message.table.seal, 'table.seal')) }
  if (message.collect !== undefined) return { type: 'collect', seq: checkCounter(message.collect.seq, 'collect.seq') }
  if (message.report !== undefined) return readReport(message.report)
  if (message.nack !== undefined) return readNack(message.nack)
  if (message.release !== undefined) return readRelease(message.release)
  if (message.fenced !== undefined) return readFenced(message.fenced)
  if (message.order !== undefined) return { type: 'order', order: readOrder(message.order) }
  throw new DecodeError('message is of no type that is known here')
}

function readPing ({ seq, head, updates }: pb.Ping): Message {
  return {
    type: 'ping',
    seq: checkCounter(seq, 'ping.seq'),
    head: readHead(checkPresent(head, 'ping.head')),
    updates: readUpdates(updates)
  }
}

function readAck ({ seq, target, head, updates }: pb.Ack): Message {
  return {
    type: 'ack',
    seq: checkCounter(seq, 'ack.seq'),
    target: checkMemberId(target, 'ack.target'),
    head: readHead(checkPresent(head, 'ack.head')),
    updates: readUpdates(updates)
  }
}

function readPingReq ({ seq, target, updates, patience }: pb.PingReq): Message {
  return {
    type: 'ping-req',
    seq: checkCounter(seq, 'ping-req.seq'),
    target: checkMemberId(target, 'ping-req.target'),
    patience: checkRange(patience, 0, PATIENCE_MAX, 'ping-req.patience'),
    updates: readUpdates(updates)
  }
}

function readNack ({ seq, target }: pb.Nack): Message {
  return { type: 'nack', seq: checkCounter(seq, 'nack.seq'), target: checkMemberId(target, 'nack.target') }
}

function readSync ({ versions }: pb.Sync): Message {
  return { type: 'sync', versions: readRowVersions(versions) }
}

function readDelta ({ joined, updates, wanted, more, term }: pb.Delta): Message {
  return {
    type: 'delta',
    joined,
    updates: readUpdates(updates),
    wanted: wanted.map(id => checkMemberId(id, 'delta.wanted')),
    ...(more ? { more } : {}),
    ...(term !== 0 ? { term: checkCounter(term, 'delta.term') } : {})
  }
}

function readTablePull ({ group, epoch }: pb.TablePull): Message {
  return { type: 'table-pull', group: checkName(group, 'table-pull.group'), epoch: decodeToken(epoch, 'table-pull.epoch') }
}

function readReport ({ seq, term, tables }: pb.Report): Message {
  return {
    type: 'report',
    seq: checkCounter(seq, 'report.seq'),
    term: checkCounter(term, 'report.term'),
    tables: readTableVersions(tables)
  }
}

function readRelease ({ group, epoch, failed, partitions, tokens }: pb.Release): Message {
  const released = decodeTokens(checkPresent(tokens, 'release.tokens'), RELEASES_MAX, 'release.tokens')
  const numbers = decodeIndexes(checkPresent(partitions, 'release.partitions'), released.length, PARTITIONS_MAX - 1, 'release.partitions')

  if (numbers.length === 0 || numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] as number))) {
    throw new DecodeError('release.partitions are out of order: must be at least one, and ascend')
  }

  return { type: 'release', group: checkName(group, 'release.group'), epoch: decodeToken(epoch, 'release.epoch'), failed, partitions: numbers, tokens: released }
}

function readFenced ({ group, partition, token, seen }: pb.Fenced): Message {
  return {
    type: 'fenced',
    group: checkName(group, 'fenced.group'),
    partition: checkRange(partition, 0, PARTITIONS_MAX - 1, 'fenced.partition'),
    token: decodeToken(token, 'fenced.token'),
    seen: decodeToken(seen, 'fenced.seen')
  }
}
