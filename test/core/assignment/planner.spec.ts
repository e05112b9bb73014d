import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { planOwners } from '../../../src/core/assignment/planner.js'
import type { PlanInput, Worker } from '../../../src/core/assignment/planner.js'
import { hash32 } from '../../../src/core/hash.js'
import { PARTITIONS_MAX, WEIGHT_MAX } from '../../../src/core/limits.js'
import { createWorkers, inputs, ownersOf, sizes, weights, withPermutation } from './plan-inputs.js'
import {
  balancedTables, fewestMoves, isNearIdeal, leastMoves, loadsIn, movesIn, remaindersServed, spread, tables, totalWeight
} from './plan-oracle.js'
import type { Table } from './plan-oracle.js'

describe('planOwners: who owns', () => {
  it('gives every partition to a worker with weight, whatever the table was', () => {
    fc.assert(fc.property(inputs(weights()), input => {
      assertCovered(input, planOwners(input))
    }), { numRuns: 1_000 })
  })

  it('leaves every partition without owner only when no worker has weight', () => {
    const workers = [{ id: 'a', weight: 0 }]
    assert.deepEqual(planOwners({ partitions: 3, workers, owners: ['a', 'b'] }), [undefined, undefined, undefined])
    assert.deepEqual(planOwners({ partitions: 2, workers: [], owners: [] }), [undefined, undefined])
  })

  it('gives the extras of groups with other seeds to other workers', () => {
    const favoured = new Set(Array.from({ length: 20 }, (_, seed) => planOwners({ partitions: 1, workers: createWorkers(8), owners: [], seed })[0]))
    assert.ok(favoured.size > 3, `all 20 groups went to ${[...favoured].join()}`)
  })

  it('keeps equal workers within one partition of each other', () => {
    fc.assert(fc.property(inputs(), input => {
      assert.ok(spread(loadsIn(input, planOwners(input))) <= 1)
    }), { numRuns: 1_000 })
  })

  it('keeps a weighted load less than one partition away from its ideal', () => {
    fc.assert(fc.property(inputs(weights()), input => {
      fc.pre(totalWeight(input) > 0)
      assert.ok(isNearIdeal(input, planOwners(input)))
    }), { numRuns: 1_000 })
  })

  it('stays exact at the largest count and the largest weights', () => {
    const weighted = [WEIGHT_MAX, WEIGHT_MAX - 1, WEIGHT_MAX - 2, 1, 2, 3].map((weight, n) => ({ id: `w${n}`, weight }))
    const input = { partitions: PARTITIONS_MAX, workers: weighted, owners: [] }
    assert.ok(isNearIdeal(input, planOwners(input)))
  })

  it('gives one each to exactly P members when there are more members than partitions', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }), (partitions, idle) => {
      const workers = createWorkers(partitions + idle)
      const plan = planOwners({ partitions, workers, owners: [] })
      assert.equal(new Set(plan).size, partitions)
      assert.deepEqual(planOwners({ partitions, workers, owners: plan }), plan)
    }))
  })

  it('leaves three of eight members idle at 5 partitions', () => {
    const input = { partitions: 5, workers: createWorkers(8), owners: [] }
    assert.deepEqual(loadsIn(input, planOwners(input)).sort(), [0, 0, 0, 1, 1, 1, 1, 1])
  })

  it('gives everything to a single worker', () => {
    assert.deepEqual(planOwners({ partitions: 3, workers: createWorkers(1), owners: ['gone'] }), ['w0', 'w0', 'w0'])
  })

  it('splits 10,007 partitions on 7 members into 1,429 and 1,430', () => {
    const input = { partitions: 10_007, workers: createWorkers(7), owners: [] }
    assert.deepEqual(loadsIn(input, planOwners(input)).sort(), [1429, 1429, 1429, 1430, 1430, 1430, 1430])
  })
})

