import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { plan } from '../../../src/core/assignment/planner.js'
import type { Plan, PlanInput } from '../../../src/core/assignment/planner.js'
import { createWorkers, fullInputs, inputs, sizes, weights } from './plan-inputs.js'
import { leastMoves, loadsIn, mostServed, movesIn, spread, tables } from './plan-oracle.js'

describe('plan: what holds whatever is asked for', () => {
  it('gives every partition to a worker with weight as long as there is one', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const { owners, reasons } = plan(input)
      const able = new Set<string | undefined>(input.workers.filter(({ weight }) => weight > 0).map(({ id }) => id))
      const isHeld = input.frozen === true || input.workers.every(({ id, weight }) => weight === 0 || input.draining?.has(id) === true)
      const present = new Set<string | undefined>(input.workers.map(({ id }) => id))

      assert.equal(owners.length, input.partitions)
      for (const [partition, owner] of owners.entries()) {
        const mayStay = present.has(owner) && owner === input.owners[partition] && (isHeld || reasons[partition] === 'limited')
        assert.ok(able.size === 0 ? owner === undefined || mayStay : able.has(owner) || mayStay, `${partition} is owned by ${owner}`)
        assert.equal(reasons[partition] === 'none', owner === undefined)
      }
    }), { numRuns: 2_000 })
  })

  it('does not depend on the order of anything', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const turned = <K, V>(map: ReadonlyMap<K, V> | undefined): Map<K, V> => new Map([...map ?? []].reverse())
      const other = {
        ...input, workers: input.workers.toReversed(), pins: turned(input.pins), avoid: turned(input.avoid), prefer: turned(input.prefer), draining: new Set([...input.draining ?? []].reverse())
      }
      const copy = JSON.stringify(input)
      assert.deepEqual(plan(other), plan(input))
      assert.equal(JSON.stringify(input), copy)
    }), { numRuns: 1_000 })
  })

  it('tells of a move when there is one, and why', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const { owners, reasons } = plan(input)
      const ids = new Set(input.workers.map(({ id }) => id))

      for (const [partition, owner] of owners.entries()) {
        const former = input.owners[partition]
        const reason = reasons[partition] ?? 'none'
        if (owner === undefined) continue
        if (former === owner) assert.ok(['kept', 'limited'].includes(reason), reason)
        else if (former === undefined) assert.ok(['cold', 'pin', 'heal'].includes(reason), reason)
        else if (!ids.has(former)) assert.ok(['orphan', 'promoted', 'pin', 'heal'].includes(reason), reason)
        else assert.ok(['balance', 'drain', 'pin', 'heal', 'failed'].includes(reason), reason)
      }
    }), { numRuns: 1_000 })
  })

  it('carries the reason of an owner that stays', () => {
    const before = plan({ partitions: 12, workers: createWorkers(3), owners: [] })
    const after = plan({ partitions: 12, workers: createWorkers(4), owners: before.owners, reasons: before.reasons })
    assert.deepEqual(new Set(before.reasons), new Set(['cold']))
    assert.deepEqual(after.reasons.toSorted(), [...Array(3).fill('balance'), ...Array(9).fill('cold')])
  })
})

