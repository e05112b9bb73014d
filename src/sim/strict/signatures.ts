import { hashText } from '../running-hash.js'
import type { MemberId, Statement, StrictTable } from '../../core/index.js'

const digests = new WeakMap<StrictTable, string>()

/** Stands for a collision-free digest of all that a table says. */
export function digestTable (table: StrictTable): string {
  const known = digests.get(table)

  if (known !== undefined) {
    return known
  }
  const text = JSON.stringify(table, (_, value: unknown) => typeof value === 'bigint' ? value.toString(16) : value instanceof Uint8Array ? [...value] : value)
  const digest = `${hashText(text)}.${hashText(`again ${text}`)}.${text.length}`
  digests.set(table, digest)

  return digest
}

/** What stands for a signature here: nobody forges one in this simulator but on purpose. */
export function signStatement ({ term, version, digest }: Statement, member: MemberId): Uint8Array {
  const hash = hashText(`${member} ${term} ${version} ${digest}`)
  return Uint8Array.of(hash & 0xff, hash >>> 8 & 0xff, hash >>> 16 & 0xff, hash >>> 24)
}

/** Whether it is the one that the member makes. */
export function verifyStatement (statement: Statement, member: MemberId, signature: Uint8Array): boolean {
  const expected = signStatement(statement, member)
  return signature.length === expected.length && expected.every((byte, index) => byte === signature[index])
}
