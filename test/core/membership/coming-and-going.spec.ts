import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { claim, claimsIn, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'

const HEAD = { view: 0n, tables: [] }

describe('a member that comes', () => {
  it('says nothing of itself, and answers no probe, before it has a view', () => {
    const lone = new LoneCore({ bootstrap: true })

    lone.input({ type: 'contact', member: 'b' })
    lone.tell('b', { type: 'ping', seq: 1, head: HEAD, updates: [] })
    lone.run(500)

    assert.deepEqual([lone.sent('ack'), lone.published(), lone.sent('gossip')], [[], [], []])
  })

  it('then tells the topic, and the one that let it in', () => {
    const lone = new LoneCore({ bootstrap: true })

    lone.input({ type: 'contact', member: 'b' })
    lone.tell('b', { type: 'delta', joined: true, updates: [claim('b')], wanted: [] })

    assert.deepEqual(claimsIn(lone.published()).map(({ id, incarnation }) => [id, incarnation]), [['a', 0]])
    assert.deepEqual(lone.sent('gossip').map(({ to, message }) => [to, claimsIn(message.updates).map(({ id }) => id)]), [['b', ['a']]])
  })

  it('talks to a few more at once: who let it in may be the next to go, and would leave it without a link', () => {
    const others = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']
    const [greeting, silent] = withAndWithout('join:greets', options => {
      const lone = new LoneCore({ ...options, bootstrap: true })
      lone.input({ type: 'contact', member: 'b' })
      lone.tell('b', { type: 'delta', joined: true, updates: others.map(id => claim(id)), wanted: [] })
      assert.ok(lone.sent('gossip').every(({ message }) => claimsIn(message.updates).every(({ id }) => id === 'a')))
      return lone.sent('gossip').map(({ to }) => to)
    })

    assert.deepEqual([greeting[0], greeting.length, new Set(greeting).size], ['b', 6, 6])
    assert.ok(greeting.every(id => others.includes(id)))
    assert.deepEqual(silent, ['b'])
  })

  it('is not in before it knows all, though two doors tell it the same', () => {
    const lone = new LoneCore({ bootstrap: true })
    const first = Array.from({ length: 512 }, (_, index) => claim(`x${String(index).padStart(3, '0')}`))
    lone.silent.add('b').add('c')

    for (const door of ['b', 'c']) lone.input({ type: 'contact', member: door })
    for (const door of ['b', 'c']) lone.tell(door, { type: 'delta', joined: true, updates: door === 'b' ? first : [], wanted: [], more: true })
    assert.equal(lone.core.phase, 'joining')
    lone.tell('c', { type: 'delta', joined: true, updates: [claim('last', { priority: 700 })], wanted: [] })

    assert.deepEqual([lone.core.phase, lone.core.self.priority], ['joined', 701])
  })

  it('asks for the whole view itself, and wants nothing of what a member asks it: that would come as part of one', () => {
    const lone = new LoneCore({ bootstrap: true })

    lone.input({ type: 'contact', member: 'b' })
    lone.tell('b', { type: 'sync', versions: ['b', 'c'].map(id => ({ id, generation: 1, incarnation: 0, state: 'alive' as const })) })

    assert.deepEqual(lone.sent('sync').map(({ to, message }) => [to, message.versions]), [['b', []]])
    assert.deepEqual(lone.sent('delta').map(({ to, message }) => [to, message.joined, message.wanted]), [['b', false, []]])
  })

  it('leads above the term that it was told when it was let in, though the row of who told it comes later', () => {
    const term = UNIX_START / 1_000 + 100

    assert.deepEqual(['b', 'c'].map(id => {
      const lone = new LoneCore({ bootstrap: true, eligible: true, priority: 1 })
      lone.input({ type: 'contact', member: 'b' })
      lone.tell('b', { type: 'delta', joined: true, updates: [claim(id, { eligible: false })], wanted: [], term })
      lone.run(8_000)
      return (lone.core.leadership?.term ?? 0) - term
    }), [1, 1])
  })

  it('that learned of some when all were gone that could tell it more is one of those, the last, and not the first of others', () => {
    const lone = new LoneCore({ bootstrap: true, eligible: true })

    lone.input({ type: 'contact', member: 'x000' })
    lone.tell('x000', { type: 'delta', joined: true, updates: Array.from({ length: 512 }, (_, index) => claim(`x${String(index).padStart(3, '0')}`, { priority: index + 1 })), wanted: [], more: true })
    lone.silent.add('x000')
    assert.equal(lone.core.phase, 'joining')
    lone.until(() => lone.core.phase === 'joined', 60_000, 'in')

    assert.deepEqual([lone.core.self.priority, lone.core.self.position], [513, 513])
  })

  it('takes a generation above the one that it stored, also with a clock that went back', () => {
    assert.deepEqual(withAndWithout('records:generation-grows', options =>
      new LoneCore({ ...options, stored: { generation: UNIX_START + 5_000, term: 0, members: [] } }).core.self.generation
    ), [UNIX_START + 5_001, UNIX_START])
  })

  it('stores its generation before it says anything', () => {
    const lone = new LoneCore()
    const kinds = lone.effects.map(({ effect }) => effect.type)

    assert.ok(kinds.indexOf('store') !== -1 && kinds.indexOf('store') < kinds.indexOf('publish'), kinds.join())
  })
})

describe('a member that goes', () => {
  it('answers probes until it has gone, and its answers say that it goes', () => {
    const lone = leaving()

    lone.tell('c', { type: 'ping', seq: 7, head: HEAD, updates: [] })

    const [ack] = lone.sent('ack')
    assert.deepEqual([ack?.to, ack?.message.seq], ['c', 7])
    assert.ok(claimsIn(ack?.message.updates ?? []).some(({ id, left }) => id === 'a' && left))
  })

  it('says so in a way that shows whether it was heard, and is done when it was', () => {
    const lone = leaving()
    const [goodbye] = lone.sent('ping')

    assert.ok(claimsIn(goodbye?.message.updates ?? []).some(({ id, left }) => id === 'a' && left))
    assert.equal(lone.core.phase, 'leaving')
    lone.tell(goodbye?.to ?? '', { type: 'ack', seq: goodbye?.message.seq ?? 0, target: goodbye?.to ?? '', head: HEAD, updates: [] })
    assert.equal(lone.core.phase, 'left')
  })

  it('is done after its time when nobody heard it', () => {
    const lone = leaving()

    lone.run(1_001)

    assert.equal(lone.core.phase, 'left')
    assert.equal(lone.events('left').length, 1)
  })

  it('has nothing to wake up for, and nothing to say, when it has gone', () => {
    const lone = leaving()
    lone.run(1_001)
    lone.clear()

    assert.equal(lone.core.nextTimeout(), undefined)
    lone.tell('b', { type: 'ping', seq: 1, head: HEAD, updates: [claim('y')] })
    lone.input({ type: 'disconnected', member: 'b', lost: true })
    lone.input({ type: 'refused', member: 'b' })
    lone.run(60_000)

    assert.deepEqual(lone.effects, [])
  })

  it('of whom others tell again and again is news once', () => {
    const lone = new LoneCore({}, ['b', 'c'])
    const goodbye = claim('c', { incarnation: 1, left: true })

    lone.say('b', goodbye)
    const told = rounds(lone)
    lone.say('b', goodbye, claim('c', { incarnation: 0, left: true }))

    assert.ok(told > 0)
    assert.equal(rounds(lone), 0)
    assert.equal(lone.events('member:leave').length, 1)
  })
})

/** A core that has just begun to leave, and that nobody answers. */
function leaving (): LoneCore {
  const lone = new LoneCore({}, ['b', 'c'])

  lone.reply = () => undefined
  lone.clear()
  lone.input({ type: 'leave' })

  return lone
}

/** In how many of the next answers to pings there is news of `c`. */
function rounds (lone: LoneCore): number {
  return Array.from({ length: 30 }, () => {
    lone.tell('b', { type: 'ping', seq: 1, head: HEAD, updates: [] })
    return claimsIn(lone.sent('ack').at(-1)?.message.updates ?? []).some(({ id }) => id === 'c')
  }).filter(Boolean).length
}
