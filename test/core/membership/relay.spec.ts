import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveSettings } from '../../../src/core/index.js'
import { accusation, LoneCore, withAndWithout } from '../lone-core.js'

const HEAD = { view: 0n, tables: [] }
const ONE_RELAY = { settings: resolveSettings({ indirectProbes: 1, suspicionMultiplier: 100 }) }

describe('a relay', () => {
  it('pings under a number of its own, and passes the answer on under the asker\'s', () => {
    const lone = new LoneCore({}, ['b', 'x'])
    lone.reply = () => undefined

    lone.tell('b', { type: 'ping-req', seq: 7, target: 'x', patience: 300, updates: [] })
    const [ping] = lone.sent('ping')
    lone.tell('x', { type: 'ack', seq: ping?.message.seq ?? 0, target: 'x', head: HEAD, updates: [] })

    assert.equal(ping?.to, 'x')
    assert.notEqual(ping?.message.seq, 7)
    assert.deepEqual(lone.sent('ack').map(({ to, message }) => [to, message.seq, message.target]), [['b', 7, 'x']])
  })

  it('passes on the target\'s own answer only, and only once', () => {
    const lone = new LoneCore({}, ['b', 'c', 'x'])
    lone.reply = () => undefined

    lone.tell('b', { type: 'ping-req', seq: 7, target: 'x', patience: 300, updates: [] })
    const seq = lone.sent('ping')[0]?.message.seq ?? 0
    lone.tell('c', { type: 'ack', seq, target: 'x', head: HEAD, updates: [] })
    lone.tell('c', { type: 'ack', seq, target: 'c', head: HEAD, updates: [] })
    lone.tell('x', { type: 'ack', seq, target: 'c', head: HEAD, updates: [] })
    assert.deepEqual(lone.sent('ack'), [])

    for (let time = 0; time < 2; time++) lone.tell('x', { type: 'ack', seq, target: 'x', head: HEAD, updates: [] })
    assert.equal(lone.sent('ack').length, 1)
  })

  it('passes on an answer that comes after the nack: better late than a suspicion', () => {
    const lone = new LoneCore({}, ['b', 'x'])
    lone.reply = () => undefined

    lone.tell('b', { type: 'ping-req', seq: 7, target: 'x', patience: 500, updates: [] })
    const seq = lone.sent('ping')[0]?.message.seq ?? 0
    lone.run(450)
    lone.tell('x', { type: 'ack', seq, target: 'x', head: HEAD, updates: [] })

    assert.deepEqual([lone.sent('nack').length, lone.sent('ack').length], [1, 1])
  })

  it('has a bound: probe:relays-full, until the others are no longer waited for', () => {
    const askers = Array.from({ length: 17 }, (_, index) => `r${index}`)
    const lone = new LoneCore({}, ['b', 'x', ...askers])
    lone.reply = () => undefined

    for (const asker of askers) {
      for (let seq = 0; seq < 16; seq++) lone.tell(asker, { type: 'ping-req', seq, target: 'x', patience: 500, updates: [] })
    }
    assert.equal(lone.sent('ping').length, 256)
    assert.equal(lone.count('probe:relays-full'), 16)

    lone.run(1_001)
    lone.clear()
    lone.tell('b', { type: 'ping-req', seq: 300, target: 'x', patience: 500, updates: [] })
    assert.equal(lone.sent('ping').length, 1)
  })

  it('has a bound for each asker, and pings nobody whom it does not know', () => {
    const lone = new LoneCore({}, ['b', 'x'])
    lone.reply = () => undefined

    for (let seq = 0; seq < 17; seq++) lone.tell('b', { type: 'ping-req', seq, target: 'x', patience: 10_000_000, updates: [] })
    lone.tell('b', { type: 'ping-req', seq: 99, target: 'nobody', patience: 500, updates: [] })

    assert.equal(lone.sent('ping').length, 16)
    assert.equal(lone.count('probe:relays-full'), 1)
  })
})

describe('the way to a member that cannot be reached directly', () => {
  it('is remembered: who brought an answer is asked first', () => {
    const [remembered, forgotten] = withAndWithout('relay:remembered', options => {
      const lone = new LoneCore({ ...ONE_RELAY, ...options }, ['b', 'c', 'd', 'e', 'f', 'x'])
      lone.silent.add('x')
      lone.reply = (to, message) => message.type !== 'ping-req'
        ? lone.answer(to, message)
        : to === 'c' ? { message: { type: 'ack', seq: message.seq, target: message.target, head: HEAD, updates: [] } } : undefined
      lone.until(() => lone.sent('ping-req').some(({ to }) => to === 'c'), 600_000, 'c asked')
      lone.clear()
      lone.until(() => lone.sent('ping-req').length >= 10, 600_000, 'ten more')
      return lone.sent('ping-req').filter(({ to }) => to !== 'c').length
    })

    assert.equal(remembered, 0)
    assert.ok(forgotten > 0)
  })

  it('is not asked any more when it is suspected itself', () => {
    const lone = new LoneCore(ONE_RELAY, ['b', 'c', 'x'])
    lone.silent.add('x')
    lone.reply = (to, message) => message.type === 'ping-req'
      ? to === 'c' ? { message: { type: 'ack', seq: message.seq, target: message.target, head: HEAD, updates: [] } } : undefined
      : lone.answer(to, message)
    lone.until(() => lone.sent('ping-req').some(({ to }) => to === 'c'), 600_000, 'c asked')
    lone.run(500)

    lone.say('b', accusation('c', 'b'))
    lone.clear()
    lone.until(() => lone.sent('ping-req').length >= 2, 60_000, 'two more')

    assert.deepEqual(lone.sent('ping-req').filter(({ to }) => to === 'c'), [])
  })
})
