import type { Ballot, StrictTable, Voter, VoterId } from './types.js'

/** Negative if `a` is older. */
export function compareBallots (a: Ballot, b: Ballot): number {
  return a.term - b.term || a.version - b.version
}

/** The ballot alone of whatever has one. */
export function ballotOf ({ term, version }: Ballot): Ballot {
  return { term, version }
}

/** How others name a voter. */
export function voterId ({ member, store }: Voter): VoterId {
  return `${member}/${store}`
}

/** Whether a table names a voter, in what it has or in what it comes from. */
export function namesVoter (table: StrictTable, id: VoterId): boolean {
  return [...table.config.voters, ...table.previous?.voters ?? []].some(voter => voterId(voter) === id)
}

/** Every voter whose word a table may need, once. */
export function votersOf (table: StrictTable): Voter[] {
  const voters = [...table.config.voters, ...table.previous?.voters ?? []]
  return voters.filter((voter, index) => voters.findIndex(other => voterId(other) === voterId(voter)) === index)
}
