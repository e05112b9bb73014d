import { decodeMessage, encodeMessage, enumeration, MaxLengthError, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export interface StrictMessage {
  genesis: string
  prepare?: StrictPrepare
  promise?: StrictPromise
  refusal?: StrictRefusal
  accept?: StrictAccept
  accepted?: StrictAccepted
  table?: StrictCertified
  pull?: StrictPull
  ask?: StrictAsk
  grant?: StrictGrant
  resign?: StrictResign
  transfer?: StrictTransfer
}

export namespace StrictMessage {
  let _codec: Codec<StrictMessage>

  export const codec = (): Codec<StrictMessage> => {
    if (_codec == null) {
      _codec = message<StrictMessage>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.genesis != null && obj.genesis !== '')) {
          w.uint32(10)
          w.string(obj.genesis)
        }

        if (obj.prepare != null) {
          w.uint32(18)
          StrictPrepare.codec().encode(obj.prepare, w)
        }

        if (obj.promise != null) {
          w.uint32(26)
          StrictPromise.codec().encode(obj.promise, w)
        }

        if (obj.refusal != null) {
          w.uint32(34)
          StrictRefusal.codec().encode(obj.refusal, w)
        }

        if (obj.accept != null) {
          w.uint32(42)
          StrictAccept.codec().encode(obj.accept, w)
        }

        if (obj.accepted != null) {
          w.uint32(50)
          StrictAccepted.codec().encode(obj.accepted, w)
        }

        if (obj.table != null) {
          w.uint32(58)
          StrictCertified.codec().encode(obj.table, w)
        }

        if (obj.pull != null) {
          w.uint32(66)
          StrictPull.codec().encode(obj.pull, w)
        }

        if (obj.ask != null) {
          w.uint32(74)
          StrictAsk.codec().encode(obj.ask, w)
        }

        if (obj.grant != null) {
          w.uint32(82)
          StrictGrant.codec().encode(obj.grant, w)
        }

        if (obj.resign != null) {
          w.uint32(90)
          StrictResign.codec().encode(obj.resign, w)
        }

        if (obj.transfer != null) {
          w.uint32(98)
          StrictTransfer.codec().encode(obj.transfer, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          genesis: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.genesis = reader.string()
              break
            }
            case 2: {
              obj.prepare = StrictPrepare.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.prepare
              })
              break
            }
            case 3: {
              obj.promise = StrictPromise.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.promise
              })
              break
            }
            case 4: {
              obj.refusal = StrictRefusal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.refusal
              })
              break
            }
            case 5: {
              obj.accept = StrictAccept.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accept
              })
              break
            }
            case 6: {
              obj.accepted = StrictAccepted.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.accepted
              })
              break
            }
            case 7: {
              obj.table = StrictCertified.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.table
              })
              break
            }
            case 8: {
              obj.pull = StrictPull.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.pull
              })
              break
            }
            case 9: {
              obj.ask = StrictAsk.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ask
              })
              break
            }
            case 10: {
              obj.grant = StrictGrant.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.grant
              })
              break
            }
            case 11: {
              obj.resign = StrictResign.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.resign
              })
              break
            }
            case 12: {
              obj.transfer = StrictTransfer.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.transfer
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
                field: `${prefix}.genesis`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield * StrictPrepare.codec().stream(reader, reader.uint32(), `${prefix}.prepare`, {
                limits: opts.limits?.prepare
              })

              break
            }
            case 3: {
              yield * StrictPromise.codec().stream(reader, reader.uint32(), `${prefix}.promise`, {
                limits: opts.limits?.promise
              })

              break
            }
            case 4: {
              yield * StrictRefusal.codec().stream(reader, reader.uint32(), `${prefix}.refusal`, {
                limits: opts.limits?.refusal
              })

              break
            }
            case 5: {
              yield * StrictAccept.codec().stream(reader, reader.uint32(), `${prefix}.accept`, {
                limits: opts.limits?.accept
              })

              break
            }
            case 6: {
              yield * StrictAccepted.codec().stream(reader, reader.uint32(), `${prefix}.accepted`, {
                limits: opts.limits?.accepted
              })

              break
            }
            case 7: {
              yield * StrictCertified.codec().stream(reader, reader.uint32(), `${prefix}.table`, {
                limits: opts.limits?.table
              })

              break
            }
            case 8: {
              yield * StrictPull.codec().stream(reader, reader.uint32(), `${prefix}.pull`, {
                limits: opts.limits?.pull
              })

              break
            }
            case 9: {
              yield * StrictAsk.codec().stream(reader, reader.uint32(), `${prefix}.ask`, {
                limits: opts.limits?.ask
              })

              break
            }
            case 10: {
              yield * StrictGrant.codec().stream(reader, reader.uint32(), `${prefix}.grant`, {
                limits: opts.limits?.grant
              })

              break
            }
            case 11: {
              yield * StrictResign.codec().stream(reader, reader.uint32(), `${prefix}.resign`, {
                limits: opts.limits?.resign
              })

              break
            }
            case 12: {
              yield * StrictTransfer.codec().stream(reader, reader.uint32(), `${prefix}.transfer`, {
                limits: opts.limits?.transfer
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

  export interface StrictMessageGenesisFieldEvent {
    field: '$.genesis'
    value: string
  }

  export interface StrictMessagePrepareToFieldEvent {
    field: '$.prepare.to'
    value: string
  }

  export interface StrictMessagePrepareTermFieldEvent {
    field: '$.prepare.term'
    value: number
  }

  export interface StrictMessagePrepareHolderIdFieldEvent {
    field: '$.prepare.holder.id'
    value: string
  }

  export interface StrictMessagePrepareHolderGenerationFieldEvent {
    field: '$.prepare.holder.generation'
    value: number
  }

  export interface StrictMessagePrepareConfigTermFieldEvent {
    field: '$.prepare.config.term'
    value: number
  }

  export interface StrictMessagePrepareConfigVersionFieldEvent {
    field: '$.prepare.config.version'
    value: number
  }

  export interface StrictMessagePrepareKnownTermFieldEvent {
    field: '$.prepare.known.term'
    value: number
  }

  export interface StrictMessagePrepareKnownVersionFieldEvent {
    field: '$.prepare.known.version'
    value: number
  }

  export interface StrictMessagePrepareRoundFieldEvent {
    field: '$.prepare.round'
    value: number
  }

  export interface StrictMessagePrepareTrialFieldEvent {
    field: '$.prepare.trial'
    value: boolean
  }

  export interface StrictMessagePromiseVoterFieldEvent {
    field: '$.promise.voter'
    value: string
  }

  export interface StrictMessagePromiseTermFieldEvent {
    field: '$.promise.term'
    value: number
  }

  export interface StrictMessagePromiseRoundFieldEvent {
    field: '$.promise.round'
    value: number
  }

  export interface StrictMessagePromiseTrialFieldEvent {
    field: '$.promise.trial'
    value: boolean
  }

  export interface StrictMessagePromiseNewerFieldEvent {
    field: '$.promise.newer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictMessageRefusalVoterFieldEvent {
    field: '$.refusal.voter'
    value: string
  }

  export interface StrictMessageRefusalAskedFieldEvent {
    field: '$.refusal.asked'
    value: number
  }

  export interface StrictMessageRefusalReasonFieldEvent {
    field: '$.refusal.reason'
    value: StrictReason
  }

  export interface StrictMessageRefusalTermFieldEvent {
    field: '$.refusal.term'
    value: number
  }

  export interface StrictMessageRefusalWaitFieldEvent {
    field: '$.refusal.wait'
    value: number
  }

  export interface StrictMessageRefusalNewerFieldEvent {
    field: '$.refusal.newer'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictMessageAcceptToFieldEvent {
    field: '$.accept.to'
    value: string
  }

  export interface StrictMessageAcceptHolderIdFieldEvent {
    field: '$.accept.holder.id'
    value: string
  }

  export interface StrictMessageAcceptHolderGenerationFieldEvent {
    field: '$.accept.holder.generation'
    value: number
  }

  export interface StrictMessageAcceptTableFieldEvent {
    field: '$.accept.table'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictMessageAcceptedVoterFieldEvent {
    field: '$.accepted.voter'
    value: string
  }

  export interface StrictMessageAcceptedBallotTermFieldEvent {
    field: '$.accepted.ballot.term'
    value: number
  }

  export interface StrictMessageAcceptedBallotVersionFieldEvent {
    field: '$.accepted.ballot.version'
    value: number
  }

  export interface StrictMessageAcceptedDigestFieldEvent {
    field: '$.accepted.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictMessageAcceptedSignatureFieldEvent {
    field: '$.accepted.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictMessageTableTableFieldEvent {
    field: '$.table.table'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictMessageTableSealsVoterFieldEvent {
    field: '$.table.seals[].voter'
    value: string
    index: number
  }

  export interface StrictMessageTableSealsSignatureFieldEvent {
    field: '$.table.seals[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictMessagePullKnownTermFieldEvent {
    field: '$.pull.known.term'
    value: number
  }

  export interface StrictMessagePullKnownVersionFieldEvent {
    field: '$.pull.known.version'
    value: number
  }

  export interface StrictMessageAskOwnerIdFieldEvent {
    field: '$.ask.owner.id'
    value: string
  }

  export interface StrictMessageAskOwnerGenerationFieldEvent {
    field: '$.ask.owner.generation'
    value: number
  }

  export interface StrictMessageAskRoundFieldEvent {
    field: '$.ask.round'
    value: number
  }

  export interface StrictMessageAskKnownTermFieldEvent {
    field: '$.ask.known.term'
    value: number
  }

  export interface StrictMessageAskKnownVersionFieldEvent {
    field: '$.ask.known.version'
    value: number
  }

  export interface StrictMessageAskReleasesGroupFieldEvent {
    field: '$.ask.releases[].group'
    value: string
    index: number
  }

  export interface StrictMessageAskReleasesPartitionFieldEvent {
    field: '$.ask.releases[].partition'
    value: number
    index: number
  }

  export interface StrictMessageAskReleasesTokenFieldEvent {
    field: '$.ask.releases[].token'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictMessageAskReleasesFailedFieldEvent {
    field: '$.ask.releases[].failed'
    value: boolean
    index: number
  }

  export interface StrictMessageGrantOwnerIdFieldEvent {
    field: '$.grant.owner.id'
    value: string
  }

  export interface StrictMessageGrantOwnerGenerationFieldEvent {
    field: '$.grant.owner.generation'
    value: number
  }

  export interface StrictMessageGrantRoundFieldEvent {
    field: '$.grant.round'
    value: number
  }

  export interface StrictMessageGrantKnownTermFieldEvent {
    field: '$.grant.known.term'
    value: number
  }

  export interface StrictMessageGrantKnownVersionFieldEvent {
    field: '$.grant.known.version'
    value: number
  }

  export interface StrictMessageResignTermFieldEvent {
    field: '$.resign.term'
    value: number
  }

  export interface StrictMessageResignHolderIdFieldEvent {
    field: '$.resign.holder.id'
    value: string
  }

  export interface StrictMessageResignHolderGenerationFieldEvent {
    field: '$.resign.holder.generation'
    value: number
  }

  export interface StrictMessageTransferTermFieldEvent {
    field: '$.transfer.term'
    value: number
  }

  export function encode (obj: Partial<StrictMessage>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictMessage.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictMessage>): StrictMessage {
    return decodeMessage(buf, StrictMessage.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictMessage>): Generator<StrictMessageGenesisFieldEvent | StrictMessagePrepareToFieldEvent | StrictMessagePrepareTermFieldEvent | StrictMessagePrepareHolderIdFieldEvent | StrictMessagePrepareHolderGenerationFieldEvent | StrictMessagePrepareConfigTermFieldEvent | StrictMessagePrepareConfigVersionFieldEvent | StrictMessagePrepareKnownTermFieldEvent | StrictMessagePrepareKnownVersionFieldEvent | StrictMessagePrepareRoundFieldEvent | StrictMessagePrepareTrialFieldEvent | StrictMessagePromiseVoterFieldEvent | StrictMessagePromiseTermFieldEvent | StrictMessagePromiseRoundFieldEvent | StrictMessagePromiseTrialFieldEvent | StrictMessagePromiseNewerFieldEvent | StrictMessageRefusalVoterFieldEvent | StrictMessageRefusalAskedFieldEvent | StrictMessageRefusalReasonFieldEvent | StrictMessageRefusalTermFieldEvent | StrictMessageRefusalWaitFieldEvent | StrictMessageRefusalNewerFieldEvent | StrictMessageAcceptToFieldEvent | StrictMessageAcceptHolderIdFieldEvent | StrictMessageAcceptHolderGenerationFieldEvent | StrictMessageAcceptTableFieldEvent | StrictMessageAcceptedVoterFieldEvent | StrictMessageAcceptedBallotTermFieldEvent | StrictMessageAcceptedBallotVersionFieldEvent | StrictMessageAcceptedDigestFieldEvent | StrictMessageAcceptedSignatureFieldEvent | StrictMessageTableTableFieldEvent | StrictMessageTableSealsVoterFieldEvent | StrictMessageTableSealsSignatureFieldEvent | StrictMessagePullKnownTermFieldEvent | StrictMessagePullKnownVersionFieldEvent | StrictMessageAskOwnerIdFieldEvent | StrictMessageAskOwnerGenerationFieldEvent | StrictMessageAskRoundFieldEvent | StrictMessageAskKnownTermFieldEvent | StrictMessageAskKnownVersionFieldEvent | StrictMessageAskReleasesGroupFieldEvent | StrictMessageAskReleasesPartitionFieldEvent | StrictMessageAskReleasesTokenFieldEvent | StrictMessageAskReleasesFailedFieldEvent | StrictMessageGrantOwnerIdFieldEvent | StrictMessageGrantOwnerGenerationFieldEvent | StrictMessageGrantRoundFieldEvent | StrictMessageGrantKnownTermFieldEvent | StrictMessageGrantKnownVersionFieldEvent | StrictMessageResignTermFieldEvent | StrictMessageResignHolderIdFieldEvent | StrictMessageResignHolderGenerationFieldEvent | StrictMessageTransferTermFieldEvent> {
    return streamMessage(buf, StrictMessage.codec(), opts)
  }
}

export interface StrictPrepare {
  to: string
  term: number
  holder?: StrictStart
  config?: StrictBallot
  known?: StrictBallot
  round: number
  trial: boolean
}

export namespace StrictPrepare {
  let _codec: Codec<StrictPrepare>

  export const codec = (): Codec<StrictPrepare> => {
    if (_codec == null) {
      _codec = message<StrictPrepare>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.to != null && obj.to !== '')) {
          w.uint32(10)
          w.string(obj.to)
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.term)
        }

        if (obj.holder != null) {
          w.uint32(26)
          StrictStart.codec().encode(obj.holder, w)
        }

        if (obj.config != null) {
          w.uint32(34)
          StrictBallot.codec().encode(obj.config, w)
        }

        if (obj.known != null) {
          w.uint32(42)
          StrictBallot.codec().encode(obj.known, w)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(48)
          w.uint64Number(obj.round)
        }

        if ((obj.trial != null && obj.trial !== false)) {
          w.uint32(56)
          w.bool(obj.trial)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          to: '',
          term: 0,
          round: 0,
          trial: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.to = reader.string()
              break
            }
            case 2: {
              obj.term = reader.uint64Number()
              break
            }
            case 3: {
              obj.holder = StrictStart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.holder
              })
              break
            }
            case 4: {
              obj.config = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 5: {
              obj.known = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.known
              })
              break
            }
            case 6: {
              obj.round = reader.uint64Number()
              break
            }
            case 7: {
              obj.trial = reader.bool()
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
                field: `${prefix}.to`,
                value: reader.string()
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
              yield * StrictStart.codec().stream(reader, reader.uint32(), `${prefix}.holder`, {
                limits: opts.limits?.holder
              })

              break
            }
            case 4: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 5: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.known`, {
                limits: opts.limits?.known
              })

              break
            }
            case 6: {
              yield {
                field: `${prefix}.round`,
                value: reader.uint64Number()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.trial`,
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

  export interface StrictPrepareToFieldEvent {
    field: '$.to'
    value: string
  }

  export interface StrictPrepareTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface StrictPrepareHolderIdFieldEvent {
    field: '$.holder.id'
    value: string
  }

  export interface StrictPrepareHolderGenerationFieldEvent {
    field: '$.holder.generation'
    value: number
  }

  export interface StrictPrepareConfigTermFieldEvent {
    field: '$.config.term'
    value: number
  }

  export interface StrictPrepareConfigVersionFieldEvent {
    field: '$.config.version'
    value: number
  }

  export interface StrictPrepareKnownTermFieldEvent {
    field: '$.known.term'
    value: number
  }

  export interface StrictPrepareKnownVersionFieldEvent {
    field: '$.known.version'
    value: number
  }

  export interface StrictPrepareRoundFieldEvent {
    field: '$.round'
    value: number
  }

  export interface StrictPrepareTrialFieldEvent {
    field: '$.trial'
    value: boolean
  }

  export function encode (obj: Partial<StrictPrepare>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictPrepare.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictPrepare>): StrictPrepare {
    return decodeMessage(buf, StrictPrepare.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictPrepare>): Generator<StrictPrepareToFieldEvent | StrictPrepareTermFieldEvent | StrictPrepareHolderIdFieldEvent | StrictPrepareHolderGenerationFieldEvent | StrictPrepareConfigTermFieldEvent | StrictPrepareConfigVersionFieldEvent | StrictPrepareKnownTermFieldEvent | StrictPrepareKnownVersionFieldEvent | StrictPrepareRoundFieldEvent | StrictPrepareTrialFieldEvent> {
    return streamMessage(buf, StrictPrepare.codec(), opts)
  }
}

export interface StrictPromise {
  voter: string
  term: number
  round: number
  trial: boolean
  newer?: Uint8Array<ArrayBuffer>
}

export namespace StrictPromise {
  let _codec: Codec<StrictPromise>

  export const codec = (): Codec<StrictPromise> => {
    if (_codec == null) {
      _codec = message<StrictPromise>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.voter != null && obj.voter !== '')) {
          w.uint32(10)
          w.string(obj.voter)
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.term)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(24)
          w.uint64Number(obj.round)
        }

        if ((obj.trial != null && obj.trial !== false)) {
          w.uint32(32)
          w.bool(obj.trial)
        }

        if (obj.newer != null) {
          w.uint32(42)
          w.bytes(obj.newer)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          voter: '',
          term: 0,
          round: 0,
          trial: false
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.voter = reader.string()
              break
            }
            case 2: {
              obj.term = reader.uint64Number()
              break
            }
            case 3: {
              obj.round = reader.uint64Number()
              break
            }
            case 4: {
              obj.trial = reader.bool()
              break
            }
            case 5: {
              obj.newer = reader.bytes()
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
                field: `${prefix}.voter`,
                value: reader.string()
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
              yield {
                field: `${prefix}.round`,
                value: reader.uint64Number()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.trial`,
                value: reader.bool()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.newer`,
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

  export interface StrictPromiseVoterFieldEvent {
    field: '$.voter'
    value: string
  }

  export interface StrictPromiseTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface StrictPromiseRoundFieldEvent {
    field: '$.round'
    value: number
  }

  export interface StrictPromiseTrialFieldEvent {
    field: '$.trial'
    value: boolean
  }

  export interface StrictPromiseNewerFieldEvent {
    field: '$.newer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictPromise>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictPromise.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictPromise>): StrictPromise {
    return decodeMessage(buf, StrictPromise.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictPromise>): Generator<StrictPromiseVoterFieldEvent | StrictPromiseTermFieldEvent | StrictPromiseRoundFieldEvent | StrictPromiseTrialFieldEvent | StrictPromiseNewerFieldEvent> {
    return streamMessage(buf, StrictPromise.codec(), opts)
  }
}

export enum StrictReason {
  TERM = 'TERM',
  LEASE = 'LEASE',
  CONFIG = 'CONFIG',
  ORDER = 'ORDER'
}

enum __StrictReasonValues {
  TERM = 0,
  LEASE = 1,
  CONFIG = 2,
  ORDER = 3
}

export namespace StrictReason {
  export const codec = (): Codec<StrictReason> => {
    return enumeration<StrictReason>(__StrictReasonValues)
  }
}

export interface StrictRefusal {
  voter: string
  asked: number
  reason: StrictReason
  term: number
  wait: number
  newer?: Uint8Array<ArrayBuffer>
}

export namespace StrictRefusal {
  let _codec: Codec<StrictRefusal>

  export const codec = (): Codec<StrictRefusal> => {
    if (_codec == null) {
      _codec = message<StrictRefusal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.voter != null && obj.voter !== '')) {
          w.uint32(10)
          w.string(obj.voter)
        }

        if ((obj.asked != null && obj.asked !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.asked)
        }

        if (obj.reason != null && __StrictReasonValues[obj.reason] !== 0) {
          w.uint32(24)
          StrictReason.codec().encode(obj.reason, w)
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(32)
          w.uint64Number(obj.term)
        }

        if ((obj.wait != null && obj.wait !== 0)) {
          w.uint32(40)
          w.uint32(obj.wait)
        }

        if (obj.newer != null) {
          w.uint32(50)
          w.bytes(obj.newer)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          voter: '',
          asked: 0,
          reason: StrictReason.TERM,
          term: 0,
          wait: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.voter = reader.string()
              break
            }
            case 2: {
              obj.asked = reader.uint64Number()
              break
            }
            case 3: {
              obj.reason = StrictReason.codec().decode(reader)
              break
            }
            case 4: {
              obj.term = reader.uint64Number()
              break
            }
            case 5: {
              obj.wait = reader.uint32()
              break
            }
            case 6: {
              obj.newer = reader.bytes()
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
                field: `${prefix}.voter`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield {
                field: `${prefix}.asked`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield {
                field: `${prefix}.reason`,
                value: StrictReason.codec().decode(reader)
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.term`,
                value: reader.uint64Number()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.wait`,
                value: reader.uint32()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.newer`,
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

  export interface StrictRefusalVoterFieldEvent {
    field: '$.voter'
    value: string
  }

  export interface StrictRefusalAskedFieldEvent {
    field: '$.asked'
    value: number
  }

  export interface StrictRefusalReasonFieldEvent {
    field: '$.reason'
    value: StrictReason
  }

  export interface StrictRefusalTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface StrictRefusalWaitFieldEvent {
    field: '$.wait'
    value: number
  }

  export interface StrictRefusalNewerFieldEvent {
    field: '$.newer'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictRefusal>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictRefusal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictRefusal>): StrictRefusal {
    return decodeMessage(buf, StrictRefusal.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictRefusal>): Generator<StrictRefusalVoterFieldEvent | StrictRefusalAskedFieldEvent | StrictRefusalReasonFieldEvent | StrictRefusalTermFieldEvent | StrictRefusalWaitFieldEvent | StrictRefusalNewerFieldEvent> {
    return streamMessage(buf, StrictRefusal.codec(), opts)
  }
}

export interface StrictAccept {
  to: string
  holder?: StrictStart
  table?: Uint8Array<ArrayBuffer>
}

export namespace StrictAccept {
  let _codec: Codec<StrictAccept>

  export const codec = (): Codec<StrictAccept> => {
    if (_codec == null) {
      _codec = message<StrictAccept>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.to != null && obj.to !== '')) {
          w.uint32(10)
          w.string(obj.to)
        }

        if (obj.holder != null) {
          w.uint32(18)
          StrictStart.codec().encode(obj.holder, w)
        }

        if (obj.table != null) {
          w.uint32(26)
          w.bytes(obj.table)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          to: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.to = reader.string()
              break
            }
            case 2: {
              obj.holder = StrictStart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.holder
              })
              break
            }
            case 3: {
              obj.table = reader.bytes()
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
                field: `${prefix}.to`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield * StrictStart.codec().stream(reader, reader.uint32(), `${prefix}.holder`, {
                limits: opts.limits?.holder
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.table`,
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

  export interface StrictAcceptToFieldEvent {
    field: '$.to'
    value: string
  }

  export interface StrictAcceptHolderIdFieldEvent {
    field: '$.holder.id'
    value: string
  }

  export interface StrictAcceptHolderGenerationFieldEvent {
    field: '$.holder.generation'
    value: number
  }

  export interface StrictAcceptTableFieldEvent {
    field: '$.table'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictAccept>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictAccept.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictAccept>): StrictAccept {
    return decodeMessage(buf, StrictAccept.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictAccept>): Generator<StrictAcceptToFieldEvent | StrictAcceptHolderIdFieldEvent | StrictAcceptHolderGenerationFieldEvent | StrictAcceptTableFieldEvent> {
    return streamMessage(buf, StrictAccept.codec(), opts)
  }
}

export interface StrictAccepted {
  voter: string
  ballot?: StrictBallot
  digest?: Uint8Array<ArrayBuffer>
  signature?: Uint8Array<ArrayBuffer>
}

export namespace StrictAccepted {
  let _codec: Codec<StrictAccepted>

  export const codec = (): Codec<StrictAccepted> => {
    if (_codec == null) {
      _codec = message<StrictAccepted>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.voter != null && obj.voter !== '')) {
          w.uint32(10)
          w.string(obj.voter)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          StrictBallot.codec().encode(obj.ballot, w)
        }

        if (obj.digest != null) {
          w.uint32(26)
          w.bytes(obj.digest)
        }

        if (obj.signature != null) {
          w.uint32(34)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          voter: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.voter = reader.string()
              break
            }
            case 2: {
              obj.ballot = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 3: {
              obj.digest = reader.bytes()
              break
            }
            case 4: {
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
                field: `${prefix}.voter`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.digest`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
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

  export interface StrictAcceptedVoterFieldEvent {
    field: '$.voter'
    value: string
  }

  export interface StrictAcceptedBallotTermFieldEvent {
    field: '$.ballot.term'
    value: number
  }

  export interface StrictAcceptedBallotVersionFieldEvent {
    field: '$.ballot.version'
    value: number
  }

  export interface StrictAcceptedDigestFieldEvent {
    field: '$.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictAcceptedSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictAccepted>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictAccepted.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictAccepted>): StrictAccepted {
    return decodeMessage(buf, StrictAccepted.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictAccepted>): Generator<StrictAcceptedVoterFieldEvent | StrictAcceptedBallotTermFieldEvent | StrictAcceptedBallotVersionFieldEvent | StrictAcceptedDigestFieldEvent | StrictAcceptedSignatureFieldEvent> {
    return streamMessage(buf, StrictAccepted.codec(), opts)
  }
}

export interface StrictCertified {
  table?: Uint8Array<ArrayBuffer>
  seals: StrictSeal[]
}

export namespace StrictCertified {
  let _codec: Codec<StrictCertified>

  export const codec = (): Codec<StrictCertified> => {
    if (_codec == null) {
      _codec = message<StrictCertified>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.table != null) {
          w.uint32(10)
          w.bytes(obj.table)
        }

        if (obj.seals != null && obj.seals.length > 0) {
          for (const value of obj.seals) {
            w.uint32(18)
            StrictSeal.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seals: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.table = reader.bytes()
              break
            }
            case 2: {
              if (opts.limits?.seals != null && obj.seals.length === opts.limits.seals) {
                throw new MaxLengthError('Decode error - repeated field "seals" had too many elements')
              }

              obj.seals.push(StrictSeal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.seals$
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
          seals: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.table`,
                value: reader.bytes()
              }
              break
            }
            case 2: {
              if (opts.limits?.seals != null && obj.seals === opts.limits.seals) {
                throw new MaxLengthError('Streaming decode error - repeated field "seals" had too many elements')
              }

              for (const evt of StrictSeal.codec().stream(reader, reader.uint32(), `${prefix}.seals[]`, {
                limits: opts.limits?.seals$
              })) {
                yield {
                  ...evt,
                  index: obj.seals
                }
              }

              obj.seals++

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

  export interface StrictCertifiedTableFieldEvent {
    field: '$.table'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictCertifiedSealsVoterFieldEvent {
    field: '$.seals[].voter'
    value: string
    index: number
  }

  export interface StrictCertifiedSealsSignatureFieldEvent {
    field: '$.seals[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<StrictCertified>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictCertified.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictCertified>): StrictCertified {
    return decodeMessage(buf, StrictCertified.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictCertified>): Generator<StrictCertifiedTableFieldEvent | StrictCertifiedSealsVoterFieldEvent | StrictCertifiedSealsSignatureFieldEvent> {
    return streamMessage(buf, StrictCertified.codec(), opts)
  }
}

export interface StrictPull {
  known?: StrictBallot
}

export namespace StrictPull {
  let _codec: Codec<StrictPull>

  export const codec = (): Codec<StrictPull> => {
    if (_codec == null) {
      _codec = message<StrictPull>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.known != null) {
          w.uint32(10)
          StrictBallot.codec().encode(obj.known, w)
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
              obj.known = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.known
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
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.known`, {
                limits: opts.limits?.known
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

  export interface StrictPullKnownTermFieldEvent {
    field: '$.known.term'
    value: number
  }

  export interface StrictPullKnownVersionFieldEvent {
    field: '$.known.version'
    value: number
  }

  export function encode (obj: Partial<StrictPull>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictPull.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictPull>): StrictPull {
    return decodeMessage(buf, StrictPull.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictPull>): Generator<StrictPullKnownTermFieldEvent | StrictPullKnownVersionFieldEvent> {
    return streamMessage(buf, StrictPull.codec(), opts)
  }
}

export interface StrictAsk {
  owner?: StrictStart
  round: number
  known?: StrictBallot
  releases: StrictRelease[]
}

export namespace StrictAsk {
  let _codec: Codec<StrictAsk>

  export const codec = (): Codec<StrictAsk> => {
    if (_codec == null) {
      _codec = message<StrictAsk>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.owner != null) {
          w.uint32(10)
          StrictStart.codec().encode(obj.owner, w)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.round)
        }

        if (obj.known != null) {
          w.uint32(26)
          StrictBallot.codec().encode(obj.known, w)
        }

        if (obj.releases != null && obj.releases.length > 0) {
          for (const value of obj.releases) {
            w.uint32(34)
            StrictRelease.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0,
          releases: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.owner = StrictStart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.owner
              })
              break
            }
            case 2: {
              obj.round = reader.uint64Number()
              break
            }
            case 3: {
              obj.known = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.known
              })
              break
            }
            case 4: {
              if (opts.limits?.releases != null && obj.releases.length === opts.limits.releases) {
                throw new MaxLengthError('Decode error - repeated field "releases" had too many elements')
              }

              obj.releases.push(StrictRelease.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.releases$
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
          releases: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * StrictStart.codec().stream(reader, reader.uint32(), `${prefix}.owner`, {
                limits: opts.limits?.owner
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.round`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.known`, {
                limits: opts.limits?.known
              })

              break
            }
            case 4: {
              if (opts.limits?.releases != null && obj.releases === opts.limits.releases) {
                throw new MaxLengthError('Streaming decode error - repeated field "releases" had too many elements')
              }

              for (const evt of StrictRelease.codec().stream(reader, reader.uint32(), `${prefix}.releases[]`, {
                limits: opts.limits?.releases$
              })) {
                yield {
                  ...evt,
                  index: obj.releases
                }
              }

              obj.releases++

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

  export interface StrictAskOwnerIdFieldEvent {
    field: '$.owner.id'
    value: string
  }

  export interface StrictAskOwnerGenerationFieldEvent {
    field: '$.owner.generation'
    value: number
  }

  export interface StrictAskRoundFieldEvent {
    field: '$.round'
    value: number
  }

  export interface StrictAskKnownTermFieldEvent {
    field: '$.known.term'
    value: number
  }

  export interface StrictAskKnownVersionFieldEvent {
    field: '$.known.version'
    value: number
  }

  export interface StrictAskReleasesGroupFieldEvent {
    field: '$.releases[].group'
    value: string
    index: number
  }

  export interface StrictAskReleasesPartitionFieldEvent {
    field: '$.releases[].partition'
    value: number
    index: number
  }

  export interface StrictAskReleasesTokenFieldEvent {
    field: '$.releases[].token'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictAskReleasesFailedFieldEvent {
    field: '$.releases[].failed'
    value: boolean
    index: number
  }

  export function encode (obj: Partial<StrictAsk>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictAsk.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictAsk>): StrictAsk {
    return decodeMessage(buf, StrictAsk.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictAsk>): Generator<StrictAskOwnerIdFieldEvent | StrictAskOwnerGenerationFieldEvent | StrictAskRoundFieldEvent | StrictAskKnownTermFieldEvent | StrictAskKnownVersionFieldEvent | StrictAskReleasesGroupFieldEvent | StrictAskReleasesPartitionFieldEvent | StrictAskReleasesTokenFieldEvent | StrictAskReleasesFailedFieldEvent> {
    return streamMessage(buf, StrictAsk.codec(), opts)
  }
}

export interface StrictRelease {
  group: string
  partition: number
  token?: Uint8Array<ArrayBuffer>
  failed: boolean
}

export namespace StrictRelease {
  let _codec: Codec<StrictRelease>

  export const codec = (): Codec<StrictRelease> => {
    if (_codec == null) {
      _codec = message<StrictRelease>((obj, w, opts = {}) => {
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

        if ((obj.failed != null && obj.failed !== false)) {
          w.uint32(32)
          w.bool(obj.failed)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: '',
          partition: 0,
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
              obj.partition = reader.uint32()
              break
            }
            case 3: {
              obj.token = reader.bytes()
              break
            }
            case 4: {
              obj.failed = reader.bool()
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
                field: `${prefix}.failed`,
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

  export interface StrictReleaseGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface StrictReleasePartitionFieldEvent {
    field: '$.partition'
    value: number
  }

  export interface StrictReleaseTokenFieldEvent {
    field: '$.token'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictReleaseFailedFieldEvent {
    field: '$.failed'
    value: boolean
  }

  export function encode (obj: Partial<StrictRelease>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictRelease.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictRelease>): StrictRelease {
    return decodeMessage(buf, StrictRelease.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictRelease>): Generator<StrictReleaseGroupFieldEvent | StrictReleasePartitionFieldEvent | StrictReleaseTokenFieldEvent | StrictReleaseFailedFieldEvent> {
    return streamMessage(buf, StrictRelease.codec(), opts)
  }
}

export interface StrictGrant {
  owner?: StrictStart
  round: number
  known?: StrictBallot
}

export namespace StrictGrant {
  let _codec: Codec<StrictGrant>

  export const codec = (): Codec<StrictGrant> => {
    if (_codec == null) {
      _codec = message<StrictGrant>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.owner != null) {
          w.uint32(10)
          StrictStart.codec().encode(obj.owner, w)
        }

        if ((obj.round != null && obj.round !== 0)) {
          w.uint32(16)
          w.uint64Number(obj.round)
        }

        if (obj.known != null) {
          w.uint32(26)
          StrictBallot.codec().encode(obj.known, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          round: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.owner = StrictStart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.owner
              })
              break
            }
            case 2: {
              obj.round = reader.uint64Number()
              break
            }
            case 3: {
              obj.known = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.known
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
              yield * StrictStart.codec().stream(reader, reader.uint32(), `${prefix}.owner`, {
                limits: opts.limits?.owner
              })

              break
            }
            case 2: {
              yield {
                field: `${prefix}.round`,
                value: reader.uint64Number()
              }
              break
            }
            case 3: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.known`, {
                limits: opts.limits?.known
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

  export interface StrictGrantOwnerIdFieldEvent {
    field: '$.owner.id'
    value: string
  }

  export interface StrictGrantOwnerGenerationFieldEvent {
    field: '$.owner.generation'
    value: number
  }

  export interface StrictGrantRoundFieldEvent {
    field: '$.round'
    value: number
  }

  export interface StrictGrantKnownTermFieldEvent {
    field: '$.known.term'
    value: number
  }

  export interface StrictGrantKnownVersionFieldEvent {
    field: '$.known.version'
    value: number
  }

  export function encode (obj: Partial<StrictGrant>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictGrant.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictGrant>): StrictGrant {
    return decodeMessage(buf, StrictGrant.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictGrant>): Generator<StrictGrantOwnerIdFieldEvent | StrictGrantOwnerGenerationFieldEvent | StrictGrantRoundFieldEvent | StrictGrantKnownTermFieldEvent | StrictGrantKnownVersionFieldEvent> {
    return streamMessage(buf, StrictGrant.codec(), opts)
  }
}

export interface StrictResign {
  term: number
  holder?: StrictStart
}

export namespace StrictResign {
  let _codec: Codec<StrictResign>

  export const codec = (): Codec<StrictResign> => {
    if (_codec == null) {
      _codec = message<StrictResign>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.term)
        }

        if (obj.holder != null) {
          w.uint32(18)
          StrictStart.codec().encode(obj.holder, w)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          term: 0
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
              obj.holder = StrictStart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.holder
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
                field: `${prefix}.term`,
                value: reader.uint64Number()
              }
              break
            }
            case 2: {
              yield * StrictStart.codec().stream(reader, reader.uint32(), `${prefix}.holder`, {
                limits: opts.limits?.holder
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

  export interface StrictResignTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface StrictResignHolderIdFieldEvent {
    field: '$.holder.id'
    value: string
  }

  export interface StrictResignHolderGenerationFieldEvent {
    field: '$.holder.generation'
    value: number
  }

  export function encode (obj: Partial<StrictResign>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictResign.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictResign>): StrictResign {
    return decodeMessage(buf, StrictResign.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictResign>): Generator<StrictResignTermFieldEvent | StrictResignHolderIdFieldEvent | StrictResignHolderGenerationFieldEvent> {
    return streamMessage(buf, StrictResign.codec(), opts)
  }
}

export interface StrictTransfer {
  term: number
}

export namespace StrictTransfer {
  let _codec: Codec<StrictTransfer>

  export const codec = (): Codec<StrictTransfer> => {
    if (_codec == null) {
      _codec = message<StrictTransfer>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.term)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          term: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
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

  export interface StrictTransferTermFieldEvent {
    field: '$.term'
    value: number
  }

  export function encode (obj: Partial<StrictTransfer>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictTransfer.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictTransfer>): StrictTransfer {
    return decodeMessage(buf, StrictTransfer.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictTransfer>): Generator<StrictTransferTermFieldEvent> {
    return streamMessage(buf, StrictTransfer.codec(), opts)
  }
}

export interface StrictBallot {
  term: number
  version: number
}

export namespace StrictBallot {
  let _codec: Codec<StrictBallot>

  export const codec = (): Codec<StrictBallot> => {
    if (_codec == null) {
      _codec = message<StrictBallot>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.term != null && obj.term !== 0)) {
          w.uint32(8)
          w.uint64Number(obj.term)
        }

        if ((obj.version != null && obj.version !== 0)) {
          w.uint32(16)
          w.uint32(obj.version)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          term: 0,
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

  export interface StrictBallotTermFieldEvent {
    field: '$.term'
    value: number
  }

  export interface StrictBallotVersionFieldEvent {
    field: '$.version'
    value: number
  }

  export function encode (obj: Partial<StrictBallot>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictBallot.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictBallot>): StrictBallot {
    return decodeMessage(buf, StrictBallot.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictBallot>): Generator<StrictBallotTermFieldEvent | StrictBallotVersionFieldEvent> {
    return streamMessage(buf, StrictBallot.codec(), opts)
  }
}

export interface StrictStart {
  id: string
  generation: number
}

export namespace StrictStart {
  let _codec: Codec<StrictStart>

  export const codec = (): Codec<StrictStart> => {
    if (_codec == null) {
      _codec = message<StrictStart>((obj, w, opts = {}) => {
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

  export interface StrictStartIdFieldEvent {
    field: '$.id'
    value: string
  }

  export interface StrictStartGenerationFieldEvent {
    field: '$.generation'
    value: number
  }

  export function encode (obj: Partial<StrictStart>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictStart.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictStart>): StrictStart {
    return decodeMessage(buf, StrictStart.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictStart>): Generator<StrictStartIdFieldEvent | StrictStartGenerationFieldEvent> {
    return streamMessage(buf, StrictStart.codec(), opts)
  }
}

export interface StrictConfig {
  id?: StrictBallot
  voters: string[]
}

export namespace StrictConfig {
  let _codec: Codec<StrictConfig>

  export const codec = (): Codec<StrictConfig> => {
    if (_codec == null) {
      _codec = message<StrictConfig>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.id != null) {
          w.uint32(10)
          StrictBallot.codec().encode(obj.id, w)
        }

        if (obj.voters != null && obj.voters.length > 0) {
          for (const value of obj.voters) {
            w.uint32(18)
            w.string(value)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          voters: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.id = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.id
              })
              break
            }
            case 2: {
              if (opts.limits?.voters != null && obj.voters.length === opts.limits.voters) {
                throw new MaxLengthError('Decode error - repeated field "voters" had too many elements')
              }

              obj.voters.push(reader.string())
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
          voters: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.id`, {
                limits: opts.limits?.id
              })

              break
            }
            case 2: {
              if (opts.limits?.voters != null && obj.voters === opts.limits.voters) {
                throw new MaxLengthError('Streaming decode error - repeated field "voters" had too many elements')
              }

              yield {
                field: `${prefix}.voters[]`,
                index: obj.voters,
                value: reader.string()
              }

              obj.voters++

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

  export interface StrictConfigIdTermFieldEvent {
    field: '$.id.term'
    value: number
  }

  export interface StrictConfigIdVersionFieldEvent {
    field: '$.id.version'
    value: number
  }

  export interface StrictConfigVotersFieldEvent {
    field: '$.voters[]'
    index: number
    value: string
  }

  export function encode (obj: Partial<StrictConfig>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictConfig.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictConfig>): StrictConfig {
    return decodeMessage(buf, StrictConfig.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictConfig>): Generator<StrictConfigIdTermFieldEvent | StrictConfigIdVersionFieldEvent | StrictConfigVotersFieldEvent> {
    return streamMessage(buf, StrictConfig.codec(), opts)
  }
}

export interface StrictSeal {
  voter: string
  signature?: Uint8Array<ArrayBuffer>
}

export namespace StrictSeal {
  let _codec: Codec<StrictSeal>

  export const codec = (): Codec<StrictSeal> => {
    if (_codec == null) {
      _codec = message<StrictSeal>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.voter != null && obj.voter !== '')) {
          w.uint32(10)
          w.string(obj.voter)
        }

        if (obj.signature != null) {
          w.uint32(18)
          w.bytes(obj.signature)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          voter: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.voter = reader.string()
              break
            }
            case 2: {
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
                field: `${prefix}.voter`,
                value: reader.string()
              }
              break
            }
            case 2: {
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

  export interface StrictSealVoterFieldEvent {
    field: '$.voter'
    value: string
  }

  export interface StrictSealSignatureFieldEvent {
    field: '$.signature'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictSeal>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictSeal.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictSeal>): StrictSeal {
    return decodeMessage(buf, StrictSeal.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictSeal>): Generator<StrictSealVoterFieldEvent | StrictSealSignatureFieldEvent> {
    return streamMessage(buf, StrictSeal.codec(), opts)
  }
}

export interface StrictStatement {
  genesis: string
  ballot?: StrictBallot
  leader: string
  config?: StrictConfig
  previous?: StrictConfig
  digest?: Uint8Array<ArrayBuffer>
}

export namespace StrictStatement {
  let _codec: Codec<StrictStatement>

  export const codec = (): Codec<StrictStatement> => {
    if (_codec == null) {
      _codec = message<StrictStatement>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.genesis != null && obj.genesis !== '')) {
          w.uint32(10)
          w.string(obj.genesis)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          StrictBallot.codec().encode(obj.ballot, w)
        }

        if ((obj.leader != null && obj.leader !== '')) {
          w.uint32(26)
          w.string(obj.leader)
        }

        if (obj.config != null) {
          w.uint32(34)
          StrictConfig.codec().encode(obj.config, w)
        }

        if (obj.previous != null) {
          w.uint32(42)
          StrictConfig.codec().encode(obj.previous, w)
        }

        if (obj.digest != null) {
          w.uint32(50)
          w.bytes(obj.digest)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          genesis: '',
          leader: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.genesis = reader.string()
              break
            }
            case 2: {
              obj.ballot = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 3: {
              obj.leader = reader.string()
              break
            }
            case 4: {
              obj.config = StrictConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 5: {
              obj.previous = StrictConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.previous
              })
              break
            }
            case 6: {
              obj.digest = reader.bytes()
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
                field: `${prefix}.genesis`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.leader`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield * StrictConfig.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 5: {
              yield * StrictConfig.codec().stream(reader, reader.uint32(), `${prefix}.previous`, {
                limits: opts.limits?.previous
              })

              break
            }
            case 6: {
              yield {
                field: `${prefix}.digest`,
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

  export interface StrictStatementGenesisFieldEvent {
    field: '$.genesis'
    value: string
  }

  export interface StrictStatementBallotTermFieldEvent {
    field: '$.ballot.term'
    value: number
  }

  export interface StrictStatementBallotVersionFieldEvent {
    field: '$.ballot.version'
    value: number
  }

  export interface StrictStatementLeaderFieldEvent {
    field: '$.leader'
    value: string
  }

  export interface StrictStatementConfigIdTermFieldEvent {
    field: '$.config.id.term'
    value: number
  }

  export interface StrictStatementConfigIdVersionFieldEvent {
    field: '$.config.id.version'
    value: number
  }

  export interface StrictStatementConfigVotersFieldEvent {
    field: '$.config.voters[]'
    index: number
    value: string
  }

  export interface StrictStatementPreviousIdTermFieldEvent {
    field: '$.previous.id.term'
    value: number
  }

  export interface StrictStatementPreviousIdVersionFieldEvent {
    field: '$.previous.id.version'
    value: number
  }

  export interface StrictStatementPreviousVotersFieldEvent {
    field: '$.previous.voters[]'
    index: number
    value: string
  }

  export interface StrictStatementDigestFieldEvent {
    field: '$.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictStatement>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictStatement.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictStatement>): StrictStatement {
    return decodeMessage(buf, StrictStatement.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictStatement>): Generator<StrictStatementGenesisFieldEvent | StrictStatementBallotTermFieldEvent | StrictStatementBallotVersionFieldEvent | StrictStatementLeaderFieldEvent | StrictStatementConfigIdTermFieldEvent | StrictStatementConfigIdVersionFieldEvent | StrictStatementConfigVotersFieldEvent | StrictStatementPreviousIdTermFieldEvent | StrictStatementPreviousIdVersionFieldEvent | StrictStatementPreviousVotersFieldEvent | StrictStatementDigestFieldEvent> {
    return streamMessage(buf, StrictStatement.codec(), opts)
  }
}

export interface StrictLink {
  statement?: StrictStatement
  seals: StrictSeal[]
}

export namespace StrictLink {
  let _codec: Codec<StrictLink>

  export const codec = (): Codec<StrictLink> => {
    if (_codec == null) {
      _codec = message<StrictLink>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.statement != null) {
          w.uint32(10)
          StrictStatement.codec().encode(obj.statement, w)
        }

        if (obj.seals != null && obj.seals.length > 0) {
          for (const value of obj.seals) {
            w.uint32(18)
            StrictSeal.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          seals: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.statement = StrictStatement.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.statement
              })
              break
            }
            case 2: {
              if (opts.limits?.seals != null && obj.seals.length === opts.limits.seals) {
                throw new MaxLengthError('Decode error - repeated field "seals" had too many elements')
              }

              obj.seals.push(StrictSeal.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.seals$
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
          seals: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield * StrictStatement.codec().stream(reader, reader.uint32(), `${prefix}.statement`, {
                limits: opts.limits?.statement
              })

              break
            }
            case 2: {
              if (opts.limits?.seals != null && obj.seals === opts.limits.seals) {
                throw new MaxLengthError('Streaming decode error - repeated field "seals" had too many elements')
              }

              for (const evt of StrictSeal.codec().stream(reader, reader.uint32(), `${prefix}.seals[]`, {
                limits: opts.limits?.seals$
              })) {
                yield {
                  ...evt,
                  index: obj.seals
                }
              }

              obj.seals++

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

  export interface StrictLinkStatementGenesisFieldEvent {
    field: '$.statement.genesis'
    value: string
  }

  export interface StrictLinkStatementBallotTermFieldEvent {
    field: '$.statement.ballot.term'
    value: number
  }

  export interface StrictLinkStatementBallotVersionFieldEvent {
    field: '$.statement.ballot.version'
    value: number
  }

  export interface StrictLinkStatementLeaderFieldEvent {
    field: '$.statement.leader'
    value: string
  }

  export interface StrictLinkStatementConfigIdTermFieldEvent {
    field: '$.statement.config.id.term'
    value: number
  }

  export interface StrictLinkStatementConfigIdVersionFieldEvent {
    field: '$.statement.config.id.version'
    value: number
  }

  export interface StrictLinkStatementConfigVotersFieldEvent {
    field: '$.statement.config.voters[]'
    index: number
    value: string
  }

  export interface StrictLinkStatementPreviousIdTermFieldEvent {
    field: '$.statement.previous.id.term'
    value: number
  }

  export interface StrictLinkStatementPreviousIdVersionFieldEvent {
    field: '$.statement.previous.id.version'
    value: number
  }

  export interface StrictLinkStatementPreviousVotersFieldEvent {
    field: '$.statement.previous.voters[]'
    index: number
    value: string
  }

  export interface StrictLinkStatementDigestFieldEvent {
    field: '$.statement.digest'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictLinkSealsVoterFieldEvent {
    field: '$.seals[].voter'
    value: string
    index: number
  }

  export interface StrictLinkSealsSignatureFieldEvent {
    field: '$.seals[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<StrictLink>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictLink.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictLink>): StrictLink {
    return decodeMessage(buf, StrictLink.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictLink>): Generator<StrictLinkStatementGenesisFieldEvent | StrictLinkStatementBallotTermFieldEvent | StrictLinkStatementBallotVersionFieldEvent | StrictLinkStatementLeaderFieldEvent | StrictLinkStatementConfigIdTermFieldEvent | StrictLinkStatementConfigIdVersionFieldEvent | StrictLinkStatementConfigVotersFieldEvent | StrictLinkStatementPreviousIdTermFieldEvent | StrictLinkStatementPreviousIdVersionFieldEvent | StrictLinkStatementPreviousVotersFieldEvent | StrictLinkStatementDigestFieldEvent | StrictLinkSealsVoterFieldEvent | StrictLinkSealsSignatureFieldEvent> {
    return streamMessage(buf, StrictLink.codec(), opts)
  }
}

export interface StrictTable {
  genesis: string
  ballot?: StrictBallot
  leader: string
  config?: StrictConfig
  previous?: StrictConfig
  links: StrictLink[]
  roster: StrictStart[]
  groups: StrictGroup[]
}

export namespace StrictTable {
  let _codec: Codec<StrictTable>

  export const codec = (): Codec<StrictTable> => {
    if (_codec == null) {
      _codec = message<StrictTable>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if ((obj.genesis != null && obj.genesis !== '')) {
          w.uint32(10)
          w.string(obj.genesis)
        }

        if (obj.ballot != null) {
          w.uint32(18)
          StrictBallot.codec().encode(obj.ballot, w)
        }

        if ((obj.leader != null && obj.leader !== '')) {
          w.uint32(26)
          w.string(obj.leader)
        }

        if (obj.config != null) {
          w.uint32(34)
          StrictConfig.codec().encode(obj.config, w)
        }

        if (obj.previous != null) {
          w.uint32(42)
          StrictConfig.codec().encode(obj.previous, w)
        }

        if (obj.links != null && obj.links.length > 0) {
          for (const value of obj.links) {
            w.uint32(50)
            StrictLink.codec().encode(value, w)
          }
        }

        if (obj.roster != null && obj.roster.length > 0) {
          for (const value of obj.roster) {
            w.uint32(58)
            StrictStart.codec().encode(value, w)
          }
        }

        if (obj.groups != null && obj.groups.length > 0) {
          for (const value of obj.groups) {
            w.uint32(66)
            StrictGroup.codec().encode(value, w)
          }
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          genesis: '',
          leader: '',
          links: [],
          roster: [],
          groups: []
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.genesis = reader.string()
              break
            }
            case 2: {
              obj.ballot = StrictBallot.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.ballot
              })
              break
            }
            case 3: {
              obj.leader = reader.string()
              break
            }
            case 4: {
              obj.config = StrictConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.config
              })
              break
            }
            case 5: {
              obj.previous = StrictConfig.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.previous
              })
              break
            }
            case 6: {
              if (opts.limits?.links != null && obj.links.length === opts.limits.links) {
                throw new MaxLengthError('Decode error - repeated field "links" had too many elements')
              }

              obj.links.push(StrictLink.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.links$
              }))
              break
            }
            case 7: {
              if (opts.limits?.roster != null && obj.roster.length === opts.limits.roster) {
                throw new MaxLengthError('Decode error - repeated field "roster" had too many elements')
              }

              obj.roster.push(StrictStart.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.roster$
              }))
              break
            }
            case 8: {
              if (opts.limits?.groups != null && obj.groups.length === opts.limits.groups) {
                throw new MaxLengthError('Decode error - repeated field "groups" had too many elements')
              }

              obj.groups.push(StrictGroup.codec().decode(reader, reader.uint32(), {
                limits: opts.limits?.groups$
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
          links: 0,
          roster: 0,
          groups: 0
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              yield {
                field: `${prefix}.genesis`,
                value: reader.string()
              }
              break
            }
            case 2: {
              yield * StrictBallot.codec().stream(reader, reader.uint32(), `${prefix}.ballot`, {
                limits: opts.limits?.ballot
              })

              break
            }
            case 3: {
              yield {
                field: `${prefix}.leader`,
                value: reader.string()
              }
              break
            }
            case 4: {
              yield * StrictConfig.codec().stream(reader, reader.uint32(), `${prefix}.config`, {
                limits: opts.limits?.config
              })

              break
            }
            case 5: {
              yield * StrictConfig.codec().stream(reader, reader.uint32(), `${prefix}.previous`, {
                limits: opts.limits?.previous
              })

              break
            }
            case 6: {
              if (opts.limits?.links != null && obj.links === opts.limits.links) {
                throw new MaxLengthError('Streaming decode error - repeated field "links" had too many elements')
              }

              for (const evt of StrictLink.codec().stream(reader, reader.uint32(), `${prefix}.links[]`, {
                limits: opts.limits?.links$
              })) {
                yield {
                  ...evt,
                  index: obj.links
                }
              }

              obj.links++

              break
            }
            case 7: {
              if (opts.limits?.roster != null && obj.roster === opts.limits.roster) {
                throw new MaxLengthError('Streaming decode error - repeated field "roster" had too many elements')
              }

              for (const evt of StrictStart.codec().stream(reader, reader.uint32(), `${prefix}.roster[]`, {
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
            case 8: {
              if (opts.limits?.groups != null && obj.groups === opts.limits.groups) {
                throw new MaxLengthError('Streaming decode error - repeated field "groups" had too many elements')
              }

              for (const evt of StrictGroup.codec().stream(reader, reader.uint32(), `${prefix}.groups[]`, {
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

  export interface StrictTableGenesisFieldEvent {
    field: '$.genesis'
    value: string
  }

  export interface StrictTableBallotTermFieldEvent {
    field: '$.ballot.term'
    value: number
  }

  export interface StrictTableBallotVersionFieldEvent {
    field: '$.ballot.version'
    value: number
  }

  export interface StrictTableLeaderFieldEvent {
    field: '$.leader'
    value: string
  }

  export interface StrictTableConfigIdTermFieldEvent {
    field: '$.config.id.term'
    value: number
  }

  export interface StrictTableConfigIdVersionFieldEvent {
    field: '$.config.id.version'
    value: number
  }

  export interface StrictTableConfigVotersFieldEvent {
    field: '$.config.voters[]'
    index: number
    value: string
  }

  export interface StrictTablePreviousIdTermFieldEvent {
    field: '$.previous.id.term'
    value: number
  }

  export interface StrictTablePreviousIdVersionFieldEvent {
    field: '$.previous.id.version'
    value: number
  }

  export interface StrictTablePreviousVotersFieldEvent {
    field: '$.previous.voters[]'
    index: number
    value: string
  }

  export interface StrictTableLinksStatementGenesisFieldEvent {
    field: '$.links[].statement.genesis'
    value: string
    index: number
  }

  export interface StrictTableLinksStatementBallotTermFieldEvent {
    field: '$.links[].statement.ballot.term'
    value: number
    index: number
  }

  export interface StrictTableLinksStatementBallotVersionFieldEvent {
    field: '$.links[].statement.ballot.version'
    value: number
    index: number
  }

  export interface StrictTableLinksStatementLeaderFieldEvent {
    field: '$.links[].statement.leader'
    value: string
    index: number
  }

  export interface StrictTableLinksStatementConfigIdTermFieldEvent {
    field: '$.links[].statement.config.id.term'
    value: number
    index: number
  }

  export interface StrictTableLinksStatementConfigIdVersionFieldEvent {
    field: '$.links[].statement.config.id.version'
    value: number
    index: number
  }

  export interface StrictTableLinksStatementConfigVotersFieldEvent {
    field: '$.links[].statement.config.voters[]'
    index: number
    value: string
  }

  export interface StrictTableLinksStatementPreviousIdTermFieldEvent {
    field: '$.links[].statement.previous.id.term'
    value: number
    index: number
  }

  export interface StrictTableLinksStatementPreviousIdVersionFieldEvent {
    field: '$.links[].statement.previous.id.version'
    value: number
    index: number
  }

  export interface StrictTableLinksStatementPreviousVotersFieldEvent {
    field: '$.links[].statement.previous.voters[]'
    index: number
    value: string
  }

  export interface StrictTableLinksStatementDigestFieldEvent {
    field: '$.links[].statement.digest'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictTableLinksSealsVoterFieldEvent {
    field: '$.links[].seals[].voter'
    value: string
    index: number
  }

  export interface StrictTableLinksSealsSignatureFieldEvent {
    field: '$.links[].seals[].signature'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictTableRosterIdFieldEvent {
    field: '$.roster[].id'
    value: string
    index: number
  }

  export interface StrictTableRosterGenerationFieldEvent {
    field: '$.roster[].generation'
    value: number
    index: number
  }

  export interface StrictTableGroupsNameFieldEvent {
    field: '$.groups[].name'
    value: string
    index: number
  }

  export interface StrictTableGroupsPartitionsFieldEvent {
    field: '$.groups[].partitions'
    value: number
    index: number
  }

  export interface StrictTableGroupsOwnersFieldEvent {
    field: '$.groups[].owners'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictTableGroupsTokensFieldEvent {
    field: '$.groups[].tokens'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictTableGroupsTokenIndexesFieldEvent {
    field: '$.groups[].tokenIndexes'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export interface StrictTableGroupsSuccessorsFieldEvent {
    field: '$.groups[].successors'
    value: Uint8Array<ArrayBuffer>
    index: number
  }

  export function encode (obj: Partial<StrictTable>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictTable.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictTable>): StrictTable {
    return decodeMessage(buf, StrictTable.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictTable>): Generator<StrictTableGenesisFieldEvent | StrictTableBallotTermFieldEvent | StrictTableBallotVersionFieldEvent | StrictTableLeaderFieldEvent | StrictTableConfigIdTermFieldEvent | StrictTableConfigIdVersionFieldEvent | StrictTableConfigVotersFieldEvent | StrictTablePreviousIdTermFieldEvent | StrictTablePreviousIdVersionFieldEvent | StrictTablePreviousVotersFieldEvent | StrictTableLinksStatementGenesisFieldEvent | StrictTableLinksStatementBallotTermFieldEvent | StrictTableLinksStatementBallotVersionFieldEvent | StrictTableLinksStatementLeaderFieldEvent | StrictTableLinksStatementConfigIdTermFieldEvent | StrictTableLinksStatementConfigIdVersionFieldEvent | StrictTableLinksStatementConfigVotersFieldEvent | StrictTableLinksStatementPreviousIdTermFieldEvent | StrictTableLinksStatementPreviousIdVersionFieldEvent | StrictTableLinksStatementPreviousVotersFieldEvent | StrictTableLinksStatementDigestFieldEvent | StrictTableLinksSealsVoterFieldEvent | StrictTableLinksSealsSignatureFieldEvent | StrictTableRosterIdFieldEvent | StrictTableRosterGenerationFieldEvent | StrictTableGroupsNameFieldEvent | StrictTableGroupsPartitionsFieldEvent | StrictTableGroupsOwnersFieldEvent | StrictTableGroupsTokensFieldEvent | StrictTableGroupsTokenIndexesFieldEvent | StrictTableGroupsSuccessorsFieldEvent> {
    return streamMessage(buf, StrictTable.codec(), opts)
  }
}

export interface StrictGroup {
  name: string
  partitions: number
  owners?: Uint8Array<ArrayBuffer>
  tokens?: Uint8Array<ArrayBuffer>
  tokenIndexes?: Uint8Array<ArrayBuffer>
  successors?: Uint8Array<ArrayBuffer>
}

export namespace StrictGroup {
  let _codec: Codec<StrictGroup>

  export const codec = (): Codec<StrictGroup> => {
    if (_codec == null) {
      _codec = message<StrictGroup>((obj, w, opts = {}) => {
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

        if (obj.owners != null) {
          w.uint32(26)
          w.bytes(obj.owners)
        }

        if (obj.tokens != null) {
          w.uint32(34)
          w.bytes(obj.tokens)
        }

        if (obj.tokenIndexes != null) {
          w.uint32(42)
          w.bytes(obj.tokenIndexes)
        }

        if (obj.successors != null) {
          w.uint32(50)
          w.bytes(obj.successors)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          name: '',
          partitions: 0
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
              obj.owners = reader.bytes()
              break
            }
            case 4: {
              obj.tokens = reader.bytes()
              break
            }
            case 5: {
              obj.tokenIndexes = reader.bytes()
              break
            }
            case 6: {
              obj.successors = reader.bytes()
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
                field: `${prefix}.owners`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.tokens`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.tokenIndexes`,
                value: reader.bytes()
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.successors`,
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

  export interface StrictGroupNameFieldEvent {
    field: '$.name'
    value: string
  }

  export interface StrictGroupPartitionsFieldEvent {
    field: '$.partitions'
    value: number
  }

  export interface StrictGroupOwnersFieldEvent {
    field: '$.owners'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictGroupTokensFieldEvent {
    field: '$.tokens'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictGroupTokenIndexesFieldEvent {
    field: '$.tokenIndexes'
    value: Uint8Array<ArrayBuffer>
  }

  export interface StrictGroupSuccessorsFieldEvent {
    field: '$.successors'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<StrictGroup>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, StrictGroup.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictGroup>): StrictGroup {
    return decodeMessage(buf, StrictGroup.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<StrictGroup>): Generator<StrictGroupNameFieldEvent | StrictGroupPartitionsFieldEvent | StrictGroupOwnersFieldEvent | StrictGroupTokensFieldEvent | StrictGroupTokenIndexesFieldEvent | StrictGroupSuccessorsFieldEvent> {
    return streamMessage(buf, StrictGroup.codec(), opts)
  }
}
