import type { StrictTable, VoterRecord } from '../../../src/core/index.js'

const ID = '12D3KooWJWoaqZhDaoEFshF7Rh1bpY9ohihFhzcW6d69Lr2NASuq'

/** A table with nothing special about it. */
export const TABLE: StrictTable = {
  genesis: 'g1',
  term: 7,
  version: 1,
  leader: ID,
  config: { id: { term: 7, version: 0 }, voters: [{ member: ID, store: 's1' }] },
  links: [],
  roster: [{ id: ID, generation: 1 }],
  groups: [{ name: 'jobs', partitions: 2, owners: [0, -1], successors: [-1, -1], tokens: [5n, 0n] }]
}

/** What a voter has promised, at some revision. */
export function recordOf (revision: number): VoterRecord {
  return { genesis: 'g1', voter: `${ID}/s1`, revision, term: 10 + revision, holder: { id: ID, generation: 1 }, accepted: { ...TABLE, version: revision } }
}
