import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { plan } from '../../../src/core/assignment/planner.js'
import type { Plan, PlanInput, Worker } from '../../../src/core/assignment/planner.js'
import { createWorkers, fullInputs, inputs } from './plan-inputs.js'
import { mostServed, spread } from './plan-oracle.js'

describe('plan: who stands by', () => {
  it('gives every partition as many standbys as there are workers that can, all on distinct members', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const { owners, standbys } = plan(input)
      const takers = takersOf(input)

      for (const [partition, list] of standbys.entries()) {
        const owner = owners[partition]
        const others = takers.filter(({ id }) => id !== owner && input.avoid?.get(partition)?.includes(id) !== true)
        assert.equal(list.length, Math.min(input.replicas ?? 0, others.length))
        assert.equal(new Set([owner, ...list]).size, list.length + 1)
      }
    }), { numRuns: 1_000 })
  })

  it('puts owner and standbys into as many zones as it can, for any table', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const free = { ...input, frozen: false, maxMoves: Infinity, avoid: new Map(), draining: new Set(input.draining?.size === input.workers.length ? [] : input.draining) }
      fc.pre(takersOf(free).some(({ id }) => !free.draining.has(id)))
      assertApart(free, plan(free))
    }), { numRuns: 1_000 })
  })

  it('puts them into as many zones as it can for every way to spread up to five workers over three zones', () => {
    for (let code = 0; code < 3 ** 5; code++) {
      const workers = createWorkers(5).map((worker, n) => ({ ...worker, zone: 'abc'[Math.floor(code / 3 ** n) % 3] ?? '' }))
      for (const replicas of [1, 2, 3]) {
        const input = { partitions: 11, workers, owners: [], replicas }
        assertApart(input, plan(input))
      }
    }
  })

  it('takes all that name no zone as one zone as soon as one names some', () => {
    const workers = [{ id: 'a', weight: 1, zone: 'x' }, { id: 'b', weight: 1 }, { id: 'c', weight: 1 }]
    const { owners, standbys } = plan({ partitions: 12, workers, owners: [], replicas: 1 })
    for (const [partition, list] of standbys.entries()) assert.ok(owners[partition] === 'a' || list[0] === 'a')
  })

  it('keeps equal workers within one standby of each other where there are no zones', () => {
    fc.assert(fc.property(inputs(), fc.integer({ min: 1, max: 3 }), (input, replicas) => {
      assert.ok(spread(standbyLoads(input, plan({ ...input, replicas }))) <= 1)
    }), { numRuns: 1_000 })
  })

  it('keeps equal workers of equal zones within one standby of each other', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 60 }), (zones, each, partitions) => {
      const workers = createWorkers(zones * each).map((worker, n) => ({ ...worker, zone: `z${n % zones}` }))
      const input = { partitions, workers, owners: [], replicas: 1 }
      const made = plan(input)
      assertApart(input, made)
      assert.ok(spread(standbyLoads(input, made)) <= 2, String(standbyLoads(input, made)))
    }), { numRuns: 300 })
  })

  it('never lets somebody stand by that has no weight or is drained', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const free = { ...input, frozen: false, maxMoves: Infinity }
      const takers = new Set(takersOf(input).map(({ id }) => id))
      assert.ok(plan(free).standbys.flat().every(id => takers.has(id)))
    }), { numRuns: 500 })
  })
})

