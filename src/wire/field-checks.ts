import { ADDRESS_LENGTH_MAX, GROUPS_MAX, MOVES_MAX, NAME_LENGTH_MAX, PARTITIONS_MAX, STANDBYS_MAX, WEIGHT_MAX, ZONE_LENGTH_MAX } from '../core/index.js'
import { DecodeError } from './decode-error.js'
import { MEMBER_ID_LENGTH_MAX } from './sizes.js'
import type { GroupSpec, MemberId } from '../core/index.js'

const MEMBER_ID = new RegExp(`^[1-9A-HJ-NP-Za-km-z]{1,${MEMBER_ID_LENGTH_MAX}}$`)
const NAME = new RegExp(`^[a-z0-9][a-z0-9._-]{0,${NAME_LENGTH_MAX - 1}}$`)
const ZONE = new RegExp(`^[\\x21-\\x7e]{1,${ZONE_LENGTH_MAX}}$`)
const ADDRESS = new RegExp(`^/[\\x21-\\x7e]{1,${ADDRESS_LENGTH_MAX - 1}}$`)

/** Checks the text form of a PeerId: base58btc. */
export function checkMemberId (text: string, field: string): MemberId {
  return checkText(MEMBER_ID, text, field, 'a PeerId in base58')
}

/** Checks the name of a cluster or a group. */
export function checkName (text: string, field: string): string {
  return checkText(NAME, text, field, `1 to ${NAME_LENGTH_MAX} of a-z 0-9 . _ -, the first a letter or a digit`)
}

/** Checks the shape of a multiaddr's text; whether it can be dialled shows when it is. */
export function checkAddress (text: string, field: string): string {
  return checkText(ADDRESS, text, field, `a multiaddr of at most ${ADDRESS_LENGTH_MAX} ASCII characters`)
}

/** Checks the name of a zone: none is an empty one. */
export function checkZone (text: string, field: string): { zone?: string } {
  return text === '' ? {} : { zone: checkText(ZONE, text, field, `1 to ${ZONE_LENGTH_MAX} printable ASCII characters without spaces`) }
}

/** Checks a counter: a whole number that JavaScript can tell from its neighbours. */
export function checkCounter (value: number, field: string): number {
  return checkRange(value, 0, Number.MAX_SAFE_INTEGER, field)
}

/** Checks a whole number against its bounds, both included. */
export function checkRange (value: number, min: number, max: number, field: string): number {
  if (!Number.isSafeInteger(value) || value < min || value > max) {
    throw new DecodeError(`${field} is ${value}: must be a whole number between ${min} and ${max}`)
  }

  return value
}

/** Checks the groups that a claim names: none twice, as it could be of two sizes. */
export function checkGroups (groups: ReadonlyArray<Required<Omit<GroupSpec, 'weight' | 'isStrict'>> & Pick<GroupSpec, 'weight'> & { readonly strict: boolean }>, field: string): GroupSpec[] {
  if (groups.length > GROUPS_MAX || new Set(groups.map(group => group.name)).size < groups.length) {
    throw new DecodeError(`${field} are ${groups.length}: must be at most ${GROUPS_MAX} distinct groups`)
  }

  return groups.map(group => ({
    name: checkName(group.name, `${field}.name`),
    partitions: checkRange(group.partitions, 1, PARTITIONS_MAX, `${field}.partitions`),
    ...(group.replicas === 0 ? {} : { replicas: checkRange(group.replicas, 1, STANDBYS_MAX, `${field}.replicas`) }),
    ...(group.maxMoves === 0 ? {} : { maxMoves: checkRange(group.maxMoves, 1, MOVES_MAX, `${field}.max_moves`) }),
    ...(group.weight === undefined ? {} : { weight: checkRange(group.weight, 0, WEIGHT_MAX, `${field}.weight`) }),
    ...(group.strict ? { isStrict: true as const } : {})
  }))
}

/** Checks that a field is there. */
export function checkPresent<T> (value: T | undefined, field: string): T {
  if (value === undefined) {
    throw new DecodeError(`${field} is missing`)
  }

  return value
}

function checkText (pattern: RegExp, text: string, field: string, expected: string): string {
  if (!pattern.test(text)) {
    throw new DecodeError(`${field} is ${quote(text)}: must be ${expected}`)
  }

  return text
}

// A peer chooses the text and it ends in logs.
function quote (text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
}