describe('plan: pins', () => {
  it('puts each pinned partition where its pin says if that one can own anything, and names the others', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const free = { ...input, frozen: false, maxMoves: Infinity }
      const { owners, unmetPins } = plan(free)
      const steady = input.workers.filter(({ id, weight }) => weight > 0 && input.draining?.has(id) !== true).map(({ id }) => id)
      fc.pre(steady.length > 0)

      for (const [partition, id] of input.pins ?? []) {
        const isMet = steady.includes(id) && input.avoid?.get(partition)?.includes(id) !== true
        if (isMet) assert.equal(owners[partition], id)
        assert.equal(unmetPins.includes(partition), owners[partition] !== id)
      }
    }), { numRuns: 1_000 })
  })

  it('plans a pin to somebody who is not there as if there were none', () => {
    fc.assert(fc.property(inputs(weights()), fc.nat(), (input, partition) => {
      const { owners } = plan({ ...input, pins: new Map([[partition % input.partitions, 'nobody here']]) })
      assert.deepEqual(owners, plan(input).owners)
    }))
  })

  it('balances the rest as far as the pins let it', () => {
    const { owners } = plan({ partitions: 12, workers: createWorkers(3), owners: [], pins: new Map(Array.from({ length: 8 }, (_, n) => [n, 'w0'])) })
    assert.deepEqual(loadsIn({ workers: createWorkers(3) }, owners), [8, 2, 2])
  })

  it('has the best balance that the pins allow, of all tables', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(5), fc.constantFrom('w0', 'w1', 'w2')), { maxLength: 6 }), pairs => {
      const pins = new Map(pairs)
      const workers = createWorkers(3)
      const legal = tables(6, workers.map(({ id }) => id)).filter(table => [...pins].every(([partition, id]) => table[partition] === id))
      const best = Math.min(...legal.map(table => spread(loadsIn({ workers }, table))))
      assert.equal(spread(loadsIn({ workers }, plan({ partitions: 6, workers, owners: [], pins }).owners)), best)
    }))
  })
})

describe('plan: freeze and drain', () => {
  it('moves nothing of a worker that is there while frozen, but for what it could not do, and places orphans', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const { owners } = plan({ ...input, frozen: true })
      const ids = new Set(input.workers.map(({ id }) => id))

      for (const [partition, former] of input.owners.entries()) {
        if (former !== undefined && ids.has(former) && input.avoid?.get(partition)?.includes(former) !== true) assert.equal(owners[partition], former)
      }
    }), { numRuns: 1_000 })
  })

  it('leaves nothing with a drained worker while there are others', () => {
    fc.assert(fc.property(fullInputs(), input => {
      fc.pre(input.workers.some(({ id, weight }) => weight > 0 && input.draining?.has(id) !== true))
      const { owners } = plan({ ...input, frozen: false, maxMoves: Infinity })
      assert.ok(owners.every(owner => input.draining?.has(owner ?? '') !== true))
    }), { numRuns: 1_000 })
  })

  it('leaves everything where it is when all are drained, and places orphans', () => {
    const workers = createWorkers(3)
    const owners = ['w0', 'w0', 'w0', 'w1', 'gone', 'w0']
    const after = plan({ partitions: 6, workers, owners, draining: new Set(['w0', 'w1', 'w2']) })
    assert.deepEqual(after.owners.toSpliced(4, 1), owners.toSpliced(4, 1))
    assert.ok(['w1', 'w2'].includes(after.owners[4] ?? ''))
  })

  it('moves what the drained one has and nothing else, and says that this is why', () => {
    fc.assert(fc.property(sizes(), ({ partitions, count }) => {
      const workers = createWorkers(count + 1)
      const before = plan({ partitions, workers, owners: [] })
      const after = plan({ partitions, workers, owners: before.owners, draining: new Set(['w0']), reasons: before.reasons })

      for (const [partition, owner] of before.owners.entries()) {
        assert.equal(after.owners[partition] !== owner, owner === 'w0')
        assert.equal(after.reasons[partition], owner === 'w0' ? 'drain' : 'cold')
      }
    }))
  })
})

