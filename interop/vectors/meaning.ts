import type { Claim, Message, Statement, StrictMessage, StrictTable, Table } from '../../src/core/index.js'

type Meant = Message | Claim | Table | StrictMessage | StrictTable | Statement

/** What the vectors speak of, in JSON: a 64-bit or 128-bit number is a decimal text, bytes are hexadecimal. */
export type Meaning = { readonly [field: string]: unknown }

/** A message, claim or table as JSON. */
export function toMeaning (value: Meant): Meaning {
  return JSON.parse(JSON.stringify(value, (_, field: unknown) => {
    return typeof field === 'bigint' ? field.toString() : field instanceof Uint8Array ? toHex(field) : field
  })) as Meaning
}

/** The message, claim or table that the JSON means. */
export function fromMeaning<T extends Meant> (meaning: Meaning): T {
  return JSON.parse(JSON.stringify(meaning), reviveField) as T
}

/** Bytes as hexadecimal text. */
export function toHex (bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** Bytes of hexadecimal text. */
export function fromHex (text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'))
}

function reviveField (field: string, value: unknown): unknown {
  switch (field) {
    case 'view':
    case 'token':
    case 'seen':
      return BigInt(value as string)
    case 'epoch':
      // A head names an epoch by its token, a table by its parts.
      return typeof value === 'string' ? BigInt(value) : value
    case 'tokens':
      return (value as string[]).map(BigInt)
    case 'metadata':
    case 'seal':
    case 'signature':
      return fromHex(value as string)
    default:
      return value
  }
}
