import { compareBallots, voterId } from './ballot.js'
import { countedVoters } from './context.js'
import type { StrictContext } from './context.js'
import type { VoterRefusal } from './effects.js'
import type { Genesis, StrictTable, Voter, VoterChange, VoterConfig, VoterId } from './types.js'
import { assert } from '../assert.js'

/** Most voters of a cluster: each one more makes every commit dearer, and seven survive three deaths. */
export const VOTERS_MAX = 7

/** Changes of voters that a table carries the proofs of. */
export const LINKS_MAX = 32

/** How many out of `count` voters are a majority. */
export function majorityOf (count: number): number {
  return Math.floor(count / 2) + 1
}

/** The sets of voters of which each must give a majority: two while the voters change. */
export function neededConfigs (context: StrictContext, table: Pick<StrictTable, 'config' | 'previous'>): Array<readonly Voter[]> {
  const configs = [table.config, ...table.previous !== undefined && context.applies('quorum:both-majorities') ? [table.previous] : []]
  return configs.map(({ voters }) => countedVoters(context, voters))
}

/** Whether those who said yes are enough for a table. */
export function isQuorum (context: StrictContext, table: Pick<StrictTable, 'config' | 'previous'>, has: (voter: VoterId) => boolean): boolean {
  return neededConfigs(context, table).every(voters => {
    const yes = voters.filter(voter => has(voterId(voter))).map(({ member }) => member)
    return (context.applies('quorum:member-once') ? new Set(yes).size : yes.length) >= majorityOf(voters.length)
  })
}

/** The voters after a change, or why there is no such change. */
export function nextVoters ({ voters }: VoterConfig, change: VoterChange, isTwoRefused: boolean): readonly Voter[] | VoterRefusal {
  const next = change.type === 'add' ? withVoter(voters, change.voter) : voters.filter(voter => voterId(voter) !== change.voter)

  if (change.type === 'add' && voters.some(voter => voterId(voter) === voterId(change.voter))) {
    return 'known'
  }
  if (change.type === 'remove' && next.length === voters.length) {
    return 'unknown'
  }
  if (next.length === 0) {
    return 'no-voters'
  }
  if (next.length === 2 && isTwoRefused) {
    return 'two-voters'
  }

  return next.length > VOTERS_MAX ? 'too-many' : next
}

// A member's other store goes when its next one comes: a member never counts twice.
function withVoter (voters: readonly Voter[], voter: Voter): Voter[] {
  return [...voters.filter(({ member }) => member !== voter.member), voter].sort((a, b) => voterId(a) < voterId(b) ? -1 : 1)
}

/** Whether both have the same voters in the same phase. */
export function isSameConfig (a: Pick<StrictTable, 'config' | 'previous'>, b: Pick<StrictTable, 'config' | 'previous'>): boolean {
  return compareBallots(a.config.id, b.config.id) === 0 && (a.previous === undefined) === (b.previous === undefined)
}

/**
 * The table of a genesis, with no owners. Throws unless there are 1, 3, 5 or 7 voters, each of another member: two
 * voters stop when either does, so they are worse than one.
 */
export function genesisTable ({ id, term, voters }: Genesis): StrictTable {
  const members = new Set(voters.map(({ member }) => member))

  assert(Number.isSafeInteger(term) && term > 0, `term is ${term}: must be the wall clock in seconds`)
  assert([1, 3, 5, 7].includes(voters.length), `${voters.length} voters: must be 1, 3, 5 or 7, of which 1 survives no death and 3 survive one`)
  assert(members.size === voters.length, `voters of ${members.size} members: each of the ${voters.length} must be of another member`)

  return { genesis: id, term, leader: '', version: 0, config: { id: { term, version: 0 }, voters: [...voters] }, links: [], roster: [], groups: [] }
}
