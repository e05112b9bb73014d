import { DecodeError } from './decode-error.js'

const MORE = 0x80
const BITS = 7
const LOW_BITS = 0x7f

/** Numbers below 2^28 as varints one after the other: what a packed `repeated uint32` holds. */
export function encodeIndexes (indexes: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(indexes.reduce((length, index) => length + encodedLength(index), 0))
  let position = 0

  for (const index of indexes) {
    let rest = index
    for (; rest > LOW_BITS; rest >>>= BITS) bytes[position++] = rest & LOW_BITS | MORE
    bytes[position++] = rest
  }

  return bytes
}

/**
 * Exactly `count` numbers, each at most `max`, and no byte more.
 *
 * @throws {DecodeError}
 */
export function decodeIndexes (bytes: Uint8Array, count: number, max: number, field: string): number[] {
  const indexes: number[] = []
  let position = 0

  while (indexes.length < count) {
    const index = readIndex(bytes, position)

    if (index === undefined || index > max) {
      throw new DecodeError(`${field} of ${indexes.length} is ${index ?? 'malformed'}: must be a number up to ${max}, for each of ${count}`)
    }
    indexes.push(index)
    position += encodedLength(index)
  }
  if (position !== bytes.length) {
    throw new DecodeError(`${field} has ${bytes.length - position} bytes too many: must be for ${count}`)
  }

  return indexes
}

/** The number at a position; nothing if it is cut short, too large, or not in its shortest form. */
function readIndex (bytes: Uint8Array, position: number): number | undefined {
  let index = 0

  for (let length = 1; length <= 4; length++) {
    const byte = bytes[position + length - 1]

    if (byte === undefined) {
      return undefined
    }
    index |= (byte & LOW_BITS) << BITS * (length - 1)
    if (byte < MORE) {
      return encodedLength(index) === length ? index : undefined
    }
  }

  return undefined
}

function encodedLength (index: number): number {
  return index < 2 ** 7 ? 1 : index < 2 ** 14 ? 2 : index < 2 ** 21 ? 3 : 4
}
