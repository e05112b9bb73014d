import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accusation, claim, claimsIn, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'

const RED = Uint8Array.of(1)
const BLUE = Uint8Array.of(2)

describe('metadata', () => {
  it('of its own that changes is published under a new incarnation', () => {
    const lone = new LoneCore({ metadata: RED }, ['b'])
    lone.clear()

    lone.input({ type: 'metadata', metadata: BLUE })

    assert.deepEqual(claimsIn(lone.published()).map(({ incarnation, metadata }) => [incarnation, [...metadata]]), [[1, [2]]])
    assert.deepEqual([...lone.core.self.metadata], [2])
  })

  it('that changes again and again is said once in an interval, and the last one stays', () => {
    const [paced, hasty] = withAndWithout('description:paced', options => {
      const lone = new LoneCore(options, ['b'])
      lone.run(1_000)
      lone.clear()
      for (let change = 1; change <= 100; change++) {
        lone.input({ type: 'metadata', metadata: Uint8Array.of(change) })
        lone.run(20)
      }
      lone.run(1_000)
      return [claimsIn(lone.published()).length, [...lone.core.self.metadata]]
    })

    assert.deepEqual([paced, hasty], [[3, [100]], [100, [100]]])
  })

  it('that is set to what it is already is not said again', () => {
    const lone = new LoneCore({ metadata: RED }, ['b'])
    lone.clear()

    lone.input({ type: 'metadata', metadata: RED })

    assert.deepEqual(claimsIn(lone.published()), [])
  })

  it('that a leaver wanted to change stays: its goodbye is the last word', () => {
    const lone = new LoneCore({ metadata: RED }, ['b'])

    lone.input({ type: 'metadata', metadata: BLUE })
    lone.input({ type: 'metadata', metadata: RED })
    lone.input({ type: 'leave' })
    lone.input({ type: 'metadata', metadata: Uint8Array.of(3) })
    lone.clear()
    lone.run(900)

    assert.deepEqual(claimsIn(lone.published()), [])
    assert.deepEqual([...lone.core.self.metadata], [2])
  })

  it('set before it has joined is in the first claim', () => {
    const lone = new LoneCore({ metadata: RED, bootstrap: true })

    lone.input({ type: 'metadata', metadata: BLUE })
    lone.input({ type: 'contact', member: 'b' })
    lone.tell('b', { type: 'delta', joined: true, updates: [claim('b')], wanted: [] })

    assert.deepEqual(claimsIn(lone.published()).map(({ incarnation, metadata }) => [incarnation, [...metadata]]), [[0, [2]]])
  })

  it('of another member that changes is told once, as an update', () => {
    const lone = new LoneCore({}, ['b'])

    lone.say('b', claim('b', { incarnation: 1, metadata: BLUE }))
    lone.say('b', claim('b', { incarnation: 1, metadata: BLUE }))

    assert.deepEqual(lone.events('member:update').map(({ member }) => [...member.metadata]), [[2]])
  })

  it('is not all: other addresses are an update as well', () => {
    const lone = new LoneCore({}, ['b'])

    lone.say('b', claim('b', { incarnation: 1, addresses: ['/memory/b'] }))

    assert.deepEqual(lone.events('member:update').map(({ member }) => member.addresses), [['/memory/b']])
  })

  it('that stays while the incarnation grows is no update', () => {
    const lone = new LoneCore({}, ['b'])

    lone.say('b', claim('b', { incarnation: 1 }))

    assert.deepEqual(lone.events('member:update'), [])
  })

  it('that changes with a refutation comes with the news that the member is alive', () => {
    const lone = new LoneCore({}, ['b', 'c'])

    lone.say('c', accusation('b', 'c'))
    lone.say('b', claim('b', { incarnation: 1, metadata: BLUE }))

    assert.deepEqual(lone.events('member:alive').map(({ member }) => [...member.metadata]), [[2]])
  })

  it('that a later start has forgotten is replaced all the same: a member that starts again joins again', () => {
    const lone = new LoneCore()

    lone.say('b', claim('b', { incarnation: 5, metadata: RED }))
    lone.say('b', claim('b', { generation: 2, metadata: BLUE }))

    assert.deepEqual(lone.events('member:join').filter(({ member }) => member.id === 'b').map(({ member }) => [...member.metadata]), [[1], [2]])
  })

  it('of the addresses: the same change twice is one claim', () => {
    const lone = new LoneCore({}, ['b'])
    lone.clear()

    for (let time = 0; time < 2; time++) lone.input({ type: 'addresses', addresses: ['/memory/a'] })

    assert.deepEqual(claimsIn(lone.published()).map(({ generation, incarnation, addresses }) => [generation, incarnation, addresses]), [[UNIX_START, 1, ['/memory/a']]])
  })
})
