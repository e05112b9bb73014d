import assert from 'node:assert/strict'
import { genesisTable, StrictOutbox, StrictVoter, createVoterState, voterId } from '../../../src/core/index.js'
import { digestTable, signStatement, verifyStatement } from '../../../src/sim/strict/index.js'
import type { Durations, Genesis, StrictContext, StrictEffect, StrictGroup, StrictMember, StrictRule, StrictTable, Voter } from '../../../src/core/index.js'

export const DURATIONS: Durations = { leaderLease: 2_000, ownerLease: 8_000, drift: 0.01 }
export const A: Voter = { member: 'a', store: '1' }
export const B: Voter = { member: 'b', store: '1' }
export const C: Voter = { member: 'c', store: '1' }
export const D: Voter = { member: 'd', store: '1' }
export const E: Voter = { member: 'e', store: '1' }
export const GENESIS: Genesis = { id: 'g', term: 100, voters: [A, B, C], durations: DURATIONS }

/** What the parts of one strict core share, as seen by the member `self`. */
export function createContext (without: readonly StrictRule[] = [], self = 'a', view: readonly StrictMember[] = []): StrictContext {
  return {
    self: { id: self, generation: 1 }, genesis: GENESIS.id, first: genesisTable(GENESIS), durations: DURATIONS, verify: verifyStatement, digest: digestTable,
    applies: rule => !without.includes(rule), outbox: new StrictOutbox(), view: () => view
  }
}

/** A live member that works for the group of the tests. */
export function createMember (id: string, generation = 1): StrictMember {
  return { id, generation, work: [{ name: 'jobs', partitions: 1, weight: 1 }] }
}

/** A table that shows only what matters to the test. */
export function createTable (changes: Partial<StrictTable> = {}): StrictTable {
  return { ...genesisTable(GENESIS), term: 101, leader: 'a', version: 1, roster: ['a', 'b', 'c'].map(id => ({ id, generation: 1 })), ...changes }
}

/** A group of one partition. */
export function createGroup (owner: number, token: bigint, successor = -1): StrictGroup {
  return { name: 'jobs', partitions: 1, owners: [owner], successors: [successor], tokens: [token] }
}

/** The voter of `context.self` with an empty store. */
export function createVoter (context: StrictContext): StrictVoter {
  return new StrictVoter(context, createVoterState(context, voterId({ member: context.self.id, store: '1' })))
}

/** The types of the messages that were sent. */
export function said (effects: readonly StrictEffect[]): string[] {
  return effects.flatMap(effect => effect.type === 'send' ? [effect.message.type === 'refusal' ? `refusal:${effect.message.reason}` : effect.message.type] : [])
}

/** The marks that were left. */
export function marksOf (effects: readonly StrictEffect[]): string[] {
  return effects.flatMap(effect => effect.type === 'trace' ? [effect.mark] : [])
}

/** Shows that a rule makes the difference between two results of the same steps. */
export function differs<T> (rule: StrictRule, steps: (without: readonly StrictRule[]) => T, expected: { readonly with: T, readonly without: T }): void {
  assert.deepEqual(steps([]), expected.with)
  assert.deepEqual(steps([rule]), expected.without)
}

/** A seal of a member under a statement. */
export { signStatement }
