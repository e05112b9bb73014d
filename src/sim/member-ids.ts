import { InvalidSettingError } from '../core/index.js'
import type { MemberId } from '../core/index.js'

const DIGITS = '123456789'
const PEER_ID_LENGTH = 52
const BASE58 = /^[1-9A-HJ-NP-Za-km-z]{1,128}$/

/** Forms of ids: short to read, or as long as those of Ed25519 keys, for figures of bytes. */
export interface MemberIdOptions {
  readonly prefix?: string
  readonly isLong?: boolean
}

/**
 * So many ids in ascending order: `n111`, `n112`, ... A member id is base58, which has no zero, so they count from 1
 * to 9.
 */
export function memberIds (count: number, { prefix = 'n', isLong = false }: MemberIdOptions = {}): MemberId[] {
  const width = isLong ? PEER_ID_LENGTH - '12D3KooW'.length - prefix.length : widthFor(count)

  return Array.from({ length: count }, (_, index) => `${isLong ? '12D3KooW' : ''}${prefix}${inDigits(index, width)}`)
}

/**
 * Checks an id that a member is to have: on the wire it must be base58.
 *
 * @throws {InvalidSettingError}
 */
export function checkMemberId (id: MemberId): void {
  if (!BASE58.test(id)) {
    throw new InvalidSettingError(`member id is ${JSON.stringify(id)}: must be base58, which has no 0, O, I and l (see memberIds)`)
  }
}

function widthFor (count: number): number {
  let width = 2

  for (let room = DIGITS.length ** width; room < count; room *= DIGITS.length) {
    width++
  }

  return width
}

function inDigits (value: number, width: number): string {
  let text = ''

  for (let rest = value; text.length < width; rest = Math.floor(rest / DIGITS.length)) {
    text = `${DIGITS[rest % DIGITS.length]}${text}`
  }

  return text
}
