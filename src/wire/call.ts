import { decodeMessage, encodeMessage, enumeration, message, streamMessage } from 'protons-runtime'
import type { Codec, DecodeOptions } from 'protons-runtime'
import type { Uint8ArrayList } from 'uint8arraylist'

export enum CallRole {
  OWNER = 'OWNER',
  STANDBY = 'STANDBY'
}

enum __CallRoleValues {
  OWNER = 0,
  STANDBY = 1
}

export namespace CallRole {
  export const codec = (): Codec<CallRole> => {
    return enumeration<CallRole>(__CallRoleValues)
  }
}

export interface CallRequest {
  group: string
  partition: number
  epoch?: Uint8Array<ArrayBuffer>
  token?: Uint8Array<ArrayBuffer>
  role: CallRole
  patience: number
  keyText?: string
  keyBytes?: Uint8Array<ArrayBuffer>
  payload?: Uint8Array<ArrayBuffer>
}

export namespace CallRequest {
  let _codec: Codec<CallRequest>

  export const codec = (): Codec<CallRequest> => {
    if (_codec == null) {
      _codec = message<CallRequest>((obj, w, opts = {}) => {
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

        if (obj.epoch != null) {
          w.uint32(26)
          w.bytes(obj.epoch)
        }

        if (obj.token != null) {
          w.uint32(34)
          w.bytes(obj.token)
        }

        if (obj.role != null && __CallRoleValues[obj.role] !== 0) {
          w.uint32(40)
          CallRole.codec().encode(obj.role, w)
        }

        if ((obj.patience != null && obj.patience !== 0)) {
          w.uint32(48)
          w.uint32(obj.patience)
        }

        if (obj.keyText != null) {
          w.uint32(58)
          w.string(obj.keyText)
        }

        if (obj.keyBytes != null) {
          w.uint32(66)
          w.bytes(obj.keyBytes)
        }

        if (obj.payload != null) {
          w.uint32(74)
          w.bytes(obj.payload)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          group: '',
          partition: 0,
          role: CallRole.OWNER,
          patience: 0
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
              obj.epoch = reader.bytes()
              break
            }
            case 4: {
              obj.token = reader.bytes()
              break
            }
            case 5: {
              obj.role = CallRole.codec().decode(reader)
              break
            }
            case 6: {
              obj.patience = reader.uint32()
              break
            }
            case 7: {
              obj.keyText = reader.string()
              break
            }
            case 8: {
              obj.keyBytes = reader.bytes()
              break
            }
            case 9: {
              obj.payload = reader.bytes()
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
                field: `${prefix}.epoch`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.token`,
                value: reader.bytes()
              }
              break
            }
            case 5: {
              yield {
                field: `${prefix}.role`,
                value: CallRole.codec().decode(reader)
              }
              break
            }
            case 6: {
              yield {
                field: `${prefix}.patience`,
                value: reader.uint32()
              }
              break
            }
            case 7: {
              yield {
                field: `${prefix}.keyText`,
                value: reader.string()
              }
              break
            }
            case 8: {
              yield {
                field: `${prefix}.keyBytes`,
                value: reader.bytes()
              }
              break
            }
            case 9: {
              yield {
                field: `${prefix}.payload`,
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

  export interface CallRequestGroupFieldEvent {
    field: '$.group'
    value: string
  }

  export interface CallRequestPartitionFieldEvent {
    field: '$.partition'
    value: number
  }

  export interface CallRequestEpochFieldEvent {
    field: '$.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CallRequestTokenFieldEvent {
    field: '$.token'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CallRequestRoleFieldEvent {
    field: '$.role'
    value: CallRole
  }

  export interface CallRequestPatienceFieldEvent {
    field: '$.patience'
    value: number
  }

  export interface CallRequestKeyTextFieldEvent {
    field: '$.keyText'
    value: string
  }

  export interface CallRequestKeyBytesFieldEvent {
    field: '$.keyBytes'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CallRequestPayloadFieldEvent {
    field: '$.payload'
    value: Uint8Array<ArrayBuffer>
  }

  export function encode (obj: Partial<CallRequest>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CallRequest.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CallRequest>): CallRequest {
    return decodeMessage(buf, CallRequest.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CallRequest>): Generator<CallRequestGroupFieldEvent | CallRequestPartitionFieldEvent | CallRequestEpochFieldEvent | CallRequestTokenFieldEvent | CallRequestRoleFieldEvent | CallRequestPatienceFieldEvent | CallRequestKeyTextFieldEvent | CallRequestKeyBytesFieldEvent | CallRequestPayloadFieldEvent> {
    return streamMessage(buf, CallRequest.codec(), opts)
  }
}

export enum CallStatus {
  ANSWERED = 'ANSWERED',
  FAILED = 'FAILED',
  TOO_LARGE = 'TOO_LARGE',
  NOT_OWNER = 'NOT_OWNER',
  BEHIND = 'BEHIND',
  NO_HANDLER = 'NO_HANDLER',
  BUSY = 'BUSY',
  NOT_MEMBER = 'NOT_MEMBER'
}

enum __CallStatusValues {
  ANSWERED = 0,
  FAILED = 1,
  TOO_LARGE = 2,
  NOT_OWNER = 3,
  BEHIND = 4,
  NO_HANDLER = 5,
  BUSY = 6,
  NOT_MEMBER = 7
}

export namespace CallStatus {
  export const codec = (): Codec<CallStatus> => {
    return enumeration<CallStatus>(__CallStatusValues)
  }
}

export interface CallReply {
  status: CallStatus
  epoch?: Uint8Array<ArrayBuffer>
  payload?: Uint8Array<ArrayBuffer>
  error: string
}

export namespace CallReply {
  let _codec: Codec<CallReply>

  export const codec = (): Codec<CallReply> => {
    if (_codec == null) {
      _codec = message<CallReply>((obj, w, opts = {}) => {
        if (opts.lengthDelimited !== false) {
          w.fork()
        }

        if (obj.status != null && __CallStatusValues[obj.status] !== 0) {
          w.uint32(8)
          CallStatus.codec().encode(obj.status, w)
        }

        if (obj.epoch != null) {
          w.uint32(18)
          w.bytes(obj.epoch)
        }

        if (obj.payload != null) {
          w.uint32(26)
          w.bytes(obj.payload)
        }

        if ((obj.error != null && obj.error !== '')) {
          w.uint32(34)
          w.string(obj.error)
        }

        if (opts.lengthDelimited !== false) {
          w.ldelim()
        }
      }, (reader, length, opts = {}) => {
        const obj: any = {
          status: CallStatus.ANSWERED,
          error: ''
        }

        const end = length == null ? reader.len : reader.pos + length

        while (reader.pos < end) {
          const tag = reader.uint32()

          switch (tag >>> 3) {
            case 1: {
              obj.status = CallStatus.codec().decode(reader)
              break
            }
            case 2: {
              obj.epoch = reader.bytes()
              break
            }
            case 3: {
              obj.payload = reader.bytes()
              break
            }
            case 4: {
              obj.error = reader.string()
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
                field: `${prefix}.status`,
                value: CallStatus.codec().decode(reader)
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
                field: `${prefix}.payload`,
                value: reader.bytes()
              }
              break
            }
            case 4: {
              yield {
                field: `${prefix}.error`,
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

  export interface CallReplyStatusFieldEvent {
    field: '$.status'
    value: CallStatus
  }

  export interface CallReplyEpochFieldEvent {
    field: '$.epoch'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CallReplyPayloadFieldEvent {
    field: '$.payload'
    value: Uint8Array<ArrayBuffer>
  }

  export interface CallReplyErrorFieldEvent {
    field: '$.error'
    value: string
  }

  export function encode (obj: Partial<CallReply>): Uint8Array<ArrayBuffer> {
    return encodeMessage(obj, CallReply.codec())
  }

  export function decode (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CallReply>): CallReply {
    return decodeMessage(buf, CallReply.codec(), opts)
  }

  export function stream (buf: Uint8Array | Uint8ArrayList, opts?: DecodeOptions<CallReply>): Generator<CallReplyStatusFieldEvent | CallReplyEpochFieldEvent | CallReplyPayloadFieldEvent | CallReplyErrorFieldEvent> {
    return streamMessage(buf, CallReply.codec(), opts)
  }
}
