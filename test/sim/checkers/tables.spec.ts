import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken, TERM_LEAD_MAX } from '../../../src/core/index.js'
import { INVARIANTS } from '../../../src/sim/checkers/index.js'
import { Plant } from './plant.js'
import type { Invariant } from '../../../src/sim/checkers/index.js'
import type { Table } from '../../../src/core/index.js'

/** What is found when the leader publishes that table. */
function published (change: (table: Table, plant: Plant) => Partial<Table>, by = 'a'): string[] {
  const plant = new Plant()
  const table = plant.table()
  return plant.publish(by, { ...table, ...change(table, plant) }).found
}

/** What is found when a member applies that table. */
function applied (change: (table: Table) => Partial<Table>): string[] {
  const plant = new Plant()
  const table = plant.table()
  return plant.emit('b', { type: 'table:change', table: { ...table, ...change(table) } }).found
}

describe('the checkers of tables', () => {
  const planted: ReadonlyArray<readonly [Invariant, string, () => string[]]> = [
    [INVARIANTS.epochsGrow, 'a member that applies the same table again', () => applied(({ epoch }) => ({ epoch: { ...epoch, version: epoch.version - 1 } }))],
    [INVARIANTS.oneTable, 'two tables of one epoch', () => published(({ parent, tokens }) => ({ epoch: parent as Table['epoch'], tokens: tokens.map(() => 1n) }))],
    [INVARIANTS.applied, 'a table of a leader that nobody knows', () => applied(({ epoch }) => ({ epoch: { ...epoch, leader: 'x' } }))],
    [INVARIANTS.applied, 'a table of another cluster', () => applied(() => ({ cluster: 'other' }))],
    [INVARIANTS.applied, 'a table of another size', () => applied(({ owners, tokens }) => ({ partitions: 8, owners: owners.slice(0, 8), tokens: tokens.slice(0, 8), successors: owners.slice(0, 8).map(() => -1) }))],
    [INVARIANTS.applied, 'a table of days ahead', () => applied(({ epoch }) => ({ epoch: { ...epoch, term: epoch.term + 2 * TERM_LEAD_MAX } }))],
    [INVARIANTS.applied, 'a table that is not sound', () => applied(({ owners }) => ({ owners: owners.slice(1) }))],
    [INVARIANTS.roster, 'a roster with somebody who is no worker', () => published(({ roster }) => ({ roster: [...roster, { id: 'x', generation: 1 }] }))],
    [INVARIANTS.roster, 'a roster without a worker', () => published(({ roster, owners }) => ({ roster: roster.slice(0, 2), owners: owners.map(owner => owner % 2) }))],
    [INVARIANTS.balance, 'loads that differ by more than one', () => published(({ owners }) => ({ owners: owners.map(() => 0) }))],
    [INVARIANTS.balance, 'a partition without an owner', () => published(({ owners }) => ({ owners: owners.with(0, -1) }))],
    [INVARIANTS.moves, 'a move without need', () => published(({ owners }) => ({ owners: owners.map(owner => (owner + 1) % 3) }))],
    [INVARIANTS.moves, 'a new token for an owner that stays', () => published(({ epoch, tokens }) => ({ tokens: tokens.with(0, packToken(epoch)) }))],
    [INVARIANTS.moves, 'a table that changes nothing', () => published(() => ({}))],
    [INVARIANTS.moves, 'a plan from nothing', () => {
      const plant = new Plant()
      const { parent: _parent, ...table } = plant.table()
      plant.simulation.run(6_000)
      return plant.publish('a', table).found
    }],
    [INVARIANTS.stopFirst, 'a partition that is taken from somebody who works on it', () => published(({ epoch, owners, tokens }) => ({ owners: owners.with(0, ((owners[0] ?? 0) + 1) % 3), tokens: tokens.with(0, packToken(epoch)) }))],
    [INVARIANTS.moves, 'a handoff without need', () => published(({ owners }) => ({ successors: owners.map((owner, partition) => partition === 0 ? (owner + 1) % 3 : -1) }))],
    [INVARIANTS.tokens, 'a new owner under the old token', () => published(({ owners }) => ({ owners: owners.map(owner => (owner + 1) % 3) }))],
    [INVARIANTS.tokens, 'a smaller token', () => published(({ tokens }) => ({ tokens: tokens.with(0, 1n) }))],
    [INVARIANTS.silence, 'a table of somebody who does not come first', () => published(({ epoch }) => ({ epoch: { ...epoch, leader: 'b' } }), 'b')],
    [INVARIANTS.office, 'a leader under an older term', () => {
      const plant = new Plant()
      return plant.emit('b', { type: 'leader:change', leadership: { leader: 'a', term: 1 } }).found
    }],
    [INVARIANTS.office, 'a leader under a term of days ahead', () => {
      const plant = new Plant()
      return plant.emit('b', { type: 'leader:change', leadership: { leader: 'a', term: plant.table().epoch.term + 2 * TERM_LEAD_MAX } }).found
    }],
    [INVARIANTS.joinsWait, 'a table for each of several joiners', () => {
      const plant = new Plant()
      let base = plant.table({ roster: [], owners: plant.table().owners.map(() => -1) })
      plant.publish('a', base)
      for (const entry of plant.table().roster) {
        const next: Table = { ...base, roster: [...base.roster, entry], parent: base.epoch, epoch: { ...base.epoch, version: base.epoch.version + 1 } }
        plant.publish('a', next)
        base = next
      }
      return plant.found
    }]
  ]

  for (const [invariant, what, plant] of planted) {
    it(`report ${what} as ${invariant}`, () => {
      assert.ok(plant().includes(invariant), plant().join('; '))
    })
  }
})
