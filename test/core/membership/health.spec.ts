import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveSettings } from '../../../src/core/index.js'
import { accusation, claim, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'

const MANY = ['b', 'c', 'd', 'e']

describe('a member\'s doubt of itself', () => {
  it('grows by one with a refutation', () => {
    assert.deepEqual(withAndWithout('health', options => {
      const lone = new LoneCore(options, MANY)
      refute(lone, 1)
      return lone.score()
    }), [1, 0])
  })

  it('has a bound, which is a setting', () => {
    const scores = [8, 3, 0].map(healthMax => {
      const lone = new LoneCore({ settings: resolveSettings({ healthMax }) }, MANY)
      refute(lone, 12)
      return lone.score()
    })

    assert.deepEqual(scores, [8, 3, 0])
  })

  it('shrinks by one with every probe that is answered, and not below none', () => {
    const lone = new LoneCore({}, MANY)
    refute(lone, 3)
    const times = Array.from({ length: 6 }, () => lone.nextPing().at)

    assert.deepEqual(times.slice(1).map((at, index) => Math.round(at - (times[index] as number))), [4_000, 3_000, 2_000, 1_000, 1_000])
  })

  it('grows by one with a failed probe where there is nobody to ask', () => {
    const lone = new LoneCore({ settings: resolveSettings({ suspicionMultiplier: 100 }) }, ['b'])
    lone.silent.add('b')
    const times = Array.from({ length: 4 }, () => lone.nextPing().at)

    assert.deepEqual(times.slice(1).map((at, index) => Math.round(at - (times[index] as number))), [1_000, 2_000, 3_000])
  })

  it('stretches the direct probe as well as the interval', () => {
    assert.deepEqual(withAndWithout('health:timeout', options => {
      const lone = new LoneCore(options, ['b', 'c'])
      refute(lone, 3)
      return patienceOf(lone)
    }), [{ direct: 2_000, relays: 2_000 }, { direct: 500, relays: 3_500 }])
  })

  it('grows with the lag of the event loop', () => {
    const lateBy = (late: number): readonly [number, number] => withAndWithout('health:lag', options => {
      const lone = new LoneCore(options, MANY)
      lone.run(5_000)
      lone.sleep((lone.core.nextTimeout() ?? 0) + late - lone.now)
      lone.run(0)
      return lone.score()
    })

    assert.deepEqual(lateBy(240), [0, 0])
    assert.deepEqual(lateBy(260), [1, 0])
  })

  it('ends when the others must be gone: there is nothing left to doubt', () => {
    const lone = new LoneCore({}, MANY)
    for (const id of MANY) lone.silent.add(id)
    lone.until(() => MANY.every(id => lone.standing(id).startsWith('dead')), 300_000, 'all others dead')

    lone.meet('z')
    const first = lone.nextPingTo('z').at

    assert.equal(Math.round(lone.nextPingTo('z').at - first), 1_000)
  })
})

describe('the first probe of a member that has to be dialled', () => {
  it('may take longer, at the expense of the relays', () => {
    assert.deepEqual(withAndWithout('probe:cold', options => {
      const lone = new LoneCore(options)
      lone.say('b', claim('b'))
      lone.say('c', claim('c'))
      return patienceOf(lone)
    }), [{ direct: 600, relays: 400 }, { direct: 500, relays: 500 }])
  })

  it('and one over a connection that has gone, too', () => {
    const lone = new LoneCore({}, ['b', 'c'])

    for (const member of ['b', 'c']) lone.input({ type: 'disconnected', member, lost: false })

    assert.deepEqual(patienceOf(lone), { direct: 600, relays: 400 })
  })
})

/** So many others have something wrong to say about the member: what one says again and again counts once. */
function refute (lone: LoneCore, times: number): void {
  for (let count = 0; count < times; count++) {
    const accuser = `r${count}`
    lone.meet(accuser)
    for (let time = 0; time < 2; time++) {
      lone.say(accuser, accusation('a', accuser, { generation: UNIX_START, incarnation: lone.core.self.incarnation }))
    }
  }
}

/** How long the next probe waits for its target, and how long for the relays, when nobody answers. */
function patienceOf (lone: LoneCore): { direct: number, relays: number } {
  lone.reply = () => undefined
  const { at } = lone.nextPing()
  lone.until(() => lone.sent('ping-req').length > 0, 10_000, 'a ping-req')
  const [asked] = lone.sent('ping-req')

  return { direct: Math.round((asked?.at ?? 0) - at), relays: Math.round((asked?.message.patience ?? 0) / 10) * 10 }
}