describe('plan: which standbys change', () => {
  it('changes nothing while nothing else changes', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const free = { ...input, maxMoves: Infinity, avoid: new Map() }
      const first = plan(free)
      const second = plan({ ...free, owners: first.owners, standbys: first.standbys, reasons: first.reasons })
      assert.deepEqual(second.owners, first.owners)
      assert.deepEqual(second.standbys, first.standbys)
    }), { numRuns: 3_000 })
  })

  it('soon changes nothing where some could not do the work: standbys chosen later open other ways', () => {
    fc.assert(fc.property(fullInputs(), input => {
      let now = plan({ ...input, maxMoves: Infinity })
      for (let round = 0; round < 6; round++) {
        const next = plan({ ...input, maxMoves: Infinity, owners: now.owners, standbys: now.standbys })
        if (JSON.stringify([next.owners, next.standbys]) === JSON.stringify([now.owners, now.standbys])) return
        now = next
      }
      assert.fail('still changing')
    }), { numRuns: 3_000 })
  })

  it('changes none of a plan without zones while nothing changes', () => {
    fc.assert(fc.property(inputs(), fc.integer({ min: 1, max: 3 }), (input, replicas) => {
      const first = plan({ ...input, replicas })
      const second = plan({ ...input, replicas, owners: first.owners, standbys: first.standbys })
      assert.deepEqual(second.standbys, first.standbys)
    }), { numRuns: 1_000 })
  })

  it('promotes a standby of whoever goes, as far as balance lets it', () => {
    const workers = createWorkers(6)
    const before = plan({ partitions: 60, workers, owners: [], replicas: 1 })
    const after = plan({ partitions: 60, workers: workers.slice(1), owners: before.owners, standbys: before.standbys, replicas: 1 })

    for (const [partition, owner] of before.owners.entries()) {
      const isPromoted = after.owners[partition] === before.standbys[partition]?.[0]
      assert.equal(after.owners[partition] === owner, owner !== 'w0')
      if (owner === 'w0') assert.equal(after.reasons[partition], isPromoted ? 'promoted' : 'orphan')
    }
    assert.ok(after.reasons.filter(reason => reason === 'promoted').length >= 6)
  })

  it('promotes as many as any plan could that is as balanced', () => {
    fc.assert(fc.property(fc.integer({ min: 3, max: 5 }), fc.integer({ min: 1, max: 10 }), fc.integer({ min: 1, max: 2 }), (count, times, replicas) => {
      const workers = createWorkers(count)
      const partitions = count * (count - 1) * times
      const before = plan({ partitions, workers, owners: [], replicas })
      const after = plan({ partitions, workers: workers.slice(1), owners: before.owners, standbys: before.standbys, replicas })
      const room = workers.slice(1).map(({ id }) => ({ id, room: partitions / (count - 1) - before.owners.filter(owner => owner === id).length }))
      const orphans = [...before.owners.entries()].filter(([, owner]) => owner === 'w0').map(([partition]) => before.standbys[partition] ?? [])
      assert.equal(after.reasons.filter(reason => reason === 'promoted').length, mostServed(orphans, new Map(room.map(({ id, room: places }) => [id, places]))))
    }), { numRuns: 200 })
  })

  it('lets a former owner that is still there stand by where it can', () => {
    const workers = createWorkers(3)
    const before = plan({ partitions: 30, workers, owners: [], replicas: 1 })
    const after = plan({ partitions: 30, workers: createWorkers(4), owners: before.owners, standbys: before.standbys, replicas: 1 })
    const moved = [...after.owners.entries()].filter(([partition, owner]) => owner !== before.owners[partition]).map(([partition]) => partition)
    assert.ok(moved.length > 0)
    for (const partition of moved) assert.ok(after.standbys[partition]?.every(id => id === before.owners[partition] || before.standbys[partition]?.includes(id)))
  })

  it('comes, in steps of any size, to a plan that is balanced and waits for nothing', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 40 }), (maxMoves, partitions) => {
      let state: Pick<Plan, 'owners' | 'standbys'> = plan({ partitions, workers: createWorkers(4), owners: [], replicas: 1 })
      const input = { partitions, workers: createWorkers(6), replicas: 1, maxMoves, owners: [] }

      for (let round = 0; round <= 2 * partitions; round++) {
        const next = plan({ ...input, ...state })
        const replaced = next.standbys.flatMap((list, partition) => (state.standbys[partition] ?? []).filter(id => !list.includes(id) && id !== next.owners[partition]))
        assert.ok(replaced.length <= maxMoves)
        if (next.waiting === 0) {
          assert.ok(spread(standbyLoads(input, next)) <= 1)
          return
        }
        state = next
      }
      assert.fail('still waiting')
    }), { numRuns: 200 })
  })
})

function takersOf ({ workers, draining }: PlanInput): Worker[] {
  const weighty = workers.filter(({ weight }) => weight > 0)
  const steady = weighty.filter(({ id }) => draining?.has(id) !== true)
  return steady.length > 0 ? steady : weighty
}

function assertApart (input: PlanInput, { owners, standbys }: Plan): void {
  const takers = takersOf(input)
  const zoneOf = new Map(takers.map(({ id, zone }) => [id, zone]))
  const all = new Set(zoneOf.values())
  const zones = all.size === 1 && all.has(undefined) ? 0 : all.size

  for (const [partition, list] of standbys.entries()) {
    const owner = owners[partition]
    const replicas = [...owner === undefined ? [] : [owner], ...list]
    assert.ok(new Set(replicas.map(id => zoneOf.get(id))).size >= Math.min(zones, replicas.length))
  }
}

function standbyLoads ({ workers }: PlanInput, { standbys }: Plan): number[] {
  return workers.map(({ id }) => standbys.filter(list => list.includes(id)).length)
}