describe('planOwners: what moves', () => {
  it('moves orphans and surplus, less the extra slots left to those above base', () => {
    fc.assert(fc.property(inputs(), input => {
      assert.equal(movesIn(input, planOwners(input)), leastMoves(input))
    }), { numRuns: 2_000 })
  })

  it('moves no more than the best of all balanced plans, for every table of up to 6 partitions and 4 workers', () => {
    for (let partitions = 1; partitions <= 6; partitions++) {
      for (let count = 1; count <= 4; count++) {
        const workers = createWorkers(count)
        const balanced = balancedTables(partitions, workers)
        for (const owners of tables(partitions, [...workers.map(({ id }) => id), undefined])) {
          const input = { partitions, workers, owners }
          assert.equal(movesIn(input, planOwners(input)), fewestMoves(owners, balanced))
        }
      }
    }
  })

  it('moves no more than the best of all balanced plans, for samples of 7 and 8 partitions', () => {
    const workers = createWorkers(4)
    for (const partitions of [7, 8]) {
      const balanced = balancedTables(partitions, workers)
      fc.assert(fc.property(ownersOf(partitions, workers), owners => {
        const input = { partitions, workers, owners }
        assert.equal(movesIn(input, planOwners(input)), fewestMoves(owners, balanced))
      }), { numRuns: 300 })
    }
  })

  it('moves no more than the best of all plans by largest remainder, for weighted workers', () => {
    fc.assert(fc.property(inputs(fc.integer({ min: 0, max: 4 }), 6, 3), input => {
      fc.pre(totalWeight(input) > 0)
      const ids = input.workers.map(({ id }) => id)
      const nearIdeal = tables(input.partitions, ids).filter(table => isNearIdeal(input, table))
      const most = Math.max(...nearIdeal.map(table => remaindersServed(input, table)))
      const legal = nearIdeal.filter(table => remaindersServed(input, table) === most)
      const plan = planOwners(input)
      assert.ok(legal.some(table => table.every((id, partition) => id === plan[partition])))
      assert.equal(movesIn(input, plan), fewestMoves(input.owners, legal))
    }), { numRuns: 300 })
  })

  it('moves nothing while the workers stay the same', () => {
    fc.assert(fc.property(inputs(weights()), input => {
      const plan = planOwners(input)
      assert.deepEqual(planOwners({ ...input, owners: plan }), plan)
    }), { numRuns: 1_000 })
  })

  it('moves nothing between workers of different weights that claim the extra with the same remainder', () => {
    // 6 * 3 and 6 * 1 both leave 2 modulo 4: the extra belongs to whoever has it.
    const workers = [{ id: 'heavy', weight: 3 }, { id: 'light', weight: 1 }]
    const owners = ['heavy', 'light', 'heavy', 'light', 'heavy', 'heavy']
    assert.deepEqual(planOwners({ partitions: 6, workers, owners }), owners)
    const others = ['heavy', 'light', 'heavy', 'heavy', 'heavy', 'heavy']
    assert.deepEqual(planOwners({ partitions: 6, workers, owners: others }), others)
  })

  it('gives to the newcomer only, and only its part, when one joins', () => {
    fc.assert(fc.property(sizes(), fc.string(), ({ partitions, count }, prefix) => {
      const before = planOwners({ partitions, workers: createWorkers(count), owners: [] })
      const newcomer = { id: `${prefix}-new`, weight: 1 }
      const after = planOwners({ partitions, workers: [...createWorkers(count), newcomer], owners: before })
      const gained = after.filter((id, partition) => id !== before[partition])
      assert.ok(gained.every(id => id === newcomer.id))
      assert.ok(gained.length <= Math.ceil(partitions / (count + 1)))
    }))
  })

  it('moves only the partitions of the one that leaves', () => {
    fc.assert(fc.property(sizes(), fc.nat(), ({ partitions, count }, pick) => {
      const workers = createWorkers(count + 1)
      const owners = planOwners({ partitions, workers, owners: [] })
      const leaver = workers[pick % workers.length]?.id
      const after = planOwners({ partitions, workers: workers.filter(({ id }) => id !== leaver), owners })
      after.forEach((id, partition) => {
        assert.equal(id !== owners[partition], owners[partition] === leaver)
      })
    }))
  })

  it('keeps coverage, balance and least movement through long random churn', () => {
    fc.assert(fc.property(fc.array(fc.nat(19), { minLength: 300, maxLength: 400 }), toggles => {
      let workers: readonly Worker[] = createWorkers(1)
      let owners: PlanInput['owners'] = []
      for (const n of toggles) {
        workers = toggled(workers, `w${n}`)
        const input: PlanInput = { partitions: 101, workers, owners }
        owners = planOwners(input)
        assertCovered(input, owners)
        if (workers.length > 0) assert.equal(movesIn(input, owners), leastMoves(input))
        if (workers.length > 0) assert.ok(spread(loadsIn(input, owners)) <= 1)
      }
    }), { numRuns: 20 })
  })
})

