import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Clock } from '../../src/sim/clock.js'
import { EventQueue } from '../../src/sim/event-queue.js'
import { Chance, memberIds } from '../../src/sim/index.js'

describe('the event queue', () => {
  it('gives by time, then by rank, then by order, without what was called off', () => {
    const entry = fc.record({ at: fc.nat(5), rank: fc.integer({ min: -1, max: 1 }), isOff: fc.boolean() })

    fc.assert(fc.property(fc.array(entry, { maxLength: 60 }), entries => {
      const queue = new EventQueue()
      const expected = entries.map((value, order) => ({ ...value, order })).filter(({ isOff }) => !isOff)
        .sort((a, b) => a.at - b.at || a.rank - b.rank || a.order - b.order).map(({ order }) => order)

      for (const { at, rank, isOff } of entries) {
        const appointment = queue.push(at, () => undefined, rank)
        if (isOff) appointment.action = undefined
      }
      const got: number[] = []
      for (let next = queue.peek(); next !== undefined; next = queue.peek()) {
        queue.pop()
        got.push(next.order)
      }

      assert.deepEqual(got, expected)
      assert.equal(queue.size, 0)
    }))
  })

  it('takes what happens in one microsecond for one instant', () => {
    const queue = new EventQueue()

    assert.equal(queue.push(0.1 + 0.2, () => undefined).at, 0.3)
  })
})

describe('a clock', () => {
  it('never goes back, and has come to a deadline at the first instant that it says', () => {
    const change = fc.record({ wait: fc.integer({ min: 0, max: 1e9 }), rate: fc.double({ min: 0.1, max: 10, noNaN: true }), ahead: fc.double({ min: 0, max: 1e5, noNaN: true }) })

    fc.assert(fc.property(fc.array(change, { maxLength: 20 }), changes => {
      const clock = new Clock()
      let now = 0
      let shown = 0

      for (const { wait, rate, ahead } of changes) {
        now += wait / 1_000
        assert.ok(clock.localAt(now) >= shown)
        clock.set(now, { rate })
        shown = clock.localAt(now)
        const deadline = shown + ahead
        const at = clock.trueAt(deadline)
        assert.ok(clock.localAt(at) >= deadline)
        assert.ok(at - now <= ahead / rate + 0.01)
      }
    }))
  })
})

describe('chance', () => {
  it('is the same for one seed and label, and other for others', () => {
    const draw = (seed: number, label: string): string => {
      const chance = new Chance(seed, label)
      return Array.from({ length: 8 }, () => chance.below(1_000)).join()
    }

    assert.equal(draw(1, 'a'), draw(1, 'a'))
    assert.equal(new Set([draw(1, 'a'), draw(2, 'a'), draw(1, 'b'), draw(2 ** 40 + 1, 'a')]).size, 4)
  })

  it('is even', () => {
    const chance = new Chance(1)
    const counts = new Map<number, number>()

    for (let draw = 0; draw < 10_000; draw++) {
      const value = chance.below(10)
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }

    assert.ok([...counts.values()].every(count => count > 850 && count < 1_150))
  })

  it('gives times in whole microseconds within their range', () => {
    const chance = new Chance(1)

    for (let draw = 0; draw < 1_000; draw++) {
      const time = chance.within({ min: 0.2, max: 1.7 })
      assert.ok(time >= 0.2 && time <= 1.7)
      assert.equal(Math.round(time * 1_000) / 1_000, time)
    }
  })
})

describe('ids of simulated members', () => {
  it('are base58, in ascending order, and all different', () => {
    for (const options of [{}, { isLong: true }, { prefix: 'w' }]) {
      const ids = memberIds(1_000, options)

      assert.ok(ids.every(id => /^[1-9A-HJ-NP-Za-km-z]+$/.test(id)))
      assert.deepEqual(ids.toSorted(), ids)
      assert.equal(new Set(ids).size, 1_000)
    }
    assert.ok(memberIds(3, { isLong: true }).every(({ length }) => length === 52))
  })
})
