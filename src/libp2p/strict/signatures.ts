import { sha256 } from '@noble/hashes/sha2.js'
import { peerIdOf } from '../peer-ids.js'
import { encodeStatement, encodeStrictTable } from '../../wire/index.js'
import type { MemberId, Statement, StrictTable } from '../../core/index.js'
import type { PrivateKey } from '@libp2p/interface'

/** Signatures that were found valid and are remembered: a table brings the same ones again with every change of it. */
const VERIFIED_MAX = 4_096

const digests = new WeakMap<StrictTable, string>()

/** The SHA-256 of a table's one form, in hexadecimal. */
export function digestOf (table: StrictTable): string {
  const digest = digests.get(table) ?? toHex(sha256(encodeStrictTable(table)))
  digests.set(table, digest)

  return digest
}

/** A voter's signature under a statement. */
export async function signStatement (privateKey: PrivateKey, statement: Statement): Promise<Uint8Array> {
  return await privateKey.sign(encodeStatement(statement))
}

/** Whether a PeerId carries the key that its signatures are verified with. */
export function canVote (member: MemberId): boolean {
  return peerIdOf(member)?.publicKey !== undefined
}

/** Verifies voters' signatures, each once. */
export class SignatureVerifier {
  readonly #valid = new Set<string>()

  /**
   * Whether a signature under a statement is that of a member. The answer is needed at once, so it is no where the
   * runtime verifies in the background, as browsers do.
   */
  readonly verify = (statement: Statement, member: MemberId, signature: Uint8Array): boolean => {
    const signed = encodeStatement(statement)
    const key = `${member} ${toHex(signature)} ${toHex(sha256(signed))}`
    const isValid = this.#valid.has(key) || isValidNow(member, signed, signature)

    if (isValid) {
      this.#remember(key)
    }

    return isValid
  }

  #remember (key: string): void {
    if (this.#valid.size >= VERIFIED_MAX) {
      this.#valid.clear()
    }
    this.#valid.add(key)
  }
}

function isValidNow (member: MemberId, signed: Uint8Array, signature: Uint8Array): boolean {
  try {
    const isValid = peerIdOf(member)?.publicKey?.verify(signed, signature) ?? false

    if (typeof isValid === 'boolean') {
      return isValid
    }
    void isValid.catch(() => false)
    return false
  } catch {
    // A peer can send any bytes as a signature; that they are none is the answer.
    return false
  }
}

/** Bytes as hexadecimal text. */
export function toHex (bytes: Uint8Array): string {
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
