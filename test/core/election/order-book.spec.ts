import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { DRAINS_MAX, PINS_MAX } from '../../../src/core/index.js'
import { claim, LoneCore, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId, Order, Orders } from '../../../src/core/index.js'

const JOBS = { name: 'jobs', partitions: 8_192 }

describe('orders at whoever leads', () => {
  it('order:noted: a member\'s order is in the next table, and said again changes nothing', () => {
    const lone = leading()
    order(lone, 'b', { kind: 'freeze', group: 'jobs' })
    assert.equal(ordersOf(lone)?.frozen, true)
    const epoch = lone.core.table('jobs')?.epoch

    order(lone, 'b', { kind: 'freeze', group: 'jobs' })

    assert.equal(lone.count('order:noted'), 1)
    assert.deepEqual(lone.core.table('jobs')?.epoch, epoch)
  })

  it('orders that come together make one table', () => {
    const lone = leading()
    const version = lone.core.table('jobs')?.epoch.version ?? 0
    for (const partition of [3, 1, 2]) lone.tell('b', { type: 'order', order: { kind: 'pin', group: 'jobs', partition, member: 'b' } })
    lone.run(1_000)

    assert.deepEqual(ordersOf(lone)?.pins.map(({ partition }) => partition), [1, 2, 3])
    assert.equal(lone.core.table('jobs')?.epoch.version, version + 1)
  })

  it('order:not-leader: who does not lead notes nothing', () => {
    const lone = new LoneCore({ groups: [JOBS] }, ['b'])
    lone.tell('b', { type: 'order', order: { kind: 'freeze', group: 'jobs' } })
    assert.equal(lone.count('order:not-leader'), 1)
  })

  it('order:stranger: who is no live member orders nothing', () => {
    assert.deepEqual(withAndWithout('orders:members-only', options => {
      const lone = leading(options)
      order(lone, 'nobody', { kind: 'freeze', group: 'jobs' })
      return [lone.count('order:stranger'), ordersOf(lone)?.frozen]
    }), [[1, undefined], [0, true]])
  })

  it('order:refused: what cannot be is not noted', () => {
    const impossible: Order[] = [
      { kind: 'freeze', group: 'unknown' },
      { kind: 'pin', group: 'jobs', partition: 8_192, member: 'b' },
      { kind: 'pin', group: 'jobs', partition: 1, member: 'nobody' },
      { kind: 'drain', member: 'nobody', generation: 1 }
    ]
    for (const one of impossible) {
      const lone = leading()
      order(lone, 'b', one)
      assert.equal(lone.count('order:refused'), 1)
      assert.equal(ordersOf(lone), undefined)
    }
  })

  it('there are only so many pins', () => {
    assert.deepEqual(withAndWithout('orders:bounded', options => {
      const lone = leading(options)
      for (let partition = 0; partition <= PINS_MAX; partition++) lone.tell('b', { type: 'order', order: { kind: 'pin', group: 'jobs', partition, member: 'b' } })
      lone.run(1_000)
      // A table with more of them is not sound, so it is refused even here.
      return [ordersOf(lone)?.pins.length, lone.count('order:refused')]
    }), [[PINS_MAX, 1], [undefined, 0]])
  })

  it('there are only so many drains', () => {
    const ids = Array.from({ length: DRAINS_MAX + 1 }, (_, index) => `m${index}`)
    const lone = leading({}, ids)
    for (const id of ids) lone.tell('b', { type: 'order', order: { kind: 'drain', member: id, generation: 1 } })
    lone.run(1_000)

    assert.equal(ordersOf(lone)?.draining.length, DRAINS_MAX)
    assert.equal(lone.count('order:refused'), 1)
  })

  it('what was ordered stays in the tables that follow', () => {
    assert.deepEqual(withAndWithout('orders:kept', options => {
      const lone = leading(options)
      order(lone, 'b', { kind: 'freeze', group: 'jobs' })
      lone.say('c', claim('c', { groups: [JOBS] }))
      lone.run(5_000)
      return [lone.core.table('jobs')?.roster.length, ordersOf(lone)?.frozen]
    }), [[2, true], [2, undefined]])
  })

  it('a drain is over with the start of the member that it was for', () => {
    assert.deepEqual(withAndWithout('orders:of-start', options => {
      const lone = leading(options)
      order(lone, 'b', { kind: 'drain', member: 'b', generation: 1 })
      lone.say('b', claim('b', { generation: 2, groups: [JOBS] }))
      lone.run(5_000)
      return ordersOf(lone)?.draining.map(({ id }) => id)
    }), [undefined, ['b']])
  })

  it('an order of this member goes to whoever leads', () => {
    const lone = new LoneCore({ groups: [JOBS] })
    lone.say('b', claim('b', { eligible: true, groups: [JOBS] }))
    lone.input({ type: 'order', order: { kind: 'thaw', group: 'jobs' } })
    assert.deepEqual(lone.sent('order').map(({ to }) => to), ['b'])
  })
})

/** A core that leads, with a table, and other members. */
function leading (options: Partial<CoreOptions> = {}, others: readonly MemberId[] = []): LoneCore {
  const lone = new LoneCore({ ...options, eligible: true, priority: 1, groups: [JOBS] }, ['b', ...others])
  lone.until(() => lone.core.table('jobs') !== undefined, 20_000, 'a table')
  lone.run(5_000)
  lone.clear()

  return lone
}

function order (lone: LoneCore, from: MemberId, one: Order): void {
  lone.tell(from, { type: 'order', order: one })
  lone.run(1_000)
}

function ordersOf (lone: LoneCore): Orders | undefined {
  return lone.core.table('jobs')?.orders
}
