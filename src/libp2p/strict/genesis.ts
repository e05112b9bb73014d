import { DEFAULT_DURATIONS, InvalidSettingError } from '../../core/index.js'
import { PromiseStore } from './promise-store.js'
import { canVote, toHex } from './signatures.js'
import type { GenesisInit, StrictGenesis } from '../../api.js'
import type { PromiseStoreOptions } from './promise-store.js'
import type { Voter } from '../../core/index.js'
import type { PeerId } from '@libp2p/interface'

const ID_LENGTH = 16

const VOTER = /^([1-9A-HJ-NP-Za-km-z]{1,128})\/([0-9a-z]{1,64})$/
const CHANCE = /^[0-9a-z]{1,64}$/

const LEASE_MIN = 200
const LEASE_MAX = 600_000
const DRIFT_MIN = 0.001
const DRIFT_MAX = 0.1

/**
 * The beginning of a strict cluster, to be given to all of its members. Made once: another one is another cluster, with
 * other leases, and the two must not work on the same resources.
 *
 * @throws {InvalidSettingError}
 */
export function createGenesis ({ voters, ...durations }: GenesisInit): StrictGenesis {
  return checkGenesis({
    id: toHex(crypto.getRandomValues(new Uint8Array(ID_LENGTH))),
    term: Math.floor(Date.now() / 1_000),
    voters: voters.map(parseVoter).sort((a, b) => a.member < b.member ? -1 : 1),
    durations: { ...DEFAULT_DURATIONS, ...durations }
  })
}

/**
 * The id that a member votes under: of itself and its store. It is the store's for good, so it makes the store if there is
 * none. Members that run can be asked too.
 *
 * @throws {VoterStoreError}
 */
export async function voterIdOf ({ peerId, ...options }: PromiseStoreOptions & { readonly peerId: PeerId }): Promise<string> {
  return `${peerId.toString()}/${await PromiseStore.idOf(options)}`
}

/**
 * A copy of a genesis that can be worked with.
 *
 * @throws {InvalidSettingError} that names what is wrong, and what it may be
 */
export function checkGenesis (genesis: StrictGenesis): StrictGenesis {
  const { id, term, voters, durations } = (genesis ?? {}) as Partial<StrictGenesis>

  if (typeof id !== 'string' || !CHANCE.test(id) || !Number.isSafeInteger(term) || !Array.isArray(voters) || durations === undefined) {
    throw new InvalidSettingError('strict.genesis is none: must be what createGenesis() gave, the same for all members')
  }
  const { leaderLease, ownerLease, drift } = durations

  checkNumber('leaderLease', leaderLease, LEASE_MIN, LEASE_MAX)
  checkNumber('ownerLease', ownerLease, LEASE_MIN, LEASE_MAX)
  checkNumber('drift', drift, DRIFT_MIN, DRIFT_MAX)

  return { id, term: term as number, voters: checkVoters(voters), durations: { leaderLease, ownerLease, drift } }
}

/**
 * A voter's id in its parts.
 *
 * @throws {InvalidSettingError}
 */
export function parseVoter (text: string): Voter {
  const [, member = '', store = ''] = VOTER.exec(text) ?? []

  if (member === '') {
    throw new InvalidSettingError(`voters has ${text}: must be a PeerId, a slash and the id of its store, as voterIdOf() gives them`)
  }

  return { member, store }
}

function checkVoters (voters: StrictGenesis['voters']): Voter[] {
  const checked = voters.map(({ member, store }) => parseVoter(`${member}/${store}`))
  const unable = checked.find(({ member }) => !canVote(member))

  if (![1, 3, 5, 7].includes(checked.length)) {
    throw new InvalidSettingError(`voters are ${checked.length}: must be 1, 3, 5 or 7; one more of an even number survives no death more, and two stop when either does`)
  }
  if (new Set(checked.map(({ member }) => member)).size < checked.length) {
    throw new InvalidSettingError(`voters are of ${new Set(checked.map(({ member }) => member)).size} members: each of the ${checked.length} must be of another member`)
  }
  if (unable !== undefined) {
    throw new InvalidSettingError(`voters has ${unable.member}: must be a PeerId that carries its key, as those of Ed25519 keys do`)
  }

  return checked
}

function checkNumber (setting: string, value: number, min: number, max: number): void {
  if (typeof value !== 'number' || !(value >= min && value <= max)) {
    throw new InvalidSettingError(`${setting} is ${String(value)}: must be between ${min} and ${max}`)
  }
}
