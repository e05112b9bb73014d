import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCheckers, memberIds, runSchedule, shrink } from '../../../src/sim/index.js'
import { INVARIANTS } from '../../../src/sim/checkers/index.js'
import type { Fault } from '../../../src/sim/index.js'

const IDS = memberIds(5)
const [A = '', B = '', C = ''] = IDS
const END = 40_000

/** Twenty-five faults of many kinds, and what mends them. */
const SCHEDULE: readonly Fault[] = [
  ...IDS.flatMap((member, index): Fault[] => [
    { at: 4_000 + index * 1_000, kind: 'update', member, metadata: `v${index}` },
    { at: 4_200 + index * 1_000, kind: 'stall', member, duration: 200 },
    { at: 12_000 + index * 100, kind: 'clock', member, rate: 1.0005 },
    { at: 13_000 + index * 100, kind: 'update', member, metadata: `w${index}` }
  ]),
  { at: 16_000, kind: 'power-off', member: B },
  { at: 17_000, kind: 'cut-partial', pairs: [[A, C]] },
  { at: 19_000, kind: 'heal' },
  { at: 24_000, kind: 'stall', member: C, duration: 100 },
  { at: 25_000, kind: 'update', member: C, metadata: 'x' },
  { at: END, kind: 'heal' }
]

/** Which invariants a cluster breaks in which nobody ever gives up a suspect. */
function brokenBy (faults: readonly Fault[]): Set<string> {
  const checkers = createCheckers({ nodes: IDS.length })

  runSchedule({ seed: 1, ids: IDS, faults, observers: checkers.observers, member: { core: { without: ['suspicion:expires'] } }, calm: checkers.quiet + 5_000 })

  return new Set(checkers.violations.map(({ invariant }) => invariant))
}

describe('shrinking a schedule', () => {
  it('leaves of twenty-five faults the few that it takes for a planted bug', () => {
    const invariant = INVARIANTS.agreement
    assert.ok(brokenBy(SCHEDULE).has(invariant), 'the whole schedule breaks it')

    const { faults, runs } = shrink(SCHEDULE, some => brokenBy(some).has(invariant), { runsMax: 100 })

    assert.ok(brokenBy(faults).has(invariant), 'so does what is left')
    assert.deepEqual(faults, [{ at: 16_000, kind: 'power-off', member: B }, { at: END, kind: 'heal' }])
    assert.ok(runs <= 100)
  })

  it('finds the two faults that only together do it', () => {
    const needed = [SCHEDULE[3], SCHEDULE[17]] as Fault[]
    const { faults } = shrink(SCHEDULE, some => needed.every(fault => some.includes(fault)))

    assert.deepEqual(faults.filter(({ at }) => at < END).toSorted((a, b) => a.at - b.at), needed.toSorted((a, b) => a.at - b.at))
  })

  it('makes a fault that is left shorter, and lets it hit fewer members', () => {
    const split: Fault = { at: 1, kind: 'split', sides: [IDS.slice(0, 3), IDS.slice(3)] }
    const stall: Fault = { at: 2, kind: 'stall', member: A, duration: 1_000 }
    const { faults } = shrink([split, stall, { at: END, kind: 'heal' }], some => {
      return some.some(fault => fault.kind === 'split' && fault.sides[0]?.includes(A)) && some.some(fault => fault.kind === 'stall' && fault.duration >= 100)
    })

    assert.deepEqual(faults, [{ ...split, sides: [[A], [IDS[3]]] }, { ...stall, duration: 125 }, { at: END, kind: 'heal' }])
  })

  it('keeps what ends the schedule, and within its runs', () => {
    let runs = 0
    const { faults } = shrink(SCHEDULE, () => { runs++; return false }, { runsMax: 7 })

    assert.deepEqual(faults, SCHEDULE)
    assert.equal(runs, 7)
  })
})
