import { DecodeError } from './decode-error.js'
import { checkCounter, checkMemberId, checkPresent, checkRange } from './field-checks.js'
import { MEMBER_ID_LENGTH_MAX, SIGNATURE_MAX, STORE_ID_LENGTH_MAX } from './sizes.js'
import { VOTERS_MAX } from '../core/index.js'
import type * as pb from './strict.js'
import type { Ballot, RosterEntry, Seal, VoterConfig, VoterId } from '../core/index.js'

const UINT32_MAX = 0xffff_ffff

const DIGEST_LENGTH = 32

const CHANCE = new RegExp(`^[0-9a-z]{1,${STORE_ID_LENGTH_MAX}}$`)
const VOTER = new RegExp(`^[1-9A-HJ-NP-Za-km-z]{1,${MEMBER_ID_LENGTH_MAX}}/[0-9a-z]{1,${STORE_ID_LENGTH_MAX}}$`)

/** Seals under one statement: a change of voters needs both majorities. */
export const SEALS_MAX: number = 2 * VOTERS_MAX

/** Checks an id that was made by chance: of a genesis or a store. */
export function checkChance (text: string, field: string): string {
  if (!CHANCE.test(text)) {
    throw new DecodeError(`${field} is ${JSON.stringify(text.slice(0, 40))}: must be 1 to ${STORE_ID_LENGTH_MAX} of 0-9 a-z`)
  }

  return text
}

/** Checks the name of a voter, `member/store`. */
export function checkVoter (text: string, field: string): VoterId {
  if (!VOTER.test(text)) {
    throw new DecodeError(`${field} is ${JSON.stringify(text.slice(0, 40))}: must be a PeerId in base58, a slash, and the id of its store`)
  }

  return text
}

/** Reads when something was proposed. */
export function readBallot (ballot: pb.StrictBallot | undefined, field: string): Ballot {
  const { term, version } = checkPresent(ballot, field)
  return { term: checkCounter(term, `${field}.term`), version: checkRange(version, 0, UINT32_MAX, `${field}.version`) }
}

/** Reads one start of a member. */
export function readStart (start: pb.StrictStart | undefined, field: string): RosterEntry {
  const { id, generation } = checkPresent(start, field)
  return { id: checkMemberId(id, `${field}.id`), generation: checkCounter(generation, `${field}.generation`) }
}

/** Reads whose majority counts: none twice, and no member twice. */
export function readConfig (config: pb.StrictConfig | undefined, field: string): VoterConfig {
  const { id, voters } = checkPresent(config, field)
  const read = voters.map(voter => {
    const [member = '', store = ''] = checkVoter(voter, `${field}.voters`).split('/')
    return { member, store }
  })

  if (read.length === 0 || read.length > VOTERS_MAX || new Set(read.map(({ member }) => member)).size < read.length) {
    throw new DecodeError(`${field}.voters are ${read.length}: must be 1 to ${VOTERS_MAX} voters, each of another member`)
  }

  return { id: readBallot(id, `${field}.id`), voters: read }
}

/** The form on the wire of whose majority counts. */
export function writeConfig ({ id, voters }: VoterConfig): pb.StrictConfig {
  return { id, voters: voters.map(({ member, store }) => `${member}/${store}`) }
}

/** Reads the signatures under a statement, none of a voter twice. */
export function readSeals (seals: readonly pb.StrictSeal[], field: string): Seal[] {
  if (seals.length > SEALS_MAX || new Set(seals.map(({ voter }) => voter)).size < seals.length) {
    throw new DecodeError(`${field} are ${seals.length}: must be at most ${SEALS_MAX}, each of another voter`)
  }

  return seals.map(({ voter, signature }) => ({ voter: checkVoter(voter, `${field}.voter`), signature: readSignature(signature, `${field}.signature`) }))
}

/** The form on the wire of signatures under a statement. */
export function writeSeals (seals: readonly Seal[]): pb.StrictSeal[] {
  return seals.map(({ voter, signature }) => ({ voter, signature: new Uint8Array(signature) }))
}

/** Reads a signature, into memory of its own. */
export function readSignature (signature: Uint8Array | undefined, field: string): Uint8Array {
  const present = checkPresent(signature, field)

  if (present.length === 0 || present.length > SIGNATURE_MAX) {
    throw new DecodeError(`${field} has ${present.length} bytes: must have 1 to ${SIGNATURE_MAX}`)
  }

  return new Uint8Array(present)
}

/** Reads a digest, as hexadecimal text. */
export function readDigest (digest: Uint8Array | undefined, field: string): string {
  const present = checkPresent(digest, field)

  if (present.length !== DIGEST_LENGTH) {
    throw new DecodeError(`${field} has ${present.length} bytes: must have ${DIGEST_LENGTH}`)
  }

  return Array.from(present, byte => byte.toString(16).padStart(2, '0')).join('')
}

/** The form on the wire of a digest. */
export function writeDigest (digest: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: DIGEST_LENGTH }, (_, index) => Number.parseInt(digest.slice(2 * index, 2 * index + 2), 16))
}
