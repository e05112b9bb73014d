import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveSettings } from '../src/core/index.js'
import { accusation, accusationsIn, claimsIn, LoneCore, UNIX_START } from './core/lone-core.js'
import type { CoreOptions, MemberId } from '../src/core/index.js'

const EIGHT = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']

/**
 * What Lifeguard (Dadgar, Phillips, Currey, arXiv:1707.00788) says, section by section in our own words, and that the
 * core does it. Where it does something else on purpose, the test says so ("here, ...").
 */
describe('Lifeguard IV-A, a member that doubts itself', () => {
  it('a probe that is answered takes one from the score', () => {
    const lone = refuting(3)
    const scores = Array.from({ length: 4 }, () => lone.score())

    assert.deepEqual(scores, [3, 2, 1, 0])
  })

  it('a probe that fails, with nobody to ask, adds one', () => {
    const lone = new LoneCore({ settings: resolveSettings({ suspicionMultiplier: 100 }) }, ['b'])
    lone.silent.add('b')
    lone.until(() => lone.count('probe:failed') === 1, 5_000, 'a failure')

    assert.equal(lone.score(), 1)
  })

  it('each relay that does not send the nack that it owes adds one; here, they add one together, if none of them sends it', () => {
    const mute = [[], ['b'], ['b', 'c'], ['b', 'c', 'd']]

    assert.deepEqual(mute.map(relays => failing(relays, { without: ['nack:one-is-enough'] }).score()), [0, 1, 2, 3])
    assert.deepEqual(mute.map(relays => failing(relays).score()), [0, 0, 0, 1])
  })

  it('here, a failed probe whose relays all sent a nack adds nothing: the prober and its ways are well, the target is not', () => {
    const lone = failing([])

    assert.equal(lone.standing('x'), 'suspect@0')
    assert.equal(lone.score(), 0)
  })

  it('to have to refute adds one', () => {
    assert.deepEqual([refuting(1).score(), refuting(2).score()], [1, 2])
  })

  it('here, timers that fire late add one: what the paper infers from missing nacks can be measured', () => {
    const lone = new LoneCore({}, EIGHT)
    lone.run(3_000)
    lone.sleep((lone.core.nextTimeout() ?? 0) - lone.now + 300)
    lone.run(0)

    assert.equal(lone.score(), 1)
  })

  it('the score ends at S = 8: then the interval is nine times as long, and the timeout too', () => {
    const lone = refuting(20)
    lone.reply = () => undefined
    const first = lone.nextPing().at
    lone.until(() => lone.sent('ping-req').length > 0, 20_000, 'the others asked')
    const asked = lone.now
    const second = lone.nextPing().at

    assert.deepEqual([Math.round(asked - first), Math.round(second - first)], [4_500, 9_000])
  })

  it('a relay sends its nack when four fifths of the asker\'s time are over', () => {
    const lone = new LoneCore({}, [...EIGHT, 'x'])
    lone.silent.add('x')
    lone.tell('b', { type: 'ping-req', seq: 1, target: 'x', patience: 500, updates: [] })
    const start = lone.now
    lone.until(() => lone.sent('nack').length > 0, 1_000, 'the nack')

    assert.equal(lone.now - start, 400)
  })

  it('here, the asker says how long it waits, which is what its own interval leaves: a member in doubt gives its relays more time too', () => {
    const lone = refuting(1)
    lone.reply = () => undefined
    lone.nextPing()
    lone.until(() => lone.sent('ping-req').length > 0, 20_000, 'the others asked')

    assert.ok(lone.sent('ping-req').every(({ message }) => message.patience >= 999 && message.patience <= 1_000))
  })
})

describe('Lifeguard IV-B, the time of a suspect', () => {
  it('goes down from the longest to the least by the logarithm of the confirmations, and is there with K = 3', () => {
    const [least, most, wanted] = [1_000, 6_000, 3]
    const expected = [0, 1, 2, 3, 4].map(count => Math.max(least, Math.round(most - (most - least) * Math.log(count + 1) / Math.log(wanted + 1))))

    assert.deepEqual([0, 1, 2, 3, 4].map(confirmations => lifeOf(suspectingX(), confirmations)), expected)
  })

  it('the longest is beta times the least, which grows with the logarithm of the members', () => {
    const many = Array.from({ length: 98 }, (_, index) => `m${index}`)

    assert.deepEqual([lifeOf(suspectingX({}, many), 0), lifeOf(suspectingX({}, many), 3)], [18_000, 3_000])
  })

  it('here, alpha counts from the probe that failed: its interval was silence as well', () => {
    const [counted, uncounted] = [{}, { without: ['suspicion:from-probe'] as const }].map(options => lifeOf(suspectingX(options), 3))

    assert.deepEqual([counted, uncounted], [1_000, 2_000])
  })

  it('a confirmation is of another accuser than those before', () => {
    const lone = suspectingX()
    for (let time = 0; time < 5; time++) lone.say('b', accusation('x', 'b'))

    assert.equal(lifeOf(lone, 0), 6_000)
  })

  it('here, only out of the accuser\'s own mouth', () => {
    const lone = suspectingX()
    lone.say('b', ...EIGHT.map(accuser => accusation('x', accuser)))

    assert.equal(lifeOf(lone, 0), 6_000)
  })

  it('here, K is smaller where there are not so many who could confirm', () => {
    assert.equal(lifeOf(suspectingX({}, ['b', 'c']), 1), Math.round(6_000 - 5_000 * Math.log(2) / Math.log(3)))
  })

  it('an accusation beyond the first and K others is not passed on: a failure does not flood the cluster', () => {
    const said = [0, 1, 2, 3, 4, 5].map(confirmations => {
      const lone = suspectingX({ settings: resolveSettings({ suspicionMultiplier: 20 }) }, EIGHT, [])
      for (const accuser of EIGHT.slice(1, 1 + confirmations)) lone.say(accuser, accusation('x', accuser))
      lone.clear()
      lone.until(() => lone.count('probe:failed') > 0, 60_000, 'the own probe')
      return accusationsIn(lone.published()).length
    })

    assert.deepEqual(said, [1, 1, 1, 0, 0, 0])
  })

  it('here, a relay that found the target silent confirms without waiting for its own turn to probe it', () => {
    const lone = suspectingX()
    lone.clear()
    lone.tell('c', { type: 'ping-req', seq: 1, target: 'x', patience: 500, updates: [] })
    lone.run(450)

    assert.deepEqual(accusationsIn(lone.published()).map(({ id, accuser }) => [id, accuser]), [['x', 'a']])
  })
})

