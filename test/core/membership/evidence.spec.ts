import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accusation, accusationsIn, LoneCore, withAndWithout } from '../lone-core.js'
import type { CoreOptions } from '../../../src/core/index.js'

describe('a relay that found the target silent', () => {
  it('confirms a suspicion that it hears of, in its own name', () => {
    assert.deepEqual(withAndWithout('witness', options => {
      const lone = relaying(options)
      lone.run(450)
      lone.say('b', accusation('x', 'b'))
      return confirmations(lone)
    }), [1, 0])
  })

  it('confirms one that it has heard of before', () => {
    assert.deepEqual(withAndWithout('witness', options => {
      const lone = relaying(options)
      lone.say('b', accusation('x', 'b'))
      assert.equal(confirmations(lone), 0)
      lone.run(450)
      return confirmations(lone)
    }), [1, 0])
  })

  it('begins none by itself: one relayed ping is less than a probe', () => {
    const lone = relaying()

    lone.run(450)

    assert.equal(lone.standing('x'), 'alive@0')
  })

  it('does not when the target was heard since', () => {
    const lone = relaying()

    lone.run(450)
    lone.tell('x', { type: 'gossip', updates: [] })
    lone.say('b', accusation('x', 'b'))

    assert.equal(confirmations(lone), 0)
  })

  it('does not when the target answered', () => {
    const lone = relaying()

    lone.run(450)
    lone.silent.delete('x')
    lone.tell('b', { type: 'ping-req', seq: 2, target: 'x', patience: 500, updates: [] })
    lone.run(450)
    lone.say('b', accusation('x', 'b'))

    assert.equal(confirmations(lone), 0)
  })

  it('does not when that was more than two intervals ago', () => {
    const lone = relaying()

    lone.run(2_450)
    lone.say('b', accusation('x', 'b'))

    assert.equal(confirmations(lone), 0)
  })
})

/** A core that has just been asked by `b` to ping `x`, which does not answer. It accuses nobody for its own probes. */
function relaying (options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore({ ...options, without: [...options.without ?? [], 'probe:accuses'] }, ['b', 'c', 'd', 'x'])

  lone.silent.add('x')
  lone.run(1_000)
  lone.tell('b', { type: 'ping-req', seq: 1, target: 'x', patience: 500, updates: [] })

  return lone
}

/** How many accusations of `x` the core published in its own name. */
function confirmations (lone: LoneCore): number {
  return accusationsIn(lone.published()).filter(({ id, accuser }) => id === 'x' && accuser === 'a').length
}
