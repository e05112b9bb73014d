import { DecodeError } from './decode-error.js'
import type { Token } from '../core/index.js'

/** Bytes of a token. */
export const TOKEN_LENGTH = 16

/** Tokens one after the other, 16 bytes each, big-endian, so that their order is the order of the bytes. */
export function encodeTokens (tokens: readonly Token[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(tokens.length * TOKEN_LENGTH)
  const view = new DataView(bytes.buffer)

  for (const [index, token] of tokens.entries()) {
    view.setBigUint64(index * TOKEN_LENGTH, token >> 64n)
    view.setBigUint64(index * TOKEN_LENGTH + 8, BigInt.asUintN(64, token))
  }

  return bytes
}

/**
 * The tokens of a field that holds at most `max`.
 *
 * @throws {DecodeError}
 */
export function decodeTokens (bytes: Uint8Array, max: number, field: string): Token[] {
  if (bytes.length % TOKEN_LENGTH !== 0 || bytes.length > max * TOKEN_LENGTH) {
    throw new DecodeError(`${field} has ${bytes.length} bytes: must have ${TOKEN_LENGTH} for each token, of at most ${max}`)
  }

  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)

  return Array.from({ length: bytes.length / TOKEN_LENGTH }, (_, index) =>
    view.getBigUint64(index * TOKEN_LENGTH) << 64n | view.getBigUint64(index * TOKEN_LENGTH + 8))
}

/** One token. */
export function encodeToken (token: Token): Uint8Array<ArrayBuffer> {
  return encodeTokens([token])
}

/**
 * The token of a field that holds one.
 *
 * @throws {DecodeError}
 */
export function decodeToken (bytes: Uint8Array | undefined, field: string): Token {
  const [token] = decodeTokens(bytes ?? new Uint8Array(), 1, field)

  if (token === undefined) {
    throw new DecodeError(`${field} is missing`)
  }

  return token
}