describe('plan: so many moves at a time', () => {
  it('takes no more than that from workers that could go on, and always places orphans', () => {
    fc.assert(fc.property(fullInputs(), fc.nat(5), (input, maxMoves) => {
      const { owners, reasons } = plan({ ...input, maxMoves })
      const moved = owners.filter((owner, partition) => owner !== input.owners[partition] && ['balance', 'drain', 'pin'].includes(reasons[partition] ?? '') && input.workers.some(({ id }) => id === input.owners[partition]))
      assert.ok(moved.length <= maxMoves)
      if (input.workers.some(({ weight }) => weight > 0)) assert.ok(!owners.includes(undefined))
    }), { numRuns: 1_000 })
  })

  it('comes to the same balance in steps, and moves no more in all than at once', () => {
    fc.assert(fc.property(inputs(), fc.integer({ min: 1, max: 5 }), (input, maxMoves) => {
      let now: PlanInput = input
      let moves = 0

      for (let left = Infinity; left > 0;) {
        const step: Plan = plan({ ...now, maxMoves })
        assert.ok(step.waiting < left)
        left = step.waiting
        moves += movesIn(now, step.owners)
        now = { ...now, owners: step.owners }
      }
      assert.ok(spread(loadsIn(now, now.owners)) <= 1)
      assert.equal(moves, leastMoves(input))
    }), { numRuns: 1_000 })
  })

  it('moves for a drain first: somebody waits for it', () => {
    const workers = createWorkers(4)
    const owners = [...Array(10).fill('w0'), 'w1', 'w1']
    const { owners: after, reasons, waiting } = plan({ partitions: 12, workers, owners, draining: new Set(['w1']), maxMoves: 2 })
    assert.deepEqual(after.slice(0, 10), owners.slice(0, 10))
    assert.deepEqual(reasons.slice(10), ['drain', 'drain'])
    assert.equal(waiting, reasons.filter(reason => reason === 'limited').length)
  })
})

describe('plan: who failed, and who runs it already', () => {
  it('leaves no partition with somebody who could not do its work while anybody else can', () => {
    fc.assert(fc.property(fullInputs(), input => {
      const { owners } = plan({ ...input, maxMoves: Infinity })
      const steady = input.workers.filter(({ id, weight }) => weight > 0 && input.draining?.has(id) !== true)
      const able = steady.length > 0 ? steady : input.workers.filter(({ weight }) => weight > 0)

      for (const [partition, ids] of input.avoid ?? []) {
        if (able.some(({ id }) => !ids.includes(id))) assert.ok(!ids.includes(owners[partition] ?? ''))
      }
    }), { numRuns: 2_000 })
  })

  it('gives a partition that failed to another one, and keeps the balance', () => {
    const before = plan({ partitions: 9, workers: createWorkers(3), owners: [] }).owners
    const after = plan({ partitions: 9, workers: createWorkers(3), owners: before, avoid: new Map([[4, [before[4] ?? '']]]) })
    assert.notEqual(after.owners[4], before[4])
    assert.equal(after.reasons[4], 'failed')
    assert.deepEqual(loadsIn({ workers: createWorkers(3) }, after.owners), [3, 3, 3])
    assert.equal(movesIn({ partitions: 9, workers: [], owners: before }, after.owners), 2)
  })

  it('heals a split by release: nothing starts anywhere but where there is no other way to balance', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 6 }), fc.nat(), (here, there, each, seed) => {
      const workers = createWorkers(here + there)
      const partitions = each * workers.length
      const ours = plan({ partitions, workers: workers.slice(0, here), owners: [], seed }).owners
      const theirs = plan({ partitions, workers: workers.slice(here), owners: [], seed }).owners
      const prefer = new Map(theirs.map((id, partition) => [partition, [id ?? '']]))
      const input = { partitions, workers, owners: ours, prefer, seed }
      const { owners, reasons } = plan(input)
      const running = owners.filter((owner, partition) => owner === ours[partition] || owner === theirs[partition])

      assert.equal(running.length, mostServed(ours.map((id, partition) => [id ?? '', theirs[partition] ?? '']), new Map(workers.map(({ id }) => [id, each]))))
      assert.equal(reasons.filter(reason => reason === 'heal').length, owners.filter((owner, partition) => owner === theirs[partition]).length)
      assert.ok(spread(loadsIn(input, owners)) <= 1)
      assert.equal(movesIn(input, owners), leastMoves(input))
    }), { numRuns: 500 })
  })


  it('does not make a heal wait for its turn: it starts nothing', () => {
    const workers = createWorkers(2)
    const { owners, waiting } = plan({ partitions: 8, workers, owners: Array(8).fill('w0'), prefer: new Map(Array.from({ length: 8 }, (_, n) => [n, ['w1']])), maxMoves: 0 })
    assert.deepEqual(loadsIn({ workers }, owners), [4, 4])
    assert.equal(waiting, 0)
  })
})
