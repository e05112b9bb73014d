import { LettingGo, packToken, voterId } from '../../core/index.js'
import type { ModelState } from './model-state.js'
import type { Durations, Millis, StrictContext, StrictTable, VoterState } from '../../core/index.js'

/** The nodes, which all vote. */
export const NODES = ['n0', 'n1', 'n2']
/** The leader of the first term and the owner have slow clocks, the next leader's runs twice as fast: as far apart as the drift allows. */
export const RATES = [1, 1, 2]
/** As short as whole instants allow. */
export const DURATIONS: Durations = { leaderLease: 2, ownerLease: 2, drift: 1 / 3 }
/** Where it begins. */
export const GENESIS = { id: 'model', term: 1, voters: NODES.map(member => ({ member, store: 's' })), durations: DURATIONS }
/** n0 has been leading for longer than any lease of before lasts. */
const LONG: Millis = 100
/** The voters by name. */
export const VOTERS = GENESIS.voters.map(voterId)

/** n0 leads, n1 owns by a table that all have; two voters have just given n0 its lease, of that length by their clocks. */
export function firstState (context: StrictContext, leased: Millis): ModelState {
  const token = packToken({ term: 1, leader: 'n0', version: 1 })
  const roster = NODES.map(id => ({ id, generation: 1 }))
  const table: StrictTable = { ...context.first, leader: 'n0', version: 1, roster, groups: [{ name: 'jobs', partitions: 1, owners: [1], successors: [-1], tokens: [token] }] }
  const holder = context.self
  const voters = VOTERS.map((voter, index): VoterState => ({
    record: { genesis: GENESIS.id, voter, revision: 1, term: 1, holder, accepted: table },
    durable: 1,
    held: [],
    // Two voters have given n0 its lease at the instant 0, the third has not heard of it.
    ...index !== 1 && { lease: { holder, until: leased } }
  }))
  const lease = { round: 1, sent: [[1, 0] as const], answered: { [VOTERS[0] ?? '']: 0, [VOTERS[2] ?? '']: 0 } }
  const owner = { lease: { round: 0, sent: [], until: Number.NEGATIVE_INFINITY }, table, isReleased: false }

  return {
    time: 0,
    crashes: 0,
    voters,
    leaders: [
      { node: 0, term: 1, phase: 'leading', rounds: 0, lease, base: table, committed: table, letGo: { ...new LettingGo(context, 0).state, electedAt: -LONG } },
      { node: 2, term: 2, phase: 'idle', rounds: 0, lease: { round: 0, sent: [], answered: {} }, base: table }
    ],
    owners: [{ ...owner, node: 1, asks: 0 }],
    sent: [],
    committed: [table]
  }
}
