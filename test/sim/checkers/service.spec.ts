import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply } from '../../../src/sim/index.js'
import { createCheckers, INVARIANTS, StandstillError } from '../../../src/sim/checkers/index.js'
import { Simulation } from '../../../src/sim/simulation.js'
import { Plant } from './plant.js'
import type { CoreEvent, Rule } from '../../../src/core/index.js'

/** An ownership that a member has. */
function ownership (plant: Plant, id: string): { readonly group: string, readonly partition: number, readonly token: bigint } {
  const [owned] = plant.member(id).core.owned('jobs')
  assert.ok(owned !== undefined)
  return { group: 'jobs', ...owned }
}

describe('the checkers of what members work on', () => {
  const planted: ReadonlyArray<readonly [string, (plant: Plant) => CoreEvent]> = [
    ['a second beginning', plant => ({ type: 'partition:assign', ...ownership(plant, 'a'), token: 1n << 120n })],
    ['an end under another token', plant => ({ type: 'partition:revoke', ...ownership(plant, 'a'), token: 1n, reason: 'moved' })],
    ['an end of what was not held', plant => ({ type: 'partition:lost', ...ownership(plant, 'b'), reason: 'superseded' })],
    ['the end of a process that still holds', () => ({ type: 'left' })]
  ]

  for (const [what, event] of planted) {
    it(`I15: report ${what}`, () => {
      const plant = new Plant()
      assert.ok(plant.emit('a', event(plant)).found.includes(INVARIANTS.pairs), plant.texts.join('; '))
    })
  }

  it('I8: report two owners with one token', () => {
    const plant = new Plant()
    assert.ok(plant.emit('b', { type: 'partition:assign', ...ownership(plant, 'a') }).found.includes(INVARIANTS.oneHolder))
  })

  it('I8: report an owner that a resource refuses because of somebody who still runs', () => {
    const plant = new Plant({ settle: 1_000, quiet: 1_000 })
    plant.emit('b', { type: 'partition:assign', ...ownership(plant, 'a'), token: 1n << 125n })
    plant.simulation.run(2_000)
    assert.ok(plant.end().found.includes(INVARIANTS.unblocked))
  })
})

describe('the checkers of what comes after the last fault', () => {
  /** A cluster without that rule, in which the first of three crashes. */
  function crashed (rule: Rule, fault: 'crash' | 'split'): readonly string[] {
    const checkers = createCheckers({ nodes: 3 })
    const simulation = new Simulation({ seed: 3, member: { core: { without: [rule] } }, observers: checkers.observers })
    simulation.formed(['a', 'b', 'c'])
    simulation.run(5_000)
    apply(simulation, fault === 'crash' ? { at: 0, kind: 'power-off', member: 'c' } : { at: 0, kind: 'split', sides: [['a'], ['b', 'c']] })
    simulation.run(checkers.quiet + 10_000)
    simulation.end()
    return [...new Set(checkers.violations.map(({ invariant }) => invariant))]
  }

  it('I6: report members that do not agree, I13: and partitions of the dead that nobody gets', () => {
    const found = crashed('office:replan-on-change', 'crash')
    assert.ok(found.includes(INVARIANTS.agreement), found.join('; '))
    assert.ok(found.includes(INVARIANTS.served), found.join('; '))
  })

  it('I14: report a side of a split that nobody serves', () => {
    const found = crashed('office:replan-on-change', 'split')
    assert.ok(found.includes(INVARIANTS.connected), found.join('; '))
  })

  it('I6: report a table that is made in a calm cluster', () => {
    const plant = new Plant({ settle: 1_000, quiet: 60_000 })
    plant.simulation.run(2_000)
    assert.ok(plant.publish('a', plant.table()).found.includes(INVARIANTS.calmTables))
  })

  it('I18: report news in a calm cluster, and any other message than probes', () => {
    const plant = new Plant({ settle: 20_000, quiet: 20_000 })
    plant.simulation.run(30_000)
    assert.deepEqual(plant.texts, [])
    plant.send('a', 'b', { type: 'gossip', updates: [] })
    assert.deepEqual(plant.found, [INVARIANTS.quiet])
  })

  it('do not judge while something lasts, and say so', () => {
    const plant = new Plant({ settle: 1_000, quiet: 1_000 })
    plant.fault({ at: 0, kind: 'pause', member: 'b' })
    plant.simulation.run(5_000)
    assert.equal(plant.checkers.isSettled(plant.simulation.now), false)
    plant.fault({ at: 0, kind: 'resume', member: 'b' })
    plant.simulation.run(5_000)
    assert.equal(plant.checkers.isSettled(plant.simulation.now), true)
  })
})

describe('the checkers of traffic', () => {
  it('I18: report a member that says too much', () => {
    const plant = new Plant({ messages: 30 })
    for (let index = 0; index < 31; index++) plant.send('a', 'b', { type: 'collect', seq: index })
    assert.deepEqual(plant.found, [INVARIANTS.traffic])
  })

  it('I18: report a message with more news than one may carry', () => {
    const plant = new Plant()
    const { claim } = plant.row('c')
    plant.send('a', 'b', { type: 'gossip', updates: Array.from({ length: 12 }, () => ({ type: 'claim' as const, claim })) })
    assert.deepEqual(plant.found, [INVARIANTS.traffic])
  })

  it('I18: end a run in which a member never comes to rest', () => {
    const plant = new Plant()
    assert.throws(() => { for (let index = 0; index < 20_000; index++) plant.step('a', []) }, StandstillError)
    assert.ok(plant.found.includes(INVARIANTS.traffic))
  })

  it('keep the first violations of many, and those that are excepted not at all', () => {
    const plant = new Plant({ except: [INVARIANTS.selfAlive] })
    const row = plant.row('c')
    plant.change('c', undefined, { ...row, state: 'suspect' })
    for (let index = 0; index < 100; index++) plant.change('a', undefined, { ...row, state: 'dead' })
    assert.equal(plant.violations.length, 32)
    assert.ok(!plant.found.includes(INVARIANTS.selfAlive))
  })
})