describe('planOwners: one answer', () => {
  it('does not depend on the order of the workers, and leaves its input as it was', () => {
    fc.assert(fc.property(inputs(weights(), 64, 40).chain(withPermutation), ([input, workers]) => {
      const copy = JSON.stringify(input)
      const plan = planOwners(input)
      assert.deepEqual(planOwners({ ...input, workers }), plan)
      assert.equal(JSON.stringify(input), copy)
    }), { numRuns: 1_000 })
  })

  it('keeps its vectors, so that leaders of different releases plan the same table', () => {
    const workers = ['ann', 'bob', 'cid', 'dee'].map((id, n) => ({ id, weight: n + 1 }))
    const cold = 'ann cid bob bob dee dee dee dee cid cid dee cid'
    assert.equal(planned(12, workers), cold)
    assert.equal(planned(12, workers.slice(1), cold), 'bob cid bob bob dee dee dee dee cid cid dee cid')
    const even = workers.map(({ id }) => ({ id, weight: 1 }))
    assert.equal(planned(12, even, cold), 'ann cid bob bob dee dee bob dee cid cid ann ann')
    assert.equal(planned(8, createWorkers(40)), 'w30 w33 w25 w38 w24 w4 w31 w27')
    assert.equal(
      planned(20, createWorkers(20)),
      'w13 w0 w8 w18 w3 w10 w7 w2 w15 w16 w4 w17 w14 w12 w9 w19 w1 w11 w5 w6'
    )
  })

  it('tells workers apart by the code units of their ids when their hashes collide', () => {
    const workers = [{ id: 'aqhlrtd14kh', weight: 1 }, { id: 'Zpk0qmk9zg', weight: 1 }]
    assert.equal(hash32('aqhlrtd14kh'), hash32('Zpk0qmk9zg'))
    assert.equal(planned(1, workers), 'Zpk0qmk9zg')
    assert.equal(planned(4, workers), 'Zpk0qmk9zg Zpk0qmk9zg aqhlrtd14kh aqhlrtd14kh')
  })

  it('refuses input that its caller must have checked, naming what is wrong', () => {
    const input = { partitions: 2, workers: createWorkers(2), owners: [] }
    for (const partitions of [0, -1, 1.5, NaN, PARTITIONS_MAX + 1]) {
      assertRefused({ ...input, partitions }, /^partitions is/)
    }
    for (const weight of [-1, 0.5, NaN, WEIGHT_MAX + 1]) {
      assertRefused({ ...input, workers: [{ id: 'x', weight }] }, /^weight of x is/)
    }
    assertRefused({ ...input, workers: [...createWorkers(2), ...createWorkers(1)] }, /^worker w0 is listed twice/)
    assertRefused({ ...input, owners: ['w0', 'w0', 'w0'] }, /^owners has 3 entries/)
  })
})

describe('planOwners: faults of ring-election that it cannot have', () => {
  it('ring-election #1: no member is idle and no load is off by two while members join one by one', () => {
    for (let partitions = 1; partitions <= 64; partitions++) {
      let owners: PlanInput['owners'] = []
      for (let count = 1; count <= 16; count++) {
        const input: PlanInput = { partitions, workers: createWorkers(count), owners }
        owners = planOwners(input)
        const loads = loadsIn(input, owners)
        assert.ok(spread(loads) <= 1)
        assert.ok(partitions < count || !loads.includes(0))
      }
    }
  })

  it('ring-election #2: no partition is lost by twelve joins and eleven leaves', () => {
    const all = createWorkers(12)
    const groups = [...all.map((_, n) => all.slice(0, n + 1)), ...all.map((_, n) => all.slice(n))]
    for (const partitions of [10, 16, 64, 256, 271]) {
      let owners: PlanInput['owners'] = []
      for (const workers of groups) {
        const input: PlanInput = { partitions, workers, owners }
        owners = planOwners(input)
        assertCovered(input, owners)
      }
    }
  })

  it('ring-election #3: no table holds an invalid owner after up to ten joins and any one leave', () => {
    for (const partitions of [10, 16, 64, 256, 271]) {
      for (let count = 2; count <= 10; count++) {
        const workers = createWorkers(count)
        const owners = planOwners({ partitions, workers, owners: [] })
        for (const leaver of workers) {
          const input = { partitions, workers: workers.filter(worker => worker !== leaver), owners }
          assertCovered(input, planOwners(input))
        }
      }
    }
  })

  it('ring-election #4: a joiner for whom nobody has a partition to spare gets none, and nothing else changes', () => {
    const full = planOwners({ partitions: 10, workers: createWorkers(10), owners: [] })
    assert.deepEqual(planOwners({ partitions: 10, workers: createWorkers(11), owners: full }), full)
  })

  it('ring-election #14: a new leader that has the table moves only what the dead leader owned', () => {
    const workers = createWorkers(5)
    const owners = planOwners({ partitions: 64, workers, owners: [] })
    const input = { partitions: 64, workers: workers.slice(1).reverse(), owners }
    const after = planOwners(input)
    for (const [partition, id] of after.entries()) assert.equal(id !== owners[partition], owners[partition] === 'w0')
    assert.ok(spread(loadsIn(input, after)) <= 1)
  })
})

function toggled (workers: readonly Worker[], id: string): readonly Worker[] {
  const others = workers.filter(worker => worker.id !== id)
  return others.length < workers.length ? others : [...workers, { id, weight: 1 }]
}

function assertCovered ({ partitions, workers }: PlanInput, plan: Table): void {
  const eligible = new Set<string | undefined>(workers.filter(({ weight }) => weight > 0).map(({ id }) => id))
  if (eligible.size === 0) eligible.add(undefined)
  assert.equal(plan.length, partitions)
  for (const id of plan) assert.ok(eligible.has(id), `owned by ${id}`)
}

function assertRefused (input: PlanInput, message: RegExp): void {
  assert.throws(() => planOwners(input), { name: 'InvariantError', message })
}

function planned (partitions: number, workers: readonly Worker[], table = ''): string {
  const owners = table === '' ? [] : table.split(' ')
  return planOwners({ partitions, workers, owners }).join(' ')
}