describe('Lifeguard IV-C, telling a suspect', () => {
  it('the next ping of a suspect says first that it is one, and who said so, however often that has gone out', () => {
    const lone = suspectingX({ settings: resolveSettings({ suspicionMultiplier: 20 }) })
    for (let time = 0; time < 60; time++) lone.tell('c', { type: 'ping', seq: time, head: { view: 0n, tables: [] }, updates: [] })
    const [first] = lone.nextPingTo('x').message.updates

    assert.deepEqual(first, accusation('x', 'b'))
  })

  it('so does an ack, and here a ping of one that is believed dead', () => {
    const lone = suspectingX()
    lone.tell('x', { type: 'ping', seq: 1, head: { view: 0n, tables: [] }, updates: [] })
    assert.deepEqual(lone.sent('ack').at(-1)?.message.updates[0], accusation('x', 'b'))

    lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')
    assert.deepEqual(accusationsIn(lone.nextPingTo('x').message.updates).map(({ state }) => state), ['dead'])
  })

  it('the suspect refutes with its ack', () => {
    const lone = new LoneCore({}, EIGHT)
    lone.tell('b', { type: 'ping', seq: 1, head: { view: 0n, tables: [] }, updates: [accusation('a', 'c', { generation: UNIX_START })] })

    assert.deepEqual(claimsIn(lone.sent('ack').at(-1)?.message.updates ?? []).filter(({ id }) => id === 'a').map(({ incarnation }) => incarnation), [1])
  })
})

describe('Lifeguard V, parameters', () => {
  it('are the paper\'s, but for alpha: 1 s and 500 ms, k = 3, beta = 6, K = 3, S = 8', () => {
    const { probeInterval, probeTimeout, indirectProbes, suspicionMaxMultiplier, confirmations, healthMax } = resolveSettings('lan')
    assert.deepEqual([probeInterval, probeTimeout, indirectProbes, suspicionMaxMultiplier, confirmations, healthMax], [1_000, 500, 3, 6, 3, 8])
  })

  it('here, alpha is 1.8, near its tuned value of 2, where the paper compares with 5: witnesses and refused dials confirm what is true sooner', () => {
    assert.equal(resolveSettings('lan').suspicionMultiplier, 1.8)
    assert.deepEqual([1.8, 5].map(suspicionMultiplier => lifeOf(suspectingX({ settings: resolveSettings({ suspicionMultiplier }) }), 3)), [800, 4_000])
  })
})

/** A core that so many others had something wrong to say about; here, what one says again and again counts once. */
function refuting (times: number): LoneCore {
  const lone = new LoneCore({}, EIGHT)

  for (let incarnation = 0; incarnation < times; incarnation++) {
    const accuser = EIGHT[incarnation] ?? `r${incarnation}`
    if (incarnation >= EIGHT.length) lone.meet(accuser)
    lone.say(accuser, accusation('a', accuser, { generation: UNIX_START, incarnation }))
  }

  return lone
}

/** A core whose probe of `x` just failed; of its three relays, these said nothing. */
function failing (mute: readonly MemberId[], options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore(options, ['b', 'c', 'd', 'x'])

  lone.silent.add('x')
  lone.reply = (to, message) => message.type === 'ping-req' && mute.includes(to) ? undefined : lone.answer(to, message)
  lone.nextPingTo('x')
  lone.tell('b', { type: 'gossip', updates: [] })
  lone.run(1)
  lone.tell('b', { type: 'gossip', updates: [] })
  lone.until(() => lone.count('probe:failed') === 1, 2_000, 'the verdict')

  return lone
}

/** A core to which the first of the others has just accused `x`, which is silent; by default its own probes accuse nobody. */
function suspectingX (options: Partial<CoreOptions> = {}, others: readonly MemberId[] = EIGHT, without: CoreOptions['without'] = ['probe:accuses']): LoneCore {
  const lone = new LoneCore({ ...options, without: [...options.without ?? [], ...without ?? []] }, [...others, 'x'])
  const [accuser = ''] = others

  lone.silent.add('x')
  lone.say(accuser, accusation('x', accuser))

  return lone
}

/** How long `x` lives when so many others accuse it too. */
function lifeOf (lone: LoneCore, confirmations: number): number {
  const accusers = lone.core.members().map(({ id }) => id).filter(id => !['a', 'b', 'm0', 'x'].includes(id))

  for (const accuser of accusers.slice(0, confirmations)) lone.say(accuser, accusation('x', accuser))

  return Math.round(lone.until(() => lone.standing('x') === 'dead@0', 120_000, 'x dead'))
}
