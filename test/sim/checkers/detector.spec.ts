import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply } from '../../../src/sim/apply.js'
import { createCheckers, INVARIANTS } from '../../../src/sim/checkers/index.js'
import { detectorTimes } from '../../../src/sim/checkers/times.js'
import { Simulation } from '../../../src/sim/index.js'
import { resolveSettings } from '../../../src/core/index.js'
import { Plant } from './plant.js'
import type { Checkers } from '../../../src/sim/checkers/index.js'
import type { Fault } from '../../../src/sim/index.js'
import type { Rule } from '../../../src/core/index.js'

const { traces } = detectorTimes(resolveSettings(), 3)

/** a comes to hold c to be dead, `later` ms after faults that the checkers saw. */
function falseDeath (faults: readonly Fault[], later = 0): Checkers {
  const plant = new Plant()
  plant.simulation.run(traces)
  for (const fault of faults) plant.fault(fault)
  plant.simulation.run(later)
  const row = plant.row('c')
  plant.change('a', { ...row, state: 'suspect' }, { ...row, state: 'dead' })

  return plant.checkers
}

describe('the checker of false alarms', () => {
  it('judges a death in a calm cluster', () => {
    const { violations, judged } = falseDeath([])
    assert.deepEqual(violations.map(({ invariant }) => invariant), [INVARIANTS.healthy])
    assert.deepEqual(judged.deaths, { right: 0, excused: 0, wrong: 1 })
  })

  const excuses: ReadonlyArray<readonly [string, Fault]> = [
    ['the subject was stopped', { at: 0, kind: 'stall', member: 'c', duration: 1_000 }],
    ['the subject was started', { at: 0, kind: 'start', member: 'c' }],
    ['the observer was blocked', { at: 0, kind: 'block', member: 'a' }],
    ['the cable between them is cut', { at: 0, kind: 'cut-partial', pairs: [['c', 'a']] }],
    ['nothing gets from the one to the other', { at: 0, kind: 'cut-one-way', from: ['c', 'b'], to: ['a'] }],
    ['they are on two sides', { at: 0, kind: 'split', sides: [['a', 'b'], ['c']] }],
    ['the links of the observer are bad', { at: 0, kind: 'degrade', members: ['a'], loss: 0.5, latency: 0 }],
    ['the network loses half of all messages', { at: 0, kind: 'network', options: { loss: 0.5 } }],
    ['a message may take longer than a probe', { at: 0, kind: 'network', options: { latency: 400 } }]
  ]

  for (const [what, fault] of excuses) {
    it(`excuses it while ${what}`, () => {
      const { violations, judged } = falseDeath([fault])
      assert.deepEqual(violations, [])
      assert.deepEqual(judged.deaths, { right: 0, excused: 1, wrong: 0 })
    })
  }

  const others: ReadonlyArray<readonly [string, Fault]> = [
    ['somebody else was stopped', { at: 0, kind: 'pause', member: 'b' }],
    ['somebody else is blocked', { at: 0, kind: 'block', member: 'b' }],
    ['the observer was stopped', { at: 0, kind: 'stall', member: 'a', duration: 1_000 }],
    ['the cables to somebody else are cut', { at: 0, kind: 'split', sides: [['a', 'c'], ['b']] }],
    ['the links of somebody else are bad', { at: 0, kind: 'degrade', members: ['b'], loss: 1, latency: 0 }],
    ['the network loses some messages', { at: 0, kind: 'network', options: { loss: 0.05 } }],
    ['the calendar of one of them was set', { at: 0, kind: 'clock', member: 'c', step: 3_600_000 }]
  ]

  for (const [what, fault] of others) {
    it(`does not excuse it because ${what}`, () => {
      assert.deepEqual(falseDeath([fault]).violations.map(({ invariant }) => invariant), [INVARIANTS.healthy])
    })
  }

  it('excuses it for as long as the longest suspicion after a cut was mended, and no longer', () => {
    const mended: readonly Fault[] = [{ at: 0, kind: 'split', sides: [['a', 'b'], ['c']] }, { at: 0, kind: 'heal' }]
    assert.deepEqual(falseDeath(mended, traces - 1_000).violations, [])
    assert.equal(falseDeath(mended, traces + 1_000).violations.length, 1)
  })

  it('counts what was before a stop of the observer as recent as it is to the observer', () => {
    const story: readonly Fault[] = [{ at: 0, kind: 'stall', member: 'c', duration: 100 }, { at: 0, kind: 'pause', member: 'a' }]
    const plant = new Plant()
    plant.simulation.run(traces)
    for (const fault of story) plant.fault(fault)
    plant.simulation.run(2 * traces)
    plant.fault({ at: 0, kind: 'resume', member: 'a' })
    const row = plant.row('c')
    plant.change('a', row, { ...row, state: 'dead' })
    assert.deepEqual(plant.texts, [])
  })
})

/** What is found of the end of e among five, and how many observers were judged by it. */
function ending (kind: 'crash' | 'power-off', without: readonly Rule[], before: readonly Fault[] = []): Pick<Checkers, 'violations' | 'judged'> {
  const checkers = createCheckers({ nodes: 5 })
  const simulation = new Simulation({ seed: 2, observers: checkers.observers, member: { core: { without } } })

  simulation.formed(['a', 'b', 'c', 'd', 'e'])
  simulation.run(20_000)
  for (const fault of before) apply(simulation, fault)
  apply(simulation, { at: 0, kind, member: 'e' })
  simulation.run(30_000)

  return checkers
}

describe('the checker of ends', () => {
  const slow: ReadonlyArray<readonly [string, 'closing' | 'silent' | 'probed', Parameters<typeof ending>]> = [
    ['a process whose connections close is noticed by its silence only', 'closing', ['crash', ['crash:fast-path']]],
    ['a suspicion never ends', 'silent', ['power-off', ['suspicion:expires']]],
    ['a suspicion never ends while somebody else is slow', 'probed', ['power-off', ['suspicion:expires'], [{ at: 0, kind: 'slow', member: 'b', stall: 10, every: 1_000 }]]]
  ]

  for (const [what, by, [kind, without, before]] of slow) {
    it(`reports that ${what}`, () => {
      const { violations } = ending(kind, without, before)
      assert.ok(violations.some(({ invariant }) => invariant === INVARIANTS.detected), violations.map(({ invariant }) => invariant).join('; '))
    })

    it(`judges observers as ${by}, and has nothing against the core as it is`, () => {
      const { violations, judged } = ending(kind, [], before)
      assert.deepEqual(violations, [])
      assert.ok(judged.endings[by] > 0, JSON.stringify(judged.endings))
    })
  }

  it('reports probes that come five times as seldom as the settings say', () => {
    const checkers = createCheckers({ nodes: 5 })
    const settings = resolveSettings({ probeInterval: 5_000, probeTimeout: 2_500 })
    const simulation = new Simulation({ seed: 3, observers: checkers.observers, member: { settings } })

    simulation.formed(['a', 'b', 'c', 'd', 'e'])
    simulation.run(20_000)
    apply(simulation, { at: 0, kind: 'power-off', member: 'c' })
    simulation.run(60_000)

    assert.ok(checkers.violations.some(({ invariant }) => invariant === INVARIANTS.detected))
  })
})
