import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveSettings } from '../../../src/core/index.js'
import { accusation, claim, LoneCore, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId, Message } from '../../../src/core/index.js'
import type { Sent } from '../lone-core.js'

const FIVE = ['b', 'c', 'd', 'e', 'f']

describe('the targets of probes', () => {
  it('come round robin: each once in every round', () => {
    assert.deepEqual(withAndWithout('probe:round-robin', options => {
      const lone = new LoneCore(options, FIVE)
      return Array.from({ length: 4 }, () => new Set(targets(lone, 5)).size)
    }), [[5, 5, 5, 5], [1, 1, 1, 1]])
  })

  it('come in another order in every round', () => {
    const lone = new LoneCore({}, FIVE)
    const rounds = Array.from({ length: 6 }, () => targets(lone, 5).join())

    assert.ok(new Set(rounds).size > 2, rounds.join(' '))
  })

  it('include a new member at a random place of the round that is under way', () => {
    const places = new Set(Array.from({ length: 60 }, (_, seed) => {
      const lone = new LoneCore({ seed }, FIVE)
      targets(lone, 1)
      lone.meet('x')
      return targets(lone, 5).indexOf('x')
    }))

    assert.deepEqual([...places].sort(), [0, 1, 2, 3, 4])
  })

  it('never are this member, the dead, the gone, or somebody unknown', () => {
    const lone = new LoneCore({}, FIVE)
    lone.silent.add('b')
    lone.until(() => lone.standing('b') === 'dead@0', 60_000, 'b dead')
    lone.say('c', claim('c', { incarnation: 1, left: true }))
    lone.clear()

    // The dead are tried now and then to find them again; that is no probe, and asks nobody else.
    assert.deepEqual([...new Set(targets(lone, 12))].filter(id => id !== 'b').sort(), ['d', 'e', 'f'])
    assert.deepEqual(lone.sent('ping-req'), [])
  })
})

describe('a probe', () => {
  it('that fails is an accusation', () => {
    assert.deepEqual(withAndWithout('probe:accuses', options => {
      const lone = probing(options)
      lone.run(1_000)
      return [lone.standing('x'), lone.count('probe:failed')]
    }), [['suspect@0', 1], ['alive@0', 1]])
  })

  it('of a member that says something else meanwhile has not failed: the ping or its answer went with a connection', () => {
    assert.deepEqual(withAndWithout('probe:heard', options => {
      const lone = probing(options)
      lone.run(300)
      lone.say('x', claim('y'))
      lone.run(700)
      const first = [lone.standing('x'), lone.count('probe:failed')]
      lone.nextPingTo('x')
      lone.run(1_000)
      return [...first, lone.standing('x') !== 'alive@0']
    }), [['alive@0', 0, true], ['suspect@0', 1, true]])
  })

  it('asks k others before it fails: probe:indirect', () => {
    assert.deepEqual(withAndWithout('probe:indirect', options => {
      const lone = probing(options)
      lone.run(1_000)
      return [lone.sent('ping-req').length, new Set(lone.sent('ping-req').map(({ to }) => to)).size, lone.count('probe:indirect')]
    }), [[3, 3, 1], [0, 0, 0]])
  })

  it('is saved by one of the others that reaches the target', () => {
    const lone = probing({}, () => true)

    lone.run(1_000)

    assert.equal(lone.standing('x'), 'alive@0')
    assert.ok(lone.sent('ping-req').length > 0)
  })

  it('never asks the target, this member, a suspect or a dead one, however few there are', () => {
    for (const others of [[], ['b'], ['b', 'c'], ['b', 'c', 's']]) {
      const lone = new LoneCore({ settings: resolveSettings({ suspicionMultiplier: 100 }) }, [...others, 'x'])
      lone.silent.add('x').add('s')
      if (others.includes('s')) lone.say('b', accusation('s', 'b'))
      lone.nextPingTo('x')
      lone.clear()
      lone.until(() => lone.count('probe:indirect') > 0, 10_000, 'the others asked')

      assert.deepEqual(lone.sent('ping-req').map(({ to }) => to).sort(), others.filter(id => id !== 's'))
    }
  })

  it('of a member that started again meanwhile says nothing about its new start', () => {
    const lone = probing({})

    lone.run(800)
    lone.say('x', claim('x', { generation: 2 }))
    lone.silent.delete('x')
    lone.run(400)

    assert.equal(lone.standing('x'), 'alive@0')
    assert.equal(lone.count('probe:failed'), 0)
  })

  it('is answered by its own number only, and by its target or somebody asked', () => {
    const lone = probing({})
    const [{ message: { seq, head } }] = lone.sent('ping').filter(({ to }) => to === 'x').slice(-1) as [Sent<Extract<Message, { type: 'ping' }>>]
    lone.until(() => lone.sent('ping-req').length === 3, 1_000, 'others asked')
    const [stranger = ''] = FIVE.filter(id => !lone.sent('ping-req').some(({ to }) => to === id))

    lone.tell('b', { type: 'ack', seq: seq - 1, target: 'x', head, updates: [] })
    lone.tell('b', { type: 'ack', seq, target: 'b', head, updates: [] })
    lone.tell(stranger, { type: 'ack', seq, target: 'x', head, updates: [] })
    assert.equal(lone.count('probe:late-ack'), 3)
    lone.run(1_000)

    assert.equal(lone.count('probe:failed'), 1)
  })

  it('that is answered too late: the suspect is heard, nothing is said in its name, and the next probe is not answered by it', () => {
    const lone = probing({})
    const seq = lone.sent('ping').filter(({ to }) => to === 'x').at(-1)?.message.seq ?? 0
    lone.until(() => lone.standing('x') === 'suspect@0', 2_000, 'x suspected')
    lone.run(900)

    lone.tell('x', { type: 'ack', seq, target: 'x', head: { view: 0n, tables: [] }, updates: [] })

    assert.equal(lone.standing('x'), 'suspect@0')
    assert.equal(lone.count('probe:late-ack'), 1)
    assert.ok(lone.until(() => lone.standing('x') === 'dead@0', 20_000, 'x dead') >= 1_000)
  })
})

/** A core that has just pinged `x`, which is silent; who is asked about it finds it so too, unless the test says otherwise. */
function probing (options: Partial<CoreOptions>, reaches: (relay: MemberId) => boolean = () => false): LoneCore {
  const lone = new LoneCore(options, [...FIVE, 'x'])

  lone.silent.add('x')
  lone.reply = (to, message) => message.type === 'ping-req' && reaches(to)
    ? { message: { type: 'ack', seq: message.seq, target: message.target, head: { view: 0n, tables: [] }, updates: [] } }
    : lone.answer(to, message)
  lone.nextPingTo('x')

  return lone
}

function targets (lone: LoneCore, count: number): MemberId[] {
  return Array.from({ length: count }, () => lone.nextPing().to)
}
