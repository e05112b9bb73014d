import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface Message {
  ping?: Ping
  ack?: Ack
  pingReq?: PingReq
  sync?: Sync
  delta?: Delta
  gossip?: Gossip
  notice?: Notice
  tablePull?: TablePull
  table?: TableMessage
  collect?: Collect
  report?: Report
  nack?: Nack
  release?: Release
  fenced?: Fenced
  order?: Order
}

export namespace Message {
  let _codec: Codec<Message>

  export const codec = (): Codec<Message> => {
    if (_codec == null) {
      _codec = message<Message>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.ping != null) {
          w.uint32(10)
          Ping.codec().encode(obj.ping, w)
        }

        if (obj.ack != null) {
          w.uint32(18)
          Ack.codec().encode(obj.ack, w)
        }

        if (obj.pingReq != null) {
          w.uint32(26)
          PingReq.codec().encode(obj.pingReq, w)
        }

        if (obj.sync != null) {
          w.uint32(34)
          Sync.codec().encode(obj.sync, w)
        }

        if (obj.delta != null) {
          w.uint32(42)
          Delta.codec().encode(obj.delta, w)
        }

        if (obj.gossip != null) {
          w.uint32(50)
          Gossip.codec().encode(obj.gossip, w)
        }

        if (obj.notice != null) {
          w.uint32(58)
          Notice.codec().encode(obj.notice, w)
        }

        if (obj.tablePull != null) {
          w.uint32(66)
          TablePull.codec().encode(obj.tablePull, w)
        }

        if (obj.table != null) {
          w.uint32(74)
          TableMessage.codec().encode(obj.table, w)
        }

        if (obj.collect != null) {
          w.uint32(82)
          Collect.codec().encode(obj.collect, w)
        }

        if (obj.report != null) {
          w.uint32(90)
          Report.codec().encode(obj.report, w)
        }

        if (obj.nack != null) {
          w.uint32(98)
          Nack.codec().encode(obj.nack, w)
        }

        if (obj.release != null) {
          w.uint32(106)
          Release.codec().encode(obj.release, w)
        }

        if (obj.fenced != null) {
          w.uint32(114)
          Fenced.codec().encode(obj.fenced, w)
        }

        if (obj.order != null) {
          w.uint32(122)
          Order.codec().encode(obj.order, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.ping = Ping.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ping
              })
              break
            }
            case 2: {
              obj.ack = Ack.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ack
              })
              break
            }
            case 3: {
              obj.pingReq = PingReq.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pingReq
              })
              break
            }
            case 4: {
              obj.sync = Sync.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.sync
              })
              break
            }
            case 5: {
              obj.delta = Delta.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.delta
              })
              break
            }
            case 6: {
              obj.gossip = Gossip.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.gossip
              })
              break
            }
            case 7: {
              obj.notice = Notice.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.notice
              })
              break
            }
            case 8: {
              obj.tablePull = TablePull.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.tablePull
              })
              break
            }
            case 9: {
              obj.table = TableMessage.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.table
              })
              break
            }
            case 10: {
              obj.collect = Collect.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.collect
              })
              break
            }
            case 11: {
              obj.report = Report.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.report
              })
              break
            }
            case 12: {
              obj.nack = Nack.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.nack
              })
              break
            }
            case 13: {
              obj.release = Release.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.release
              })
              break
            }
            case 14: {
              obj.fenced = Fenced.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.fenced
              })
              break
            }
            case 15: {
              obj.order = Order.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.order
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * Ping.codec().stream(reader, reader.uint32(), `${prefix}.ping`, {
                limits: opts.limits?.ping
              })

              break
            }
            case 2: {
              yield * Ack.codec().stream(reader, reader.uint32(), `${prefix}.ack`, {
                limits: opts.limits?.ack
              })

              break
            }
            case 3: {
              yield * PingReq.codec().stream(reader, reader.uint32(), `${prefix}.pingReq`, {
                limits: opts.limits?.pingReq
              })

              break
            }
            case 4: {
              yield * Sync.codec().stream(reader, reader.uint32(), `${prefix}.sync`, {
                limits: opts.limits?.sync
              })

              break
            }
            case 5: {
              yield * Delta.codec().stream(reader, reader.uint32(), `${prefix}.delta`, {
                limits: opts.limits?.delta
              })

              break
            }
            case 6: {
              yield * Gossip.codec().stream(reader, reader.uint32(), `${prefix}.gossip`, {
                limits: opts.limits?.gossip
              })

              break
            }
            case 7: {
              yield * Notice.codec().stream(reader, reader.uint32(), `${prefix}.notice`, {
                limits: opts.limits?.notice
              })

              break
            }
            case 8: {
              yield * TablePull.codec().stream(reader, reader.uint32(), `${prefix}.tablePull`, {
                limits: opts.limits?.tablePull
              })

              break
            }
            case 9: {
              yield * TableMessage.codec().stream(reader, reader.uint32(), `${prefix}.table`, {
                limits: opts.limits?.table
              })

              break
            }
            case 10: {
              yield * Collect.codec().stream(reader, reader.uint32(), `${prefix}.collect`, {
                limits: opts.limits?.collect
              })

              break
            }
            case 11: {
              yield * Report.codec().stream(reader, reader.uint32(), `${prefix}.report`, {
                limits: opts.limits?.report
              })

              break
            }
            case 12: {
              yield * Nack.codec().stream(reader, reader.uint32(), `${prefix}.nack`, {
                limits: opts.limits?.nack
              })

              break
            }
            case 13: {
              yield * Release.codec().stream(reader, reader.uint32(), `${prefix}.release`, {
                limits: opts.limits?.release
              })

              break
            }
            case 14: {
              yield * Fenced.codec().stream(reader, reader.uint32(), `${prefix}.fenced`, {
                limits: opts.limits?.fenced
              })

              break
            }
            case 15: {
              yield * Order.codec().stream(reader, reader.uint32(), `${prefix}.order`, {
                limits: opts.limits?.order
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface MessagePingSeqFieldEvent {
    field: '$.ping.seq'
    value: number
  }

  export interface MessagePingHeadViewFieldEvent {
    field: '$.ping.head.view'
    value: bigint
  }

  export interface MessagePingHeadTablesGroupFieldEvent {
    field: '$.ping.head.tables[].group'
    value: string
    index: number
  }

  export interface MessagePingHeadTablesEpochFieldEvent {
    field: '$.ping.head.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessagePingUpdatesClaimFieldEvent {
    field: '$.ping.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessagePingUpdatesAccusationIdFieldEvent {
    field: '$.ping.updates[].accusation.id'
    value: string
    index: number
  }

  export interface MessagePingUpdatesAccusationGenerationFieldEvent {
    field: '$.ping.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface MessagePingUpdatesAccusationIncarnationFieldEvent {
    field: '$.ping.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface MessagePingUpdatesAccusationStateFieldEvent {
    field: '$.ping.updates[].accusation.state'
    value: State
    index: number
  }

  export interface MessagePingUpdatesAccusationAccuserFieldEvent {
    field: '$.ping.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface MessagePingUpdatesAccusationRefusedFieldEvent {
    field: '$.ping.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface MessageAckSeqFieldEvent {
    field: '$.ack.seq'
    value: number
  }

  export interface MessageAckTargetFieldEvent {
    field: '$.ack.target'
    value: string
  }

  export interface MessageAckHeadViewFieldEvent {
    field: '$.ack.head.view'
    value: bigint
  }

  export interface MessageAckHeadTablesGroupFieldEvent {
    field: '$.ack.head.tables[].group'
    value: string
    index: number
  }

  export interface MessageAckHeadTablesEpochFieldEvent {
    field: '$.ack.head.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessageAckUpdatesClaimFieldEvent {
    field: '$.ack.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessageAckUpdatesAccusationIdFieldEvent {
    field: '$.ack.updates[].accusation.id'
    value: string
    index: number
  }

  export interface MessageAckUpdatesAccusationGenerationFieldEvent {
    field: '$.ack.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface MessageAckUpdatesAccusationIncarnationFieldEvent {
    field: '$.ack.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface MessageAckUpdatesAccusationStateFieldEvent {
    field: '$.ack.updates[].accusation.state'
    value: State
    index: number
  }

  export interface MessageAckUpdatesAccusationAccuserFieldEvent {
    field: '$.ack.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface MessageAckUpdatesAccusationRefusedFieldEvent {
    field: '$.ack.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface MessagePingReqSeqFieldEvent {
    field: '$.pingReq.seq'
    value: number
  }

  export interface MessagePingReqTargetFieldEvent {
    field: '$.pingReq.target'
    value: string
  }

  export interface MessagePingReqUpdatesClaimFieldEvent {
    field: '$.pingReq.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessagePingReqUpdatesAccusationIdFieldEvent {
    field: '$.pingReq.updates[].accusation.id'
    value: string
    index: number
  }

  export interface MessagePingReqUpdatesAccusationGenerationFieldEvent {
    field: '$.pingReq.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface MessagePingReqUpdatesAccusationIncarnationFieldEvent {
    field: '$.pingReq.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface MessagePingReqUpdatesAccusationStateFieldEvent {
    field: '$.pingReq.updates[].accusation.state'
    value: State
    index: number
  }

  export interface MessagePingReqUpdatesAccusationAccuserFieldEvent {
    field: '$.pingReq.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface MessagePingReqUpdatesAccusationRefusedFieldEvent {
    field: '$.pingReq.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface MessagePingReqPatienceFieldEvent {
    field: '$.pingReq.patience'
    value: number
  }

  export interface MessageSyncVersionsIdFieldEvent {
    field: '$.sync.versions[].id'
    value: string
    index: number
  }

  export interface MessageSyncVersionsGenerationFieldEvent {
    field: '$.sync.versions[].generation'
    value: number
    index: number
  }

  export interface MessageSyncVersionsIncarnationFieldEvent {
    field: '$.sync.versions[].incarnation'
    value: number
    index: number
  }

  export interface MessageSyncVersionsStateFieldEvent {
    field: '$.sync.versions[].state'
    value: State
    index: number
  }

  export interface MessageDeltaJoinedFieldEvent {
    field: '$.delta.joined'
    value: boolean
  }

  export interface MessageDeltaUpdatesClaimFieldEvent {
    field: '$.delta.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessageDeltaUpdatesAccusationIdFieldEvent {
    field: '$.delta.updates[].accusation.id'
    value: string
    index: number
  }

  export interface MessageDeltaUpdatesAccusationGenerationFieldEvent {
    field: '$.delta.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface MessageDeltaUpdatesAccusationIncarnationFieldEvent {
    field: '$.delta.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface MessageDeltaUpdatesAccusationStateFieldEvent {
    field: '$.delta.updates[].accusation.state'
    value: State
    index: number
  }

  export interface MessageDeltaUpdatesAccusationAccuserFieldEvent {
    field: '$.delta.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface MessageDeltaUpdatesAccusationRefusedFieldEvent {
    field: '$.delta.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface MessageDeltaWantedFieldEvent {
    field: '$.delta.wanted[]'
    index: number
    value: string
  }

  export interface MessageDeltaMoreFieldEvent {
    field: '$.delta.more'
    value: boolean
  }

  export interface MessageDeltaTermFieldEvent {
    field: '$.delta.term'
    value: number
  }

  export interface MessageGossipUpdatesClaimFieldEvent {
    field: '$.gossip.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessageGossipUpdatesAccusationIdFieldEvent {
    field: '$.gossip.updates[].accusation.id'
    value: string
    index: number
  }

  export interface MessageGossipUpdatesAccusationGenerationFieldEvent {
    field: '$.gossip.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface MessageGossipUpdatesAccusationIncarnationFieldEvent {
    field: '$.gossip.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface MessageGossipUpdatesAccusationStateFieldEvent {
    field: '$.gossip.updates[].accusation.state'
    value: State
    index: number
  }

  export interface MessageGossipUpdatesAccusationAccuserFieldEvent {
    field: '$.gossip.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface MessageGossipUpdatesAccusationRefusedFieldEvent {
    field: '$.gossip.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface MessageNoticeHeadViewFieldEvent {
    field: '$.notice.head.view'
    value: bigint
  }

  export interface MessageNoticeHeadTablesGroupFieldEvent {
    field: '$.notice.head.tables[].group'
    value: string
    index: number
  }

  export interface MessageNoticeHeadTablesEpochFieldEvent {
    field: '$.notice.head.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessageTablePullGroupFieldEvent {
    field: '$.tablePull.group'
    value: string
  }

  export interface MessageTablePullEpochFieldEvent {
    field: '$.tablePull.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageTableSealFieldEvent {
    field: '$.table.seal'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageCollectSeqFieldEvent {
    field: '$.collect.seq'
    value: number
  }

  export interface MessageReportSeqFieldEvent {
    field: '$.report.seq'
    value: number
  }

  export interface MessageReportTermFieldEvent {
    field: '$.report.term'
    value: number
  }

  export interface MessageReportTablesGroupFieldEvent {
    field: '$.report.tables[].group'
    value: string
    index: number
  }

  export interface MessageReportTablesEpochFieldEvent {
    field: '$.report.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface MessageNackSeqFieldEvent {
    field: '$.nack.seq'
    value: number
  }

  export interface MessageNackTargetFieldEvent {
    field: '$.nack.target'
    value: string
  }

  export interface MessageReleaseGroupFieldEvent {
    field: '$.release.group'
    value: string
  }

  export interface MessageReleaseEpochFieldEvent {
    field: '$.release.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageReleaseFailedFieldEvent {
    field: '$.release.failed'
    value: boolean
  }

  export interface MessageReleasePartitionsFieldEvent {
    field: '$.release.partitions'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageReleaseTokensFieldEvent {
    field: '$.release.tokens'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageFencedGroupFieldEvent {
    field: '$.fenced.group'
    value: string
  }

  export interface MessageFencedPartitionFieldEvent {
    field: '$.fenced.partition'
    value: number
  }

  export interface MessageFencedTokenFieldEvent {
    field: '$.fenced.token'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageFencedSeenFieldEvent {
    field: '$.fenced.seen'
    value: Uint8Array<ArrayBuffer>
  }

  export interface MessageOrderKindFieldEvent {
    field: '$.order.kind'
    value: OrderKind
  }

  export interface MessageOrderGroupFieldEvent {
    field: '$.order.group'
    value: string
  }

  export interface MessageOrderPartitionFieldEvent {
    field: '$.order.partition'
    value: number
  }

  export interface MessageOrderMemberFieldEvent {
    field: '$.order.member'
    value: string
  }

  export interface MessageOrderGenerationFieldEvent {
    field: '$.order.generation'
    value: number
  }

  export function encode (obj: Partial<Message>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Message.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Message>): Message {
    return decodeMessage(buf, Message.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Message>): Generator<MessagePingSeqFieldEvent | MessagePingHeadViewFieldEvent | MessagePingHeadTablesGroupFieldEvent | MessagePingHeadTablesEpochFieldEvent | MessagePingUpdatesClaimFieldEvent | MessagePingUpdatesAccusationIdFieldEvent | MessagePingUpdatesAccusationGenerationFieldEvent | MessagePingUpdatesAccusationIncarnationFieldEvent | MessagePingUpdatesAccusationStateFieldEvent | MessagePingUpdatesAccusationAccuserFieldEvent | MessagePingUpdatesAccusationRefusedFieldEvent | MessageAckSeqFieldEvent | MessageAckTargetFieldEvent | MessageAckHeadViewFieldEvent | MessageAckHeadTablesGroupFieldEvent | MessageAckHeadTablesEpochFieldEvent | MessageAckUpdatesClaimFieldEvent | MessageAckUpdatesAccusationIdFieldEvent | MessageAckUpdatesAccusationGenerationFieldEvent | MessageAckUpdatesAccusationIncarnationFieldEvent | MessageAckUpdatesAccusationStateFieldEvent | MessageAckUpdatesAccusationAccuserFieldEvent | MessageAckUpdatesAccusationRefusedFieldEvent | MessagePingReqSeqFieldEvent | MessagePingReqTargetFieldEvent | MessagePingReqUpdatesClaimFieldEvent | MessagePingReqUpdatesAccusationIdFieldEvent | MessagePingReqUpdatesAccusationGenerationFieldEvent | MessagePingReqUpdatesAccusationIncarnationFieldEvent | MessagePingReqUpdatesAccusationStateFieldEvent | MessagePingReqUpdatesAccusationAccuserFieldEvent | MessagePingReqUpdatesAccusationRefusedFieldEvent | MessagePingReqPatienceFieldEvent | MessageSyncVersionsIdFieldEvent | MessageSyncVersionsGenerationFieldEvent | MessageSyncVersionsIncarnationFieldEvent | MessageSyncVersionsStateFieldEvent | MessageDeltaJoinedFieldEvent | MessageDeltaUpdatesClaimFieldEvent | MessageDeltaUpdatesAccusationIdFieldEvent | MessageDeltaUpdatesAccusationGenerationFieldEvent | MessageDeltaUpdatesAccusationIncarnationFieldEvent | MessageDeltaUpdatesAccusationStateFieldEvent | MessageDeltaUpdatesAccusationAccuserFieldEvent | MessageDeltaUpdatesAccusationRefusedFieldEvent | MessageDeltaWantedFieldEvent | MessageDeltaMoreFieldEvent | MessageDeltaTermFieldEvent | MessageGossipUpdatesClaimFieldEvent | MessageGossipUpdatesAccusationIdFieldEvent | MessageGossipUpdatesAccusationGenerationFieldEvent | MessageGossipUpdatesAccusationIncarnationFieldEvent | MessageGossipUpdatesAccusationStateFieldEvent | MessageGossipUpdatesAccusationAccuserFieldEvent | MessageGossipUpdatesAccusationRefusedFieldEvent | MessageNoticeHeadViewFieldEvent | MessageNoticeHeadTablesGroupFieldEvent | MessageNoticeHeadTablesEpochFieldEvent | MessageTablePullGroupFieldEvent | MessageTablePullEpochFieldEvent | MessageTableSealFieldEvent | MessageCollectSeqFieldEvent | MessageReportSeqFieldEvent | MessageReportTermFieldEvent | MessageReportTablesGroupFieldEvent | MessageReportTablesEpochFieldEvent | MessageNackSeqFieldEvent | MessageNackTargetFieldEvent | MessageReleaseGroupFieldEvent | MessageReleaseEpochFieldEvent | MessageReleaseFailedFieldEvent | MessageReleasePartitionsFieldEvent | MessageReleaseTokensFieldEvent | MessageFencedGroupFieldEvent | MessageFencedPartitionFieldEvent | MessageFencedTokenFieldEvent | MessageFencedSeenFieldEvent | MessageOrderKindFieldEvent | MessageOrderGroupFieldEvent | MessageOrderPartitionFieldEvent | MessageOrderMemberFieldEvent | MessageOrderGenerationFieldEvent> {
    return streamMessage(buf, Message.codec(), opts)
  }
}

export interface Ping {
  seq: number
  head?: Head
  updates: Update[]
}

export namespace Ping {
  let _codec: Codec<Ping>

  export const codec = (): Codec<Ping> => {
    if (_codec == null) {
      _codec = message<Ping>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if (obj.head != null) {
          w.uint32(18)
          Head.codec().encode(obj.head, w)
        }

        if (obj.updates != null && obj.updates.length > 0) {
          for (const value of obj.updates) {
            w.uint32(26)
            Update.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          updates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            case 2: {
              obj.head = Head.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 3: {
              if (opts.limits?.updates != null && obj.updates.length === opts.limits.updates) {
                throw new MaxLengthError('Decode error - repeated field "updates" had too many elements')
              }

              obj.updates.push(Update.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.updates$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          updates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield * Head.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 3: {
              if (opts.limits?.updates != null && obj.updates === opts.limits.updates) {
                throw new MaxLengthError('Streaming decode error - repeated field "updates" had too many elements')
              }

              for (const evt of Update.codec().stream(reader, reader.uint32(), `${prefix}.updates[]`, {
                limits: opts.limits?.updates$
              })) {
                yield {
                  ...evt,
                  index: obj.updates
                }
              }

              obj.updates++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PingSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface PingHeadViewFieldEvent {
    field: '$.head.view'
    value: bigint
  }

  export interface PingHeadTablesGroupFieldEvent {
    field: '$.head.tables[].group'
    value: string
    index: number
  }

  export interface PingHeadTablesEpochFieldEvent {
    field: '$.head.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface PingUpdatesClaimFieldEvent {
    field: '$.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface PingUpdatesAccusationIdFieldEvent {
    field: '$.updates[].accusation.id'
    value: string
    index: number
  }

  export interface PingUpdatesAccusationGenerationFieldEvent {
    field: '$.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface PingUpdatesAccusationIncarnationFieldEvent {
    field: '$.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface PingUpdatesAccusationStateFieldEvent {
    field: '$.updates[].accusation.state'
    value: State
    index: number
  }

  export interface PingUpdatesAccusationAccuserFieldEvent {
    field: '$.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface PingUpdatesAccusationRefusedFieldEvent {
    field: '$.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export function encode (obj: Partial<Ping>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Ping.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ping>): Ping {
    return decodeMessage(buf, Ping.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ping>): Generator<PingSeqFieldEvent | PingHeadViewFieldEvent | PingHeadTablesGroupFieldEvent | PingHeadTablesEpochFieldEvent | PingUpdatesClaimFieldEvent | PingUpdatesAccusationIdFieldEvent | PingUpdatesAccusationGenerationFieldEvent | PingUpdatesAccusationIncarnationFieldEvent | PingUpdatesAccusationStateFieldEvent | PingUpdatesAccusationAccuserFieldEvent | PingUpdatesAccusationRefusedFieldEvent> {
    return streamMessage(buf, Ping.codec(), opts)
  }
}

export interface Ack {
  seq: number
  target: string
  head?: Head
  updates: Update[]
}

export namespace Ack {
  let _codec: Codec<Ack>

  export const codec = (): Codec<Ack> => {
    if (_codec == null) {
      _codec = message<Ack>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.target != null && obj.target !== '')) {
          w.uint32(18)
          w.string(obj.target)
        }

        if (obj.head != null) {
          w.uint32(26)
          Head.codec().encode(obj.head, w)
        }

        if (obj.updates != null && obj.updates.length > 0) {
          for (const value of obj.updates) {
            w.uint32(34)
            Update.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          target: '',
          updates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            case 2: {
              obj.target = reader.string()
              break
            }
            case 3: {
              obj.head = Head.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            case 4: {
              if (opts.limits?.updates != null && obj.updates.length === opts.limits.updates) {
                throw new MaxLengthError('Decode error - repeated field "updates" had too many elements')
              }

              obj.updates.push(Update.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.updates$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          updates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.target`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield * Head.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            case 4: {
              if (opts.limits?.updates != null && obj.updates === opts.limits.updates) {
                throw new MaxLengthError('Streaming decode error - repeated field "updates" had too many elements')
              }

              for (const evt of Update.codec().stream(reader, reader.uint32(), `${prefix}.updates[]`, {
                limits: opts.limits?.updates$
              })) {
                yield {
                  ...evt,
                  index: obj.updates
                }
              }

              obj.updates++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface AckSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface AckTargetFieldEvent {
    field: '$.target'
    value: string
  }

  export interface AckHeadViewFieldEvent {
    field: '$.head.view'
    value: bigint
  }

  export interface AckHeadTablesGroupFieldEvent {
    field: '$.head.tables[].group'
    value: string
    index: number
  }

  export interface AckHeadTablesEpochFieldEvent {
    field: '$.head.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AckUpdatesClaimFieldEvent {
    field: '$.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface AckUpdatesAccusationIdFieldEvent {
    field: '$.updates[].accusation.id'
    value: string
    index: number
  }

  export interface AckUpdatesAccusationGenerationFieldEvent {
    field: '$.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface AckUpdatesAccusationIncarnationFieldEvent {
    field: '$.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface AckUpdatesAccusationStateFieldEvent {
    field: '$.updates[].accusation.state'
    value: State
    index: number
  }

  export interface AckUpdatesAccusationAccuserFieldEvent {
    field: '$.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface AckUpdatesAccusationRefusedFieldEvent {
    field: '$.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export function encode (obj: Partial<Ack>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Ack.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ack>): Ack {
    return decodeMessage(buf, Ack.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Ack>): Generator<AckSeqFieldEvent | AckTargetFieldEvent | AckHeadViewFieldEvent | AckHeadTablesGroupFieldEvent | AckHeadTablesEpochFieldEvent | AckUpdatesClaimFieldEvent | AckUpdatesAccusationIdFieldEvent | AckUpdatesAccusationGenerationFieldEvent | AckUpdatesAccusationIncarnationFieldEvent | AckUpdatesAccusationStateFieldEvent | AckUpdatesAccusationAccuserFieldEvent | AckUpdatesAccusationRefusedFieldEvent> {
    return streamMessage(buf, Ack.codec(), opts)
  }
}

export interface PingReq {
  seq: number
  target: string
  updates: Update[]
  patience: number
}

export namespace PingReq {
  let _codec: Codec<PingReq>

  export const codec = (): Codec<PingReq> => {
    if (_codec == null) {
      _codec = message<PingReq>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.target != null && obj.target !== '')) {
          w.uint32(18)
          w.string(obj.target)
        }

        if (obj.updates != null && obj.updates.length > 0) {
          for (const value of obj.updates) {
            w.uint32(26)
            Update.codec().encode(value, w)
          }
        }

        if ((obj.patience != null && obj.patience !== 0)) {
          w.uint32(32)
          w.uint32(obj.patience)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          target: '',
          updates: [],
          patience: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            case 2: {
              obj.target = reader.string()
              break
            }
            case 3: {
              if (opts.limits?.updates != null && obj.updates.length === opts.limits.updates) {
                throw new MaxLengthError('Decode error - repeated field "updates" had too many elements')
              }

              obj.updates.push(Update.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.updates$
              }))
              break
            }
            case 4: {
              obj.patience = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          updates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.target`,
                value: reader.string()
              }
              break
            }
            case 3: {
              if (opts.limits?.updates != null && obj.updates === opts.limits.updates) {
                throw new MaxLengthError('Streaming decode error - repeated field "updates" had too many elements')
              }

              for (const evt of Update.codec().stream(reader, reader.uint32(), `${prefix}.updates[]`, {
                limits: opts.limits?.updates$
              })) {
                yield {
                  ...evt,
                  index: obj.updates
                }
              }

              obj.updates++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.patience`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PingReqSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface PingReqTargetFieldEvent {
    field: '$.target'
    value: string
  }

  export interface PingReqUpdatesClaimFieldEvent {
    field: '$.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface PingReqUpdatesAccusationIdFieldEvent {
    field: '$.updates[].accusation.id'
    value: string
    index: number
  }

  export interface PingReqUpdatesAccusationGenerationFieldEvent {
    field: '$.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface PingReqUpdatesAccusationIncarnationFieldEvent {
    field: '$.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface PingReqUpdatesAccusationStateFieldEvent {
    field: '$.updates[].accusation.state'
    value: State
    index: number
  }

  export interface PingReqUpdatesAccusationAccuserFieldEvent {
    field: '$.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface PingReqUpdatesAccusationRefusedFieldEvent {
    field: '$.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface PingReqPatienceFieldEvent {
    field: '$.patience'
    value: number
  }

  export function encode (obj: Partial<PingReq>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, PingReq.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PingReq>): PingReq {
    return decodeMessage(buf, PingReq.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<PingReq>): Generator<PingReqSeqFieldEvent | PingReqTargetFieldEvent | PingReqUpdatesClaimFieldEvent | PingReqUpdatesAccusationIdFieldEvent | PingReqUpdatesAccusationGenerationFieldEvent | PingReqUpdatesAccusationIncarnationFieldEvent | PingReqUpdatesAccusationStateFieldEvent | PingReqUpdatesAccusationAccuserFieldEvent | PingReqUpdatesAccusationRefusedFieldEvent | PingReqPatienceFieldEvent> {
    return streamMessage(buf, PingReq.codec(), opts)
  }
}

export interface Nack {
  seq: number
  target: string
}

export namespace Nack {
  let _codec: Codec<Nack>

  export const codec = (): Codec<Nack> => {
    if (_codec == null) {
      _codec = message<Nack>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.target != null && obj.target !== '')) {
          w.uint32(18)
          w.string(obj.target)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          target: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            case 2: {
              obj.target = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.target`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface NackSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface NackTargetFieldEvent {
    field: '$.target'
    value: string
  }

  export function encode (obj: Partial<Nack>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Nack.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Nack>): Nack {
    return decodeMessage(buf, Nack.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Nack>): Generator<NackSeqFieldEvent | NackTargetFieldEvent> {
    return streamMessage(buf, Nack.codec(), opts)
  }
}

export interface Sync {
  versions: RowVersion[]
}

export namespace Sync {
  let _codec: Codec<Sync>

  export const codec = (): Codec<Sync> => {
    if (_codec == null) {
      _codec = message<Sync>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.versions != null && obj.versions.length > 0) {
          for (const value of obj.versions) {
            w.uint32(10)
            RowVersion.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          versions: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.versions != null && obj.versions.length === opts.limits.versions) {
                throw new MaxLengthError('Decode error - repeated field "versions" had too many elements')
              }

              obj.versions.push(RowVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.versions$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          versions: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.versions != null && obj.versions === opts.limits.versions) {
                throw new MaxLengthError('Streaming decode error - repeated field "versions" had too many elements')
              }

              for (const evt of RowVersion.codec().stream(reader, reader.uint32(), `${prefix}.versions[]`, {
                limits: opts.limits?.versions$
              })) {
                yield {
                  ...evt,
                  index: obj.versions
                }
              }

              obj.versions++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface SyncVersionsIdFieldEvent {
    field: '$.versions[].id'
    value: string
    index: number
  }

  export interface SyncVersionsGenerationFieldEvent {
    field: '$.versions[].generation'
    value: number
    index: number
  }

  export interface SyncVersionsIncarnationFieldEvent {
    field: '$.versions[].incarnation'
    value: number
    index: number
  }

  export interface SyncVersionsStateFieldEvent {
    field: '$.versions[].state'
    value: State
    index: number
  }

  export function encode (obj: Partial<Sync>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Sync.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Sync>): Sync {
    return decodeMessage(buf, Sync.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Sync>): Generator<SyncVersionsIdFieldEvent | SyncVersionsGenerationFieldEvent | SyncVersionsIncarnationFieldEvent | SyncVersionsStateFieldEvent> {
    return streamMessage(buf, Sync.codec(), opts)
  }
}

export interface Delta {
  joined: boolean
  updates: Update[]
  wanted: string[]
  more: boolean
  term: number
}

export namespace Delta {
  let _codec: Codec<Delta>

  export const codec = (): Codec<Delta> => {
    if (_codec == null) {
      _codec = message<Delta>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.joined != null && obj.joined !== false)) {
          w.uint32(8)
          w.bool(obj.joined)
        }

        if (obj.updates != null && obj.updates.length > 0) {
          for (const value of obj.updates) {
            w.uint32(18)
            Update.codec().encode(value, w)
          }
        }

        if (obj.wanted != null && obj.wanted.length > 0) {
          for (const value of obj.wanted) {
            w.uint32(26)
            w.string(value)
          }
        }

        if ((obj.more != null && obj.more !== false)) {
          w.uint32(32)
          w.bool(obj.more)
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.term)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          joined: false,
          updates: [],
          wanted: [],
          more: false,
          term: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.joined = reader.bool()
              break
            }
            case 2: {
              if (opts.limits?.updates != null && obj.updates.length === opts.limits.updates) {
                throw new MaxLengthError('Decode error - repeated field "updates" had too many elements')
              }

              obj.updates.push(Update.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.updates$
              }))
              break
            }
            case 3: {
              if (opts.limits?.wanted != null && obj.wanted.length === opts.limits.wanted) {
                throw new MaxLengthError('Decode error - repeated field "wanted" had too many elements')
              }

              obj.wanted.push(reader.string())
              break
            }
            case 4: {
              obj.more = reader.bool()
              break
            }
            case 5: {
              obj.term = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          updates: 0,
          wanted: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.joined`,
                value: reader.bool()
              }
              break
            }
            case 2: {
              if (opts.limits?.updates != null && obj.updates === opts.limits.updates) {
                throw new MaxLengthError('Streaming decode error - repeated field "updates" had too many elements')
              }

              for (const evt of Update.codec().stream(reader, reader.uint32(), `${prefix}.updates[]`, {
                limits: opts.limits?.updates$
              })) {
                yield {
                  ...evt,
                  index: obj.updates
                }
              }

              obj.updates++

              break
            }
            case 3: {
              if (opts.limits?.wanted != null && obj.wanted === opts.limits.wanted) {
                throw new MaxLengthError('Streaming decode error - repeated field "wanted" had too many elements')
              }

              yield {
                field: `${prefix}.wanted[]`,
                index: obj.wanted,
                value: reader.string()
              }

              obj.wanted++

              break
            }
            case 4: {
              yield {
                field: `${prefix}.more`,
                value: reader.bool()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.term`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface DeltaJoinedFieldEvent {
    field: '$.joined'
    value: boolean
  }

  export interface DeltaUpdatesClaimFieldEvent {
    field: '$.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface DeltaUpdatesAccusationIdFieldEvent {
    field: '$.updates[].accusation.id'
    value: string
    index: number
  }

  export interface DeltaUpdatesAccusationGenerationFieldEvent {
    field: '$.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface DeltaUpdatesAccusationIncarnationFieldEvent {
    field: '$.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface DeltaUpdatesAccusationStateFieldEvent {
    field: '$.updates[].accusation.state'
    value: State
    index: number
  }

  export interface DeltaUpdatesAccusationAccuserFieldEvent {
    field: '$.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface DeltaUpdatesAccusationRefusedFieldEvent {
    field: '$.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export interface DeltaWantedFieldEvent {
    field: '$.wanted[]'
    index: number
    value: string
  }

  export interface DeltaMoreFieldEvent {
    field: '$.more'
    value: boolean
  }

  export interface DeltaTermFieldEvent {
    field: '$.term'
    value: number
  }

  export function encode (obj: Partial<Delta>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Delta.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Delta>): Delta {
    return decodeMessage(buf, Delta.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Delta>): Generator<DeltaJoinedFieldEvent | DeltaUpdatesClaimFieldEvent | DeltaUpdatesAccusationIdFieldEvent | DeltaUpdatesAccusationGenerationFieldEvent | DeltaUpdatesAccusationIncarnationFieldEvent | DeltaUpdatesAccusationStateFieldEvent | DeltaUpdatesAccusationAccuserFieldEvent | DeltaUpdatesAccusationRefusedFieldEvent | DeltaWantedFieldEvent | DeltaMoreFieldEvent | DeltaTermFieldEvent> {
    return streamMessage(buf, Delta.codec(), opts)
  }
}

export interface Gossip {
  updates: Update[]
}

export namespace Gossip {
  let _codec: Codec<Gossip>

  export const codec = (): Codec<Gossip> => {
    if (_codec == null) {
      _codec = message<Gossip>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.updates != null && obj.updates.length > 0) {
          for (const value of obj.updates) {
            w.uint32(10)
            Update.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          updates: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.updates != null && obj.updates.length === opts.limits.updates) {
                throw new MaxLengthError('Decode error - repeated field "updates" had too many elements')
              }

              obj.updates.push(Update.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.updates$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          updates: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              if (opts.limits?.updates != null && obj.updates === opts.limits.updates) {
                throw new MaxLengthError('Streaming decode error - repeated field "updates" had too many elements')
              }

              for (const evt of Update.codec().stream(reader, reader.uint32(), `${prefix}.updates[]`, {
                limits: opts.limits?.updates$
              })) {
                yield {
                  ...evt,
                  index: obj.updates
                }
              }

              obj.updates++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GossipUpdatesClaimFieldEvent {
    field: '$.updates[].claim'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface GossipUpdatesAccusationIdFieldEvent {
    field: '$.updates[].accusation.id'
    value: string
    index: number
  }

  export interface GossipUpdatesAccusationGenerationFieldEvent {
    field: '$.updates[].accusation.generation'
    value: number
    index: number
  }

  export interface GossipUpdatesAccusationIncarnationFieldEvent {
    field: '$.updates[].accusation.incarnation'
    value: number
    index: number
  }

  export interface GossipUpdatesAccusationStateFieldEvent {
    field: '$.updates[].accusation.state'
    value: State
    index: number
  }

  export interface GossipUpdatesAccusationAccuserFieldEvent {
    field: '$.updates[].accusation.accuser'
    value: string
    index: number
  }

  export interface GossipUpdatesAccusationRefusedFieldEvent {
    field: '$.updates[].accusation.refused'
    value: boolean
    index: number
  }

  export function encode (obj: Partial<Gossip>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Gossip.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Gossip>): Gossip {
    return decodeMessage(buf, Gossip.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Gossip>): Generator<GossipUpdatesClaimFieldEvent | GossipUpdatesAccusationIdFieldEvent | GossipUpdatesAccusationGenerationFieldEvent | GossipUpdatesAccusationIncarnationFieldEvent | GossipUpdatesAccusationStateFieldEvent | GossipUpdatesAccusationAccuserFieldEvent | GossipUpdatesAccusationRefusedFieldEvent> {
    return streamMessage(buf, Gossip.codec(), opts)
  }
}

export interface Notice {
  head?: Head
}

export namespace Notice {
  let _codec: Codec<Notice>

  export const codec = (): Codec<Notice> => {
    if (_codec == null) {
      _codec = message<Notice>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.head != null) {
          w.uint32(10)
          Head.codec().encode(obj.head, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.head = Head.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.head
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * Head.codec().stream(reader, reader.uint32(), `${prefix}.head`, {
                limits: opts.limits?.head
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface NoticeHeadViewFieldEvent {
    field: '$.head.view'
    value: bigint
  }

  export interface NoticeHeadTablesGroupFieldEvent {
    field: '$.head.tables[].group'
    value: string
    index: number
  }

  export interface NoticeHeadTablesEpochFieldEvent {
    field: '$.head.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<Notice>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Notice.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Notice>): Notice {
    return decodeMessage(buf, Notice.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Notice>): Generator<NoticeHeadViewFieldEvent | NoticeHeadTablesGroupFieldEvent | NoticeHeadTablesEpochFieldEvent> {
    return streamMessage(buf, Notice.codec(), opts)
  }
}

export interface TablePull {
  group: string
  epoch?: Uint8Array<ArrayBuffer>
}

export namespace TablePull {
  let _codec: Codec<TablePull>

  export const codec = (): Codec<TablePull> => {
    if (_codec == null) {
      _codec = message<TablePull>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group !== '')) {
          w.uint32(10)
          w.string(obj.group)
        }

        if (obj.epoch != null) {
          w.uint32(18)
          w.bytes(obj.epoch)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.string()
              break
            }
            case 2: {
              obj.epoch = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.epoch`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface TablePullGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface TablePullEpochFieldEvent {
    field: '$.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<TablePull>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TablePull.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TablePull>): TablePull {
    return decodeMessage(buf, TablePull.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TablePull>): Generator<TablePullGroupFieldEvent | TablePullEpochFieldEvent> {
    return streamMessage(buf, TablePull.codec(), opts)
  }
}

export interface TableMessage {
  seal?: Uint8Array<ArrayBuffer>
}

export namespace TableMessage {
  let _codec: Codec<TableMessage>

  export const codec = (): Codec<TableMessage> => {
    if (_codec == null) {
      _codec = message<TableMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.seal != null) {
          w.uint32(10)
          w.bytes(obj.seal)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seal = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seal`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface TableMessageSealFieldEvent {
    field: '$.seal'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<TableMessage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TableMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TableMessage>): TableMessage {
    return decodeMessage(buf, TableMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TableMessage>): Generator<TableMessageSealFieldEvent> {
    return streamMessage(buf, TableMessage.codec(), opts)
  }
}

export interface Collect {
  seq: number
}

export namespace Collect {
  let _codec: Codec<Collect>

  export const codec = (): Codec<Collect> => {
    if (_codec == null) {
      _codec = message<Collect>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface CollectSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export function encode (obj: Partial<Collect>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Collect.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Collect>): Collect {
    return decodeMessage(buf, Collect.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Collect>): Generator<CollectSeqFieldEvent> {
    return streamMessage(buf, Collect.codec(), opts)
  }
}

export interface Report {
  seq: number
  term: number
  tables: TableVersion[]
}

export namespace Report {
  let _codec: Codec<Report>

  export const codec = (): Codec<Report> => {
    if (_codec == null) {
      _codec = message<Report>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.seq != null && obj.seq !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.seq)
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.term)
        }

        if (obj.tables != null && obj.tables.length > 0) {
          for (const value of obj.tables) {
            w.uint32(26)
            TableVersion.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seq: 0,
          term: 0,
          tables: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.seq = reader.uint64Number()
              break
            }
            case 2: {
              obj.term = reader.uint64Number()
              break
            }
            case 3: {
              if (opts.limits?.tables != null && obj.tables.length === opts.limits.tables) {
                throw new MaxLengthError('Decode error - repeated field "tables" had too many elements')
              }

              obj.tables.push(TableVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.tables$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          tables: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.seq`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.term`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              if (opts.limits?.tables != null && obj.tables === opts.limits.tables) {
                throw new MaxLengthError('Streaming decode error - repeated field "tables" had too many elements')
              }

              for (const evt of TableVersion.codec().stream(reader, reader.uint32(), `${prefix}.tables[]`, {
                limits: opts.limits?.tables$
              })) {
                yield {
                  ...evt,
                  index: obj.tables
                }
              }

              obj.tables++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ReportSeqFieldEvent {
    field: '$.seq'
    value: number
  }

  export interface ReportTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface ReportTablesGroupFieldEvent {
    field: '$.tables[].group'
    value: string
    index: number
  }

  export interface ReportTablesEpochFieldEvent {
    field: '$.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<Report>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Report.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Report>): Report {
    return decodeMessage(buf, Report.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Report>): Generator<ReportSeqFieldEvent | ReportTermFieldEvent | ReportTablesGroupFieldEvent | ReportTablesEpochFieldEvent> {
    return streamMessage(buf, Report.codec(), opts)
  }
}

export interface Release {
  group: string
  epoch?: Uint8Array<ArrayBuffer>
  failed: boolean
  partitions?: Uint8Array<ArrayBuffer>
  tokens?: Uint8Array<ArrayBuffer>
}

export namespace Release {
  let _codec: Codec<Release>

  export const codec = (): Codec<Release> => {
    if (_codec == null) {
      _codec = message<Release>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group !== '')) {
          w.uint32(10)
          w.string(obj.group)
        }

        if (obj.epoch != null) {
          w.uint32(18)
          w.bytes(obj.epoch)
        }

        if ((obj.failed != null && obj.failed !== false)) {
          w.uint32(24)
          w.bool(obj.failed)
        }

        if (obj.partitions != null) {
          w.uint32(34)
          w.bytes(obj.partitions)
        }

        if (obj.tokens != null) {
          w.uint32(42)
          w.bytes(obj.tokens)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: '',
          failed: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.string()
              break
            }
            case 2: {
              obj.epoch = reader.bytes()
              break
            }
            case 3: {
              obj.failed = reader.bool()
              break
            }
            case 4: {
              obj.partitions = reader.bytes()
              break
            }
            case 5: {
              obj.tokens = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.epoch`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.failed`,
                value: reader.bool()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.partitions`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.tokens`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ReleaseGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface ReleaseEpochFieldEvent {
    field: '$.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ReleaseFailedFieldEvent {
    field: '$.failed'
    value: boolean
  }

  export interface ReleasePartitionsFieldEvent {
    field: '$.partitions'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ReleaseTokensFieldEvent {
    field: '$.tokens'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Release>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Release.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Release>): Release {
    return decodeMessage(buf, Release.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Release>): Generator<ReleaseGroupFieldEvent | ReleaseEpochFieldEvent | ReleaseFailedFieldEvent | ReleasePartitionsFieldEvent | ReleaseTokensFieldEvent> {
    return streamMessage(buf, Release.codec(), opts)
  }
}

export interface Fenced {
  group: string
  partition: number
  token?: Uint8Array<ArrayBuffer>
  seen?: Uint8Array<ArrayBuffer>
}

export namespace Fenced {
  let _codec: Codec<Fenced>

  export const codec = (): Codec<Fenced> => {
    if (_codec == null) {
      _codec = message<Fenced>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group !== '')) {
          w.uint32(10)
          w.string(obj.group)
        }

        if ((obj.partition != null && obj.partition !== 0)) {
          w.uint32(16)
          w.uint32(obj.partition)
        }

        if (obj.token != null) {
          w.uint32(26)
          w.bytes(obj.token)
        }

        if (obj.seen != null) {
          w.uint32(34)
          w.bytes(obj.seen)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: '',
          partition: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.string()
              break
            }
            case 2: {
              obj.partition = reader.uint32()
              break
            }
            case 3: {
              obj.token = reader.bytes()
              break
            }
            case 4: {
              obj.seen = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.partition`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.token`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.seen`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface FencedGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface FencedPartitionFieldEvent {
    field: '$.partition'
    value: number
  }

  export interface FencedTokenFieldEvent {
    field: '$.token'
    value: Uint8Array<ArrayBuffer>
  }

  export interface FencedSeenFieldEvent {
    field: '$.seen'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Fenced>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Fenced.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Fenced>): Fenced {
    return decodeMessage(buf, Fenced.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Fenced>): Generator<FencedGroupFieldEvent | FencedPartitionFieldEvent | FencedTokenFieldEvent | FencedSeenFieldEvent> {
    return streamMessage(buf, Fenced.codec(), opts)
  }
}

export enum OrderKind {
  UNSPECIFIED = 'UNSPECIFIED',
  FREEZE = 'FREEZE',
  THAW = 'THAW',
  PIN = 'PIN',
  UNPIN = 'UNPIN',
  DRAIN = 'DRAIN',
  UNDRAIN = 'UNDRAIN'
}

enum __OrderKindValues {
  UNSPECIFIED = 0,
  FREEZE = 1,
  THAW = 2,
  PIN = 3,
  UNPIN = 4,
  DRAIN = 5,
  UNDRAIN = 6
}

export namespace OrderKind {
  export const codec = (): Codec<OrderKind> => {
    return enumeration<OrderKind>(__OrderKindValues)
  }
}

export interface Order {
  kind: OrderKind
  group: string
  partition: number
  member: string
  generation: number
}

export namespace Order {
  let _codec: Codec<Order>

  export const codec = (): Codec<Order> => {
    if (_codec == null) {
      _codec = message<Order>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.kind != null && __OrderKindValues[obj.kind] !== 0) {
          w.uint32(8)
          OrderKind.codec().encode(obj.kind, w)
        }

        if ((obj.group != null && obj.group !== '')) {
          w.uint32(18)
          w.string(obj.group)
        }

        if ((obj.partition != null && obj.partition !== 0)) {
          w.uint32(24)
          w.uint32(obj.partition)
        }

        if ((obj.member != null && obj.member !== '')) {
          w.uint32(34)
          w.string(obj.member)
        }

        if ((obj.generation != null && obj.generation !== 0)) {
          w.uint32(40)
          w.uint64Number(obj.generation)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          kind: OrderKind.UNSPECIFIED,
          group: '',
          partition: 0,
          member: '',
          generation: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.kind = OrderKind.codec().decode(reader)
              break
            }
            case 2: {
              obj.group = reader.string()
              break
            }
            case 3: {
              obj.partition = reader.uint32()
              break
            }
            case 4: {
              obj.member = reader.string()
              break
            }
            case 5: {
              obj.generation = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.kind`,
                value: OrderKind.codec().decode(reader)
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.group`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.partition`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.member`,
                value: reader.string()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.generation`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface OrderKindFieldEvent {
    field: '$.kind'
    value: OrderKind
  }

  export interface OrderGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface OrderPartitionFieldEvent {
    field: '$.partition'
    value: number
  }

  export interface OrderMemberFieldEvent {
    field: '$.member'
    value: string
  }

  export interface OrderGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export function encode (obj: Partial<Order>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Order.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Order>): Order {
    return decodeMessage(buf, Order.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Order>): Generator<OrderKindFieldEvent | OrderGroupFieldEvent | OrderPartitionFieldEvent | OrderMemberFieldEvent | OrderGenerationFieldEvent> {
    return streamMessage(buf, Order.codec(), opts)
  }
}

export interface Head {
  view: bigint
  tables: TableVersion[]
}

export namespace Head {
  let _codec: Codec<Head>

  export const codec = (): Codec<Head> => {
    if (_codec == null) {
      _codec = message<Head>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.view != null && obj.view !== 0n)) {
          w.uint32(9)
          w.fixed64(obj.view)
        }

        if (obj.tables != null && obj.tables.length > 0) {
          for (const value of obj.tables) {
            w.uint32(18)
            TableVersion.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          view: 0n,
          tables: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.view = reader.fixed64()
              break
            }
            case 2: {
              if (opts.limits?.tables != null && obj.tables.length === opts.limits.tables) {
                throw new MaxLengthError('Decode error - repeated field "tables" had too many elements')
              }

              obj.tables.push(TableVersion.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.tables$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          tables: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.view`,
                value: reader.fixed64()
              }
              break
            }
            case 2: {
              if (opts.limits?.tables != null && obj.tables === opts.limits.tables) {
                throw new MaxLengthError('Streaming decode error - repeated field "tables" had too many elements')
              }

              for (const evt of TableVersion.codec().stream(reader, reader.uint32(), `${prefix}.tables[]`, {
                limits: opts.limits?.tables$
              })) {
                yield {
                  ...evt,
                  index: obj.tables
                }
              }

              obj.tables++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface HeadViewFieldEvent {
    field: '$.view'
    value: bigint
  }

  export interface HeadTablesGroupFieldEvent {
    field: '$.tables[].group'
    value: string
    index: number
  }

  export interface HeadTablesEpochFieldEvent {
    field: '$.tables[].epoch'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<Head>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Head.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Head>): Head {
    return decodeMessage(buf, Head.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Head>): Generator<HeadViewFieldEvent | HeadTablesGroupFieldEvent | HeadTablesEpochFieldEvent> {
    return streamMessage(buf, Head.codec(), opts)
  }
}

export interface TableVersion {
  group: string
  epoch?: Uint8Array<ArrayBuffer>
}

export namespace TableVersion {
  let _codec: Codec<TableVersion>

  export const codec = (): Codec<TableVersion> => {
    if (_codec == null) {
      _codec = message<TableVersion>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.group != null && obj.group !== '')) {
          w.uint32(10)
          w.string(obj.group)
        }

        if (obj.epoch != null) {
          w.uint32(18)
          w.bytes(obj.epoch)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.group = reader.string()
              break
            }
            case 2: {
              obj.epoch = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.group`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.epoch`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface TableVersionGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface TableVersionEpochFieldEvent {
    field: '$.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<TableVersion>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, TableVersion.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TableVersion>): TableVersion {
    return decodeMessage(buf, TableVersion.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<TableVersion>): Generator<TableVersionGroupFieldEvent | TableVersionEpochFieldEvent> {
    return streamMessage(buf, TableVersion.codec(), opts)
  }
}

export enum State {
  ALIVE = 'ALIVE',
  SUSPECT = 'SUSPECT',
  DEAD = 'DEAD'
}

enum __StateValues {
  ALIVE = 0,
  SUSPECT = 1,
  DEAD = 2
}

export namespace State {
  export const codec = (): Codec<State> => {
    return enumeration<State>(__StateValues)
  }
}

export interface RowVersion {
  id: string
  generation: number
  incarnation: number
  state: State
}

export namespace RowVersion {
  let _codec: Codec<RowVersion>

  export const codec = (): Codec<RowVersion> => {
    if (_codec == null) {
      _codec = message<RowVersion>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== '')) {
          w.uint32(10)
          w.string(obj.id)
        }

        if ((obj.generation != null && obj.generation !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.generation)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.incarnation)
        }

        if (obj.state != null && __StateValues[obj.state] !== 0) {
          w.uint32(32)
          State.codec().encode(obj.state, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: '',
          generation: 0,
          incarnation: 0,
          state: State.ALIVE
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.string()
              break
            }
            case 2: {
              obj.generation = reader.uint64Number()
              break
            }
            case 3: {
              obj.incarnation = reader.uint64Number()
              break
            }
            case 4: {
              obj.state = State.codec().decode(reader)
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.generation`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.incarnation`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.state`,
                value: State.codec().decode(reader)
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RowVersionIdFieldEvent {
    field: '$.id'
    value: string
  }

  export interface RowVersionGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export interface RowVersionIncarnationFieldEvent {
    field: '$.incarnation'
    value: number
  }

  export interface RowVersionStateFieldEvent {
    field: '$.state'
    value: State
  }

  export function encode (obj: Partial<RowVersion>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RowVersion.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RowVersion>): RowVersion {
    return decodeMessage(buf, RowVersion.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RowVersion>): Generator<RowVersionIdFieldEvent | RowVersionGenerationFieldEvent | RowVersionIncarnationFieldEvent | RowVersionStateFieldEvent> {
    return streamMessage(buf, RowVersion.codec(), opts)
  }
}

export interface Update {
  claim?: Uint8Array<ArrayBuffer>
  accusation?: Accusation
}

export namespace Update {
  let _codec: Codec<Update>

  export const codec = (): Codec<Update> => {
    if (_codec == null) {
      _codec = message<Update>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.claim != null) {
          w.uint32(10)
          w.bytes(obj.claim)
        }

        if (obj.accusation != null) {
          w.uint32(18)
          Accusation.codec().encode(obj.accusation, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.claim = reader.bytes()
              break
            }
            case 2: {
              obj.accusation = Accusation.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accusation
              })
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.claim`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield * Accusation.codec().stream(reader, reader.uint32(), `${prefix}.accusation`, {
                limits: opts.limits?.accusation
              })

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface UpdateClaimFieldEvent {
    field: '$.claim'
    value: Uint8Array<ArrayBuffer>
  }

  export interface UpdateAccusationIdFieldEvent {
    field: '$.accusation.id'
    value: string
  }

  export interface UpdateAccusationGenerationFieldEvent {
    field: '$.accusation.generation'
    value: number
  }

  export interface UpdateAccusationIncarnationFieldEvent {
    field: '$.accusation.incarnation'
    value: number
  }

  export interface UpdateAccusationStateFieldEvent {
    field: '$.accusation.state'
    value: State
  }

  export interface UpdateAccusationAccuserFieldEvent {
    field: '$.accusation.accuser'
    value: string
  }

  export interface UpdateAccusationRefusedFieldEvent {
    field: '$.accusation.refused'
    value: boolean
  }

  export function encode (obj: Partial<Update>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Update.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Update>): Update {
    return decodeMessage(buf, Update.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Update>): Generator<UpdateClaimFieldEvent | UpdateAccusationIdFieldEvent | UpdateAccusationGenerationFieldEvent | UpdateAccusationIncarnationFieldEvent | UpdateAccusationStateFieldEvent | UpdateAccusationAccuserFieldEvent | UpdateAccusationRefusedFieldEvent> {
    return streamMessage(buf, Update.codec(), opts)
  }
}

export interface Accusation {
  id: string
  generation: number
  incarnation: number
  state: State
  accuser: string
  refused: boolean
}

export namespace Accusation {
  let _codec: Codec<Accusation>

  export const codec = (): Codec<Accusation> => {
    if (_codec == null) {
      _codec = message<Accusation>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== '')) {
          w.uint32(10)
          w.string(obj.id)
        }

        if ((obj.generation != null && obj.generation !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.generation)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.incarnation)
        }

        if (obj.state != null && __StateValues[obj.state] !== 0) {
          w.uint32(32)
          State.codec().encode(obj.state, w)
        }

        if ((obj.accuser != null && obj.accuser !== '')) {
          w.uint32(42)
          w.string(obj.accuser)
        }

        if ((obj.refused != null && obj.refused !== false)) {
          w.uint32(48)
          w.bool(obj.refused)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: '',
          generation: 0,
          incarnation: 0,
          state: State.ALIVE,
          accuser: '',
          refused: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.string()
              break
            }
            case 2: {
              obj.generation = reader.uint64Number()
              break
            }
            case 3: {
              obj.incarnation = reader.uint64Number()
              break
            }
            case 4: {
              obj.state = State.codec().decode(reader)
              break
            }
            case 5: {
              obj.accuser = reader.string()
              break
            }
            case 6: {
              obj.refused = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.generation`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.incarnation`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.state`,
                value: State.codec().decode(reader)
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.accuser`,
                value: reader.string()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.refused`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface AccusationIdFieldEvent {
    field: '$.id'
    value: string
  }

  export interface AccusationGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export interface AccusationIncarnationFieldEvent {
    field: '$.incarnation'
    value: number
  }

  export interface AccusationStateFieldEvent {
    field: '$.state'
    value: State
  }

  export interface AccusationAccuserFieldEvent {
    field: '$.accuser'
    value: string
  }

  export interface AccusationRefusedFieldEvent {
    field: '$.refused'
    value: boolean
  }

  export function encode (obj: Partial<Accusation>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Accusation.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Accusation>): Accusation {
    return decodeMessage(buf, Accusation.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Accusation>): Generator<AccusationIdFieldEvent | AccusationGenerationFieldEvent | AccusationIncarnationFieldEvent | AccusationStateFieldEvent | AccusationAccuserFieldEvent | AccusationRefusedFieldEvent> {
    return streamMessage(buf, Accusation.codec(), opts)
  }
}

export interface Claim {
  cluster: string
  id: string
  generation: number
  incarnation: number
  left: boolean
  priority: bigint
  eligible: boolean
  term: number
  addresses: string[]
  groups: GroupSpec[]
  metadata?: Uint8Array<ArrayBuffer>
  probation: boolean
  protocolMin: number
  protocolMax: number
  leaving: boolean
  zone: string
}

export namespace Claim {
  let _codec: Codec<Claim>

  export const codec = (): Codec<Claim> => {
    if (_codec == null) {
      _codec = message<Claim>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.cluster != null && obj.cluster !== '')) {
          w.uint32(10)
          w.string(obj.cluster)
        }

        if ((obj.id != null && obj.id !== '')) {
          w.uint32(18)
          w.string(obj.id)
        }

        if ((obj.generation != null && obj.generation !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.generation)
        }

        if ((obj.incarnation != null && obj.incarnation !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.incarnation)
        }

        if ((obj.left != null && obj.left !== false)) {
          w.uint32(40)
          w.bool(obj.left)
        }

        if ((obj.priority != null && obj.priority !== 0n)) {
          w.uint32(49)
          w.sfixed64(obj.priority)
        }

        if ((obj.eligible != null && obj.eligible !== false)) {
          w.uint32(56)
          w.bool(obj.eligible)
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(64)
          w.uint64Number(obj.term)
        }

        if (obj.addresses != null && obj.addresses.length > 0) {
          for (const value of obj.addresses) {
            w.uint32(74)
            w.string(value)
          }
        }

        if (obj.groups != null && obj.groups.length > 0) {
          for (const value of obj.groups) {
            w.uint32(82)
            GroupSpec.codec().encode(value, w)
          }
        }

        if (obj.metadata != null) {
          w.uint32(90)
          w.bytes(obj.metadata)
        }

        if ((obj.probation != null && obj.probation !== false)) {
          w.uint32(96)
          w.bool(obj.probation)
        }

        if ((obj.protocolMin != null && obj.protocolMin !== 0)) {
          w.uint32(104)
          w.uint32(obj.protocolMin)
        }

        if ((obj.protocolMax != null && obj.protocolMax !== 0)) {
          w.uint32(112)
          w.uint32(obj.protocolMax)
        }

        if ((obj.leaving != null && obj.leaving !== false)) {
          w.uint32(120)
          w.bool(obj.leaving)
        }

        if ((obj.zone != null && obj.zone !== '')) {
          w.uint32(130)
          w.string(obj.zone)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          cluster: '',
          id: '',
          generation: 0,
          incarnation: 0,
          left: false,
          priority: 0n,
          eligible: false,
          term: 0,
          addresses: [],
          groups: [],
          probation: false,
          protocolMin: 0,
          protocolMax: 0,
          leaving: false,
          zone: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.cluster = reader.string()
              break
            }
            case 2: {
              obj.id = reader.string()
              break
            }
            case 3: {
              obj.generation = reader.uint64Number()
              break
            }
            case 4: {
              obj.incarnation = reader.uint64Number()
              break
            }
            case 5: {
              obj.left = reader.bool()
              break
            }
            case 6: {
              obj.priority = reader.sfixed64()
              break
            }
            case 7: {
              obj.eligible = reader.bool()
              break
            }
            case 8: {
              obj.term = reader.uint64Number()
              break
            }
            case 9: {
              if (opts.limits?.addresses != null && obj.addresses.length === opts.limits.addresses) {
                throw new MaxLengthError('Decode error - repeated field "addresses" had too many elements')
              }

              obj.addresses.push(reader.string())
              break
            }
            case 10: {
              if (opts.limits?.groups != null && obj.groups.length === opts.limits.groups) {
                throw new MaxLengthError('Decode error - repeated field "groups" had too many elements')
              }

              obj.groups.push(GroupSpec.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.groups$
              }))
              break
            }
            case 11: {
              obj.metadata = reader.bytes()
              break
            }
            case 12: {
              obj.probation = reader.bool()
              break
            }
            case 13: {
              obj.protocolMin = reader.uint32()
              break
            }
            case 14: {
              obj.protocolMax = reader.uint32()
              break
            }
            case 15: {
              obj.leaving = reader.bool()
              break
            }
            case 16: {
              obj.zone = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          addresses: 0,
          groups: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.cluster`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.id`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.generation`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.incarnation`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.left`,
                value: reader.bool()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.priority`,
                value: reader.sfixed64()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.eligible`,
                value: reader.bool()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.term`,
                value: reader.uint64Number()
              }
              break
            }
            case 9: {
              if (opts.limits?.addresses != null && obj.addresses === opts.limits.addresses) {
                throw new MaxLengthError('Streaming decode error - repeated field "addresses" had too many elements')
              }

              yield {
                field: `${prefix}.addresses[]`,
                index: obj.addresses,
                value: reader.string()
              }

              obj.addresses++

              break
            }
            case 10: {
              if (opts.limits?.groups != null && obj.groups === opts.limits.groups) {
                throw new MaxLengthError('Streaming decode error - repeated field "groups" had too many elements')
              }

              for (const evt of GroupSpec.codec().stream(reader, reader.uint32(), `${prefix}.groups[]`, {
                limits: opts.limits?.groups$
              })) {
                yield {
                  ...evt,
                  index: obj.groups
                }
              }

              obj.groups++

              break
            }
            case 11: {
              yield {
                field: `${prefix}.metadata`,
                value: reader.bytes()
              }
              break
            }
            case 12: {
              yield {
                field: `${prefix}.probation`,
                value: reader.bool()
              }
              break
            }
            case 13: {
              yield {
                field: `${prefix}.protocolMin`,
                value: reader.uint32()
              }
              break
            }
            case 14: {
              yield {
                field: `${prefix}.protocolMax`,
                value: reader.uint32()
              }
              break
            }
            case 15: {
              yield {
                field: `${prefix}.leaving`,
                value: reader.bool()
              }
              break
            }
            case 16: {
              yield {
                field: `${prefix}.zone`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface ClaimClusterFieldEvent {
    field: '$.cluster'
    value: string
  }

  export interface ClaimIdFieldEvent {
    field: '$.id'
    value: string
  }

  export interface ClaimGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export interface ClaimIncarnationFieldEvent {
    field: '$.incarnation'
    value: number
  }

  export interface ClaimLeftFieldEvent {
    field: '$.left'
    value: boolean
  }

  export interface ClaimPriorityFieldEvent {
    field: '$.priority'
    value: bigint
  }

  export interface ClaimEligibleFieldEvent {
    field: '$.eligible'
    value: boolean
  }

  export interface ClaimTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface ClaimAddressesFieldEvent {
    field: '$.addresses[]'
    index: number
    value: string
  }

  export interface ClaimGroupsNameFieldEvent {
    field: '$.groups[].name'
    value: string
    index: number
  }

  export interface ClaimGroupsPartitionsFieldEvent {
    field: '$.groups[].partitions'
    value: number
    index: number
  }

  export interface ClaimGroupsReplicasFieldEvent {
    field: '$.groups[].replicas'
    value: number
    index: number
  }

  export interface ClaimGroupsMaxMovesFieldEvent {
    field: '$.groups[].maxMoves'
    value: number
    index: number
  }

  export interface ClaimGroupsWeightFieldEvent {
    field: '$.groups[].weight'
    value: number
    index: number
  }

  export interface ClaimGroupsStrictFieldEvent {
    field: '$.groups[].strict'
    value: boolean
    index: number
  }

  export interface ClaimMetadataFieldEvent {
    field: '$.metadata'
    value: Uint8Array<ArrayBuffer>
  }

  export interface ClaimProbationFieldEvent {
    field: '$.probation'
    value: boolean
  }

  export interface ClaimProtocolMinFieldEvent {
    field: '$.protocolMin'
    value: number
  }

  export interface ClaimProtocolMaxFieldEvent {
    field: '$.protocolMax'
    value: number
  }

  export interface ClaimLeavingFieldEvent {
    field: '$.leaving'
    value: boolean
  }

  export interface ClaimZoneFieldEvent {
    field: '$.zone'
    value: string
  }

  export function encode (obj: Partial<Claim>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Claim.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Claim>): Claim {
    return decodeMessage(buf, Claim.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Claim>): Generator<ClaimClusterFieldEvent | ClaimIdFieldEvent | ClaimGenerationFieldEvent | ClaimIncarnationFieldEvent | ClaimLeftFieldEvent | ClaimPriorityFieldEvent | ClaimEligibleFieldEvent | ClaimTermFieldEvent | ClaimAddressesFieldEvent | ClaimGroupsNameFieldEvent | ClaimGroupsPartitionsFieldEvent | ClaimGroupsReplicasFieldEvent | ClaimGroupsMaxMovesFieldEvent | ClaimGroupsWeightFieldEvent | ClaimGroupsStrictFieldEvent | ClaimMetadataFieldEvent | ClaimProbationFieldEvent | ClaimProtocolMinFieldEvent | ClaimProtocolMaxFieldEvent | ClaimLeavingFieldEvent | ClaimZoneFieldEvent> {
    return streamMessage(buf, Claim.codec(), opts)
  }
}

export interface GroupSpec {
  name: string
  partitions: number
  replicas: number
  maxMoves: number
  weight?: number
  strict: boolean
}

export namespace GroupSpec {
  let _codec: Codec<GroupSpec>

  export const codec = (): Codec<GroupSpec> => {
    if (_codec == null) {
      _codec = message<GroupSpec>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.name != null && obj.name !== '')) {
          w.uint32(10)
          w.string(obj.name)
        }

        if ((obj.partitions != null && obj.partitions !== 0)) {
          w.uint32(16)
          w.uint32(obj.partitions)
        }

        if ((obj.replicas != null && obj.replicas !== 0)) {
          w.uint32(24)
          w.uint32(obj.replicas)
        }

        if ((obj.maxMoves != null && obj.maxMoves !== 0)) {
          w.uint32(32)
          w.uint32(obj.maxMoves)
        }

        if (obj.weight != null) {
          w.uint32(40)
          w.uint32(obj.weight)
        }

        if ((obj.strict != null && obj.strict !== false)) {
          w.uint32(48)
          w.bool(obj.strict)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          partitions: 0,
          replicas: 0,
          maxMoves: 0,
          strict: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.name = reader.string()
              break
            }
            case 2: {
              obj.partitions = reader.uint32()
              break
            }
            case 3: {
              obj.replicas = reader.uint32()
              break
            }
            case 4: {
              obj.maxMoves = reader.uint32()
              break
            }
            case 5: {
              obj.weight = reader.uint32()
              break
            }
            case 6: {
              obj.strict = reader.bool()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.name`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.partitions`,
                value: reader.uint32()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.replicas`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.maxMoves`,
                value: reader.uint32()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.weight`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.strict`,
                value: reader.bool()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface GroupSpecNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface GroupSpecPartitionsFieldEvent {
    field: '$.partitions'
    value: number
  }

  export interface GroupSpecReplicasFieldEvent {
    field: '$.replicas'
    value: number
  }

  export interface GroupSpecMaxMovesFieldEvent {
    field: '$.maxMoves'
    value: number
  }

  export interface GroupSpecWeightFieldEvent {
    field: '$.weight'
    value: number
  }

  export interface GroupSpecStrictFieldEvent {
    field: '$.strict'
    value: boolean
  }

  export function encode (obj: Partial<GroupSpec>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, GroupSpec.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupSpec>): GroupSpec {
    return decodeMessage(buf, GroupSpec.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<GroupSpec>): Generator<GroupSpecNameFieldEvent | GroupSpecPartitionsFieldEvent | GroupSpecReplicasFieldEvent | GroupSpecMaxMovesFieldEvent | GroupSpecWeightFieldEvent | GroupSpecStrictFieldEvent> {
    return streamMessage(buf, GroupSpec.codec(), opts)
  }
}

export interface Epoch {
  term: number
  leader: string
  version: number
}

export namespace Epoch {
  let _codec: Codec<Epoch>

  export const codec = (): Codec<Epoch> => {
    if (_codec == null) {
      _codec = message<Epoch>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.term)
        }

        if ((obj.leader != null && obj.leader !== '')) {
          w.uint32(18)
          w.string(obj.leader)
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(24)
          w.uint32(obj.version)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          term: 0,
          leader: '',
          version: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.term = reader.uint64Number()
              break
            }
            case 2: {
              obj.leader = reader.string()
              break
            }
            case 3: {
              obj.version = reader.uint32()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.term`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.leader`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.version`,
                value: reader.uint32()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface EpochTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface EpochLeaderFieldEvent {
    field: '$.leader'
    value: string
  }

  export interface EpochVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export function encode (obj: Partial<Epoch>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Epoch.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Epoch>): Epoch {
    return decodeMessage(buf, Epoch.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Epoch>): Generator<EpochTermFieldEvent | EpochLeaderFieldEvent | EpochVersionFieldEvent> {
    return streamMessage(buf, Epoch.codec(), opts)
  }
}

export interface RosterEntry {
  id: string
  generation: number
}

export namespace RosterEntry {
  let _codec: Codec<RosterEntry>

  export const codec = (): Codec<RosterEntry> => {
    if (_codec == null) {
      _codec = message<RosterEntry>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.id != null && obj.id !== '')) {
          w.uint32(10)
          w.string(obj.id)
        }

        if ((obj.generation != null && obj.generation !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.generation)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          id: '',
          generation: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = reader.string()
              break
            }
            case 2: {
              obj.generation = reader.uint64Number()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.id`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.generation`,
                value: reader.uint64Number()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface RosterEntryIdFieldEvent {
    field: '$.id'
    value: string
  }

  export interface RosterEntryGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export function encode (obj: Partial<RosterEntry>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, RosterEntry.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RosterEntry>): RosterEntry {
    return decodeMessage(buf, RosterEntry.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<RosterEntry>): Generator<RosterEntryIdFieldEvent | RosterEntryGenerationFieldEvent> {
    return streamMessage(buf, RosterEntry.codec(), opts)
  }
}

export interface Table {
  cluster: string
  group: string
  partitions: number
  epoch?: Epoch
  parent?: Epoch
  roster: RosterEntry[]
  owners?: Uint8Array<ArrayBuffer>
  tokens?: Uint8Array<ArrayBuffer>
  tokenIndexes?: Uint8Array<ArrayBuffer>
  successors?: Uint8Array<ArrayBuffer>
  replicas: number
  standbys?: Uint8Array<ArrayBuffer>
  reasons?: Uint8Array<ArrayBuffer>
  frozen: boolean
  pins: Pin[]
  draining: RosterEntry[]
}

export namespace Table {
  let _codec: Codec<Table>

  export const codec = (): Codec<Table> => {
    if (_codec == null) {
      _codec = message<Table>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.cluster != null && obj.cluster !== '')) {
          w.uint32(10)
          w.string(obj.cluster)
        }

        if ((obj.group != null && obj.group !== '')) {
          w.uint32(18)
          w.string(obj.group)
        }

        if ((obj.partitions != null && obj.partitions !== 0)) {
          w.uint32(24)
          w.uint32(obj.partitions)
        }

        if (obj.epoch != null) {
          w.uint32(34)
          Epoch.codec().encode(obj.epoch, w)
        }

        if (obj.parent != null) {
          w.uint32(42)
          Epoch.codec().encode(obj.parent, w)
        }

        if (obj.roster != null && obj.roster.length > 0) {
          for (const value of obj.roster) {
            w.uint32(50)
            RosterEntry.codec().encode(value, w)
          }
        }

        if (obj.owners != null) {
          w.uint32(58)
          w.bytes(obj.owners)
        }

        if (obj.tokens != null) {
          w.uint32(66)
          w.bytes(obj.tokens)
        }

        if (obj.tokenIndexes != null) {
          w.uint32(74)
          w.bytes(obj.tokenIndexes)
        }

        if (obj.successors != null) {
          w.uint32(82)
          w.bytes(obj.successors)
        }

        if ((obj.replicas != null && obj.replicas !== 0)) {
          w.uint32(88)
          w.uint32(obj.replicas)
        }

        if (obj.standbys != null) {
          w.uint32(98)
          w.bytes(obj.standbys)
        }

        if (obj.reasons != null) {
          w.uint32(106)
          w.bytes(obj.reasons)
        }

        if ((obj.frozen != null && obj.frozen !== false)) {
          w.uint32(112)
          w.bool(obj.frozen)
        }

        if (obj.pins != null && obj.pins.length > 0) {
          for (const value of obj.pins) {
            w.uint32(122)
            Pin.codec().encode(value, w)
          }
        }

        if (obj.draining != null && obj.draining.length > 0) {
          for (const value of obj.draining) {
            w.uint32(130)
            RosterEntry.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          cluster: '',
          group: '',
          partitions: 0,
          roster: [],
          replicas: 0,
          frozen: false,
          pins: [],
          draining: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.cluster = reader.string()
              break
            }
            case 2: {
              obj.group = reader.string()
              break
            }
            case 3: {
              obj.partitions = reader.uint32()
              break
            }
            case 4: {
              obj.epoch = Epoch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.epoch
              })
              break
            }
            case 5: {
              obj.parent = Epoch.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.parent
              })
              break
            }
            case 6: {
              if (opts.limits?.roster != null && obj.roster.length === opts.limits.roster) {
                throw new MaxLengthError('Decode error - repeated field "roster" had too many elements')
              }

              obj.roster.push(RosterEntry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.roster$
              }))
              break
            }
            case 7: {
              obj.owners = reader.bytes()
              break
            }
            case 8: {
              obj.tokens = reader.bytes()
              break
            }
            case 9: {
              obj.tokenIndexes = reader.bytes()
              break
            }
            case 10: {
              obj.successors = reader.bytes()
              break
            }
            case 11: {
              obj.replicas = reader.uint32()
              break
            }
            case 12: {
              obj.standbys = reader.bytes()
              break
            }
            case 13: {
              obj.reasons = reader.bytes()
              break
            }
            case 14: {
              obj.frozen = reader.bool()
              break
            }
            case 15: {
              if (opts.limits?.pins != null && obj.pins.length === opts.limits.pins) {
                throw new MaxLengthError('Decode error - repeated field "pins" had too many elements')
              }

              obj.pins.push(Pin.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pins$
              }))
              break
            }
            case 16: {
              if (opts.limits?.draining != null && obj.draining.length === opts.limits.draining) {
                throw new MaxLengthError('Decode error - repeated field "draining" had too many elements')
              }

              obj.draining.push(RosterEntry.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.draining$
              }))
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const obj = {
          roster: 0,
          pins: 0,
          draining: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.cluster`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.group`,
                value: reader.string()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.partitions`,
                value: reader.uint32()
              }
              break
            }
            case 4: {
              yield * Epoch.codec().stream(reader, reader.uint32(), `${prefix}.epoch`, {
                limits: opts.limits?.epoch
              })

              break
            }
            case 5: {
              yield * Epoch.codec().stream(reader, reader.uint32(), `${prefix}.parent`, {
                limits: opts.limits?.parent
              })

              break
            }
            case 6: {
              if (opts.limits?.roster != null && obj.roster === opts.limits.roster) {
                throw new MaxLengthError('Streaming decode error - repeated field "roster" had too many elements')
              }

              for (const evt of RosterEntry.codec().stream(reader, reader.uint32(), `${prefix}.roster[]`, {
                limits: opts.limits?.roster$
              })) {
                yield {
                  ...evt,
                  index: obj.roster
                }
              }

              obj.roster++

              break
            }
            case 7: {
              yield {
                field: `${prefix}.owners`,
                value: reader.bytes()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.tokens`,
                value: reader.bytes()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.tokenIndexes`,
                value: reader.bytes()
              }
              break
            }
            case 10: {
              yield {
                field: `${prefix}.successors`,
                value: reader.bytes()
              }
              break
            }
            case 11: {
              yield {
                field: `${prefix}.replicas`,
                value: reader.uint32()
              }
              break
            }
            case 12: {
              yield {
                field: `${prefix}.standbys`,
                value: reader.bytes()
              }
              break
            }
            case 13: {
              yield {
                field: `${prefix}.reasons`,
                value: reader.bytes()
              }
              break
            }
            case 14: {
              yield {
                field: `${prefix}.frozen`,
                value: reader.bool()
              }
              break
            }
            case 15: {
              if (opts.limits?.pins != null && obj.pins === opts.limits.pins) {
                throw new MaxLengthError('Streaming decode error - repeated field "pins" had too many elements')
              }

              for (const evt of Pin.codec().stream(reader, reader.uint32(), `${prefix}.pins[]`, {
                limits: opts.limits?.pins$
              })) {
                yield {
                  ...evt,
                  index: obj.pins
                }
              }

              obj.pins++

              break
            }
            case 16: {
              if (opts.limits?.draining != null && obj.draining === opts.limits.draining) {
                throw new MaxLengthError('Streaming decode error - repeated field "draining" had too many elements')
              }

              for (const evt of RosterEntry.codec().stream(reader, reader.uint32(), `${prefix}.draining[]`, {
                limits: opts.limits?.draining$
              })) {
                yield {
                  ...evt,
                  index: obj.draining
                }
              }

              obj.draining++

              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface TableClusterFieldEvent {
    field: '$.cluster'
    value: string
  }

  export interface TableGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface TablePartitionsFieldEvent {
    field: '$.partitions'
    value: number
  }

  export interface TableEpochTermFieldEvent {
    field: '$.epoch.term'
    value: number
  }

  export interface TableEpochLeaderFieldEvent {
    field: '$.epoch.leader'
    value: string
  }

  export interface TableEpochVersionFieldEvent {
    field: '$.epoch.version'
    value: number
  }

  export interface TableParentTermFieldEvent {
    field: '$.parent.term'
    value: number
  }

  export interface TableParentLeaderFieldEvent {
    field: '$.parent.leader'
    value: string
  }

  export interface TableParentVersionFieldEvent {
    field: '$.parent.version'
    value: number
  }

  export interface TableRosterIdFieldEvent {
    field: '$.roster[].id'
    value: string
    index: number
  }

  export interface TableRosterGenerationFieldEvent {
    field: '$.roster[].generation'
    value: number
    index: number
  }

  export interface TableOwnersFieldEvent {
    field: '$.owners'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TableTokensFieldEvent {
    field: '$.tokens'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TableTokenIndexesFieldEvent {
    field: '$.tokenIndexes'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TableSuccessorsFieldEvent {
    field: '$.successors'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TableReplicasFieldEvent {
    field: '$.replicas'
    value: number
  }

  export interface TableStandbysFieldEvent {
    field: '$.standbys'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TableReasonsFieldEvent {
    field: '$.reasons'
    value: Uint8Array<ArrayBuffer>
  }

  export interface TableFrozenFieldEvent {
    field: '$.frozen'
    value: boolean
  }

  export interface TablePinsPartitionFieldEvent {
    field: '$.pins[].partition'
    value: number
    index: number
  }

  export interface TablePinsMemberFieldEvent {
    field: '$.pins[].member'
    value: string
    index: number
  }

  export interface TableDrainingIdFieldEvent {
    field: '$.draining[].id'
    value: string
    index: number
  }

  export interface TableDrainingGenerationFieldEvent {
    field: '$.draining[].generation'
    value: number
    index: number
  }

  export function encode (obj: Partial<Table>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Table.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Table>): Table {
    return decodeMessage(buf, Table.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Table>): Generator<TableClusterFieldEvent | TableGroupFieldEvent | TablePartitionsFieldEvent | TableEpochTermFieldEvent | TableEpochLeaderFieldEvent | TableEpochVersionFieldEvent | TableParentTermFieldEvent | TableParentLeaderFieldEvent | TableParentVersionFieldEvent | TableRosterIdFieldEvent | TableRosterGenerationFieldEvent | TableOwnersFieldEvent | TableTokensFieldEvent | TableTokenIndexesFieldEvent | TableSuccessorsFieldEvent | TableReplicasFieldEvent | TableStandbysFieldEvent | TableReasonsFieldEvent | TableFrozenFieldEvent | TablePinsPartitionFieldEvent | TablePinsMemberFieldEvent | TableDrainingIdFieldEvent | TableDrainingGenerationFieldEvent> {
    return streamMessage(buf, Table.codec(), opts)
  }
}

export interface Pin {
  partition: number
  member: string
}

export namespace Pin {
  let _codec: Codec<Pin>

  export const codec = (): Codec<Pin> => {
    if (_codec == null) {
      _codec = message<Pin>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.partition != null && obj.partition !== 0)) {
          w.uint32(8)
          w.uint32(obj.partition)
        }

        if ((obj.member != null && obj.member !== '')) {
          w.uint32(18)
          w.string(obj.member)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          partition: 0,
          member: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.partition = reader.uint32()
              break
            }
            case 2: {
              obj.member = reader.string()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.partition`,
                value: reader.uint32()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.member`,
                value: reader.string()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface PinPartitionFieldEvent {
    field: '$.partition'
    value: number
  }

  export interface PinMemberFieldEvent {
    field: '$.member'
    value: string
  }

  export function encode (obj: Partial<Pin>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Pin.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Pin>): Pin {
    return decodeMessage(buf, Pin.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Pin>): Generator<PinPartitionFieldEvent | PinMemberFieldEvent> {
    return streamMessage(buf, Pin.codec(), opts)
  }
}

export interface Envelope {
  publicKey?: Uint8Array<ArrayBuffer>
  payloadType?: Uint8Array<ArrayBuffer>
  payload?: Uint8Array<ArrayBuffer>
  signature?: Uint8Array<ArrayBuffer>
}

export namespace Envelope {
  let _codec: Codec<Envelope>

  export const codec = (): Codec<Envelope> => {
    if (_codec == null) {
      _codec = message<Envelope>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.publicKey != null) {
          w.uint32(10)
          w.bytes(obj.publicKey)
        }

        if (obj.payloadType != null) {
          w.uint32(18)
          w.bytes(obj.payloadType)
        }

        if (obj.payload != null) {
          w.uint32(26)
          w.bytes(obj.payload)
        }

        if (obj.signature != null) {
          w.uint32(42)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {}

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.publicKey = reader.bytes()
              break
            }
            case 2: {
              obj.payloadType = reader.bytes()
              break
            }
            case 3: {
              obj.payload = reader.bytes()
              break
            }
            case 5: {
              obj.signature = reader.bytes()
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }

        return obj
      }, function * (reader, length, prefix, opts = {}) {
        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.publicKey`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.payloadType`,
                value: reader.bytes()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.payload`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.signature`,
                value: reader.bytes()
              }
              break
            }
            default: {
              reader.skipType(tag & 7)
              break
            }
          }
        }
      })
    }

    return _codec
  }

  export interface EnvelopePublicKeyFieldEvent {
    field: '$.publicKey'
    value: Uint8Array<ArrayBuffer>
  }

  export interface EnvelopePayloadTypeFieldEvent {
    field: '$.payloadType'
    value: Uint8Array<ArrayBuffer>
  }

  export interface EnvelopePayloadFieldEvent {
    field: '$.payload'
    value: Uint8Array<ArrayBuffer>
  }

  export interface EnvelopeSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<Envelope>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, Envelope.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Envelope>): Envelope {
    return decodeMessage(buf, Envelope.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<Envelope>): Generator<EnvelopePublicKeyFieldEvent | EnvelopePayloadTypeFieldEvent | EnvelopePayloadFieldEvent | EnvelopeSignatureFieldEvent> {
    return streamMessage(buf, Envelope.codec(), opts)
  }
}
