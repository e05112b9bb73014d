import { encodeIndexes } from './index-list.js'
import { writeOrder } from './order-codec.js'
import { asPlainBytes } from './protobuf.js'
import * as pb from './shoal.js'
import { encodeToken, encodeTokens } from './token-codec.js'
import { writeHead, writeRowVersions, writeTableVersions, writeUpdates } from './update-codec.js'
import type { Message } from '../core/index.js'
import type { SealOf } from './envelope.js'

/**
 * The bytes of a message; the same message gives the same bytes. Whatever in it has a `seal` goes out with that, and
 * only the rest is asked of `sealOf`.
 */
export function encodeMessage (message: Message, sealOf: SealOf): Uint8Array {
  return pb.Message.encode(writeMessage(message, sealOf))
}

function writeMessage (message: Message, sealOf: SealOf): pb.Message {
  switch (message.type) {
    case 'ping': {
      const { seq, head, updates } = message
      return { ping: { seq, head: writeHead(head), updates: writeUpdates(updates, sealOf) } }
    }
    case 'ack': {
      const { seq, target, head, updates } = message
      return { ack: { seq, target, head: writeHead(head), updates: writeUpdates(updates, sealOf) } }
    }
    case 'ping-req': {
      const { seq, target, patience, updates } = message
      return { pingReq: { seq, target, patience, updates: writeUpdates(updates, sealOf) } }
    }
    case 'nack':
      return { nack: { seq: message.seq, target: message.target } }
    case 'sync':
      return { sync: { versions: writeRowVersions(message.versions) } }
    case 'delta': {
      const { joined, updates, wanted, more = false, term = 0 } = message
      return { delta: { joined, updates: writeUpdates(updates, sealOf), wanted: [...wanted], more, term } }
    }
    case 'gossip':
      return { gossip: { updates: writeUpdates(message.updates, sealOf) } }
    case 'notice':
      return { notice: { head: writeHead(message.head) } }
    case 'table-pull':
      return { tablePull: { group: message.group, epoch: encodeToken(message.epoch) } }
    case 'table':
      return { table: { seal: asPlainBytes(message.table.seal ?? sealOf(message.table)) } }
    case 'collect':
      return { collect: { seq: message.seq } }
    case 'report':
      return { report: { seq: message.seq, term: message.term, tables: writeTableVersions(message.tables) } }
    case 'release': {
      const { group, epoch, failed, partitions, tokens } = message
      return { release: { group, epoch: encodeToken(epoch), failed, partitions: encodeIndexes(partitions), tokens: encodeTokens(tokens) } }
    }
    case 'fenced': {
      const { group, partition, token, seen } = message
      return { fenced: { group, partition, token: encodeToken(token), seen: encodeToken(seen) } }
    }
    case 'order':
      return { order: writeOrder(message.order) }
    default:
      return unreachable(message)
  }
}

function unreachable (message: never): never {
  throw new TypeError(`there is no message of type ${String((message as Message).type)}`)
}
