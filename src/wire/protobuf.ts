import { decodeMessage } from 'protons-runtime'
import { DecodeError } from './decode-error.js'
import type { Codec, DecodeOptions } from 'protons-runtime'

/**
 * Reads a peer's bytes with a generated codec. The result's `bytes` fields are views of the argument, and its values
 * are unchecked but for the lengths of lists.
 *
 * @throws {DecodeError} for whatever the codec throws
 */
export function parse<T> (codec: Codec<T>, bytes: Uint8Array, what: string, limits?: DecodeOptions<T>['limits']): T {
  try {
    return decodeMessage(bytes, codec, { limits })
  } catch (cause) {
    // What the runtime throws on junk has no common class: RangeError, MaxLengthError and plain Errors.
    throw new DecodeError(`${what} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** Bytes in the type that the generated code asks for. It only copies from them, so whose memory it is does not matter. */
export function asPlainBytes (bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes as Uint8Array<ArrayBuffer>
}
