import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LoneCore, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId } from '../../../src/core/index.js'

const RELAYS = ['b', 'c', 'd']
const HEAD = { view: 0n, tables: [] }

describe('a failed probe', () => {
  it('says nothing against a member whose relays all said that they live', () => {
    assert.deepEqual(withAndWithout('nack', options => failed(options, RELAYS).score()), [0, 1])
  })

  it('raises a member\'s doubt of itself when no relay was heard: one that answers shows that this side is in order', () => {
    assert.deepEqual(withAndWithout('nack:one-is-enough', options => [RELAYS, ['c', 'd'], ['d'], []].map(nacking => failed(options, nacking).score())), [[0, 0, 0, 1], [0, 1, 2, 3]])
  })

  it('is over when all relays found the target silent: there is nothing left to wait for', () => {
    assert.deepEqual(withAndWithout('probe:early-verdict', options => {
      const lone = probing(options, RELAYS)
      const start = lone.now
      lone.until(() => lone.standing('x') === 'suspect@0', 2_000, 'x suspected')
      return Math.floor((lone.now - start) / 100) * 100
    }), [400, 500])
  })

  it('is not over while one of them may still reach it', () => {
    const lone = probing({}, ['b', 'c'])

    lone.run(490)
    assert.equal(lone.standing('x'), 'alive@0')
    lone.run(10)
    assert.equal(lone.standing('x'), 'suspect@0')
  })
})

describe('a nack', () => {
  it('leaves a relay in time for the asker to hear it', () => {
    assert.deepEqual(withAndWithout('nack:early', options => {
      const lone = new LoneCore(options, ['b', 'x'])
      lone.silent.add('x')
      lone.run(1_000)
      lone.tell('b', { type: 'ping-req', seq: 7, target: 'x', patience: 300, updates: [] })
      lone.run(1_000)
      return lone.sent('nack').map(({ at, to, message }) => [at - 1_000, to, message.seq, message.target])
    }), [[[240, 'b', 7, 'x']], [[500, 'b', 7, 'x']]])
  })

  it('is not said of a target that answered', () => {
    const lone = new LoneCore({}, ['b', 'x'])

    lone.tell('b', { type: 'ping-req', seq: 7, target: 'x', patience: 300, updates: [] })
    lone.run(1_000)

    assert.deepEqual(lone.sent('nack'), [])
    assert.deepEqual(lone.sent('ack').map(({ to, message }) => [to, message.seq, message.target]), [['b', 7, 'x']])
  })

  it('that nobody asked for changes nothing: probe:late-nack', () => {
    const lone = probing({}, [])
    const [request] = lone.sent('ping-req')
    const seq = request?.message.seq ?? 0

    // Of a member that was not asked, of another number, of another target, and once more of one that was heard.
    lone.tell('e', { type: 'nack', seq, target: 'x' })
    lone.tell('b', { type: 'nack', seq: seq + 1, target: 'x' })
    lone.tell('b', { type: 'nack', seq, target: 'c' })
    assert.equal(lone.count('probe:late-nack'), 3)

    lone.until(() => lone.standing('x') === 'suspect@0', 2_000, 'x suspected')
    lone.tell('b', { type: 'nack', seq, target: 'x' })
    assert.equal(lone.count('probe:late-nack'), 4)
    assert.equal(lone.score(), 1)
  })

  it('twice from one relay counts once', () => {
    const lone = probing({ without: ['nack:one-is-enough'] }, [])
    const seq = lone.sent('ping-req')[0]?.message.seq ?? 0

    for (let time = 0; time < 3; time++) lone.tell('b', { type: 'nack', seq, target: 'x' })

    assert.equal(lone.standing('x'), 'alive@0')
    assert.equal(lone.score(), 2)
  })

  it('does not take back an answer', () => {
    const lone = probing({}, [])
    const seq = lone.sent('ping-req')[0]?.message.seq ?? 0

    lone.tell('c', { type: 'ack', seq, target: 'x', head: HEAD, updates: [] })
    lone.tell('b', { type: 'nack', seq, target: 'x' })
    lone.run(1_500)

    assert.equal(lone.count('probe:failed'), 0)
    assert.equal(lone.standing('x'), 'alive@0')
  })
})

/** A core whose ping of `x` has just failed, and which has asked three others; of these only some answer. */
function probing (options: Partial<CoreOptions>, nacking: readonly MemberId[]): LoneCore {
  const lone = new LoneCore(options, [...RELAYS, 'x'])

  lone.silent.add('x')
  lone.reply = (to, message) => message.type === 'ping-req' && !nacking.includes(to) ? undefined : lone.answer(to, message)
  lone.nextPingTo('x')
  lone.until(() => lone.sent('ping-req').length === 3, 2_000, 'the relays asked')

  return lone
}

/** The same, after the probe has failed. */
function failed (options: Partial<CoreOptions>, nacking: readonly MemberId[]): LoneCore {
  const lone = probing(options, nacking)
  lone.until(() => lone.count('probe:failed') === 1, 2_000, 'the verdict')

  return lone
}
