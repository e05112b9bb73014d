import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accusation, accusationsIn, claim, claimsIn, LoneCore, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId, Update } from '../../../src/core/index.js'

const HEAD = { view: 0n, tables: [] }

describe('news', () => {
  it('rides on what is said anyway', () => {
    assert.deepEqual(withAndWithout('dissemination:piggyback', options => {
      const lone = settled(9, options)
      lone.say('m0', claim('x'))
      return claimsIn(ping(lone, 'm1')).map(({ id }) => id)
    }), [['x'], []])
  })

  it('goes out a bounded number of times, which grows with the logarithm of the members', () => {
    const toldOf = (others: number, options: Partial<CoreOptions>): number => {
      const lone = settled(others, options)
      lone.say('m0', claim('m0', { incarnation: 1 }))
      return Array.from({ length: 60 }, () => claimsIn(ping(lone, 'm1')).filter(({ id }) => id === 'm0').length).filter(count => count > 0).length
    }
    const [bounded, endless] = withAndWithout('dissemination:bounded', options => toldOf(9, options))

    assert.equal(bounded, Math.ceil(3 * Math.log(11)))
    assert.ok(endless > 4 * bounded, `${endless} times`)
    assert.equal(toldOf(99, {}), Math.ceil(3 * Math.log(101)))
  })

  it('that waits has its bound by the members that there are when it goes out, not by those of when it came', () => {
    const lone = settled(1)
    const others = Array.from({ length: 60 }, (_, index) => `n${index}`)

    lone.say('m0', claim('x'))
    lone.meet(...others)
    const told = Array.from({ length: 800 }, () => claimsIn(ping(lone, 'm0')).filter(({ id }) => id === 'x').length).filter(count => count > 0).length

    assert.equal(told, Math.ceil(3 * Math.log(64)))
  })

  it('that went out least goes first, and of that the newest', () => {
    const lone = settled(9)

    for (let index = 0; index < 10; index++) lone.say('m0', claim(`x${index}`))
    const first = claimsIn(ping(lone, 'm1')).map(({ id }) => id)
    lone.say('m0', claim('y'))
    const second = claimsIn(ping(lone, 'm1')).map(({ id }) => id)

    assert.deepEqual(first, ['x9', 'x8', 'x7', 'x6', 'x5', 'x4', 'x3', 'x2'])
    assert.deepEqual(second.slice(0, 3), ['y', 'x1', 'x0'])
  })

  it('of the day before yesterday gets its turn under a flood of newer news: what is sent least goes first', () => {
    const lone = settled(9)
    const heard: MemberId[] = []

    for (let index = 0; index < 12; index++) lone.say('m0', claim(`old${index}`))
    for (let round = 0; round < 10; round++) {
      lone.say('m0', ...Array.from({ length: 4 }, (_, index) => claim(`new${round}-${index}`)))
      heard.push(...claimsIn(ping(lone, 'm1')).map(({ id }) => id))
    }

    assert.deepEqual(Array.from({ length: 12 }, (_, index) => `old${index}`).filter(id => !heard.includes(id)), [])
  })

  it('of a member replaces older news of it: nothing waits twice, and nothing goes out after what is newer', () => {
    const lone = settled(9)

    lone.say('m0', claim('x'), claim('x', { incarnation: 1 }))
    lone.say('m0', accusation('x', 'm0', { incarnation: 1 }))
    const said = ping(lone, 'm1')

    assert.deepEqual(claimsIn(said).filter(({ id }) => id === 'x'), [])
    assert.deepEqual(accusationsIn(said).map(({ id, incarnation }) => [id, incarnation]), [['x', 1]])
  })

  it('about a member is not told to that member, and does not count as told', () => {
    const lone = settled(9)

    lone.say('m0', claim('x'))
    for (let time = 0; time < 30; time++) assert.deepEqual(claimsIn(ping(lone, 'x')), [])

    assert.deepEqual(claimsIn(ping(lone, 'm1')).map(({ id }) => id), ['x'])
  })

  it('is never more than eight updates in a message, however much there is', () => {
    const lone = settled(9)

    for (let index = 0; index < 50; index++) lone.say('m0', claim(`x${index}`))

    assert.equal(ping(lone, 'm1').length, 8)
  })

  it('of a member that is forgotten goes nowhere', () => {
    const lone = settled(9)
    lone.say('m0', claim('x', { left: true }))

    lone.run(24 * 60 * 60 * 1_000 + 60_000)
    lone.clear()
    lone.run(30_000)

    assert.equal(lone.standing('x'), 'unknown')
    assert.deepEqual(lone.sent('ping').flatMap(({ message }) => claimsIn(message.updates)).filter(({ id }) => id === 'x'), [])
  })

  it('is published by who has it first, and by nobody else', () => {
    assert.deepEqual(withAndWithout('dissemination:publish', options => {
      const lone = settled(3, options)
      lone.clear()
      lone.input({ type: 'metadata', metadata: Uint8Array.of(1) })
      lone.say('m0', claim('m1', { incarnation: 1 }), accusation('m2', 'm0'))
      return claimsIn(lone.published()).map(({ id }) => id).concat(accusationsIn(lone.published()).map(({ id }) => id))
    }), [['a'], []])
  })
})

describe('what is held against a member', () => {
  it('is told to it first, on every ping and ack, however old it is: it must be able to refute', () => {
    assert.deepEqual(withAndWithout('buddy', options => {
      const lone = settled(9, options)
      lone.say('m0', accusation('x', 'm0'))
      lone.say('x', claim('x'))
      lone.say('m0', accusation('x', 'm0'))
      for (let time = 0; time < 40; time++) ping(lone, 'm1')
      lone.say('m0', ...Array.from({ length: 9 }, (_, index) => claim(`y${index}`)))
      return accusationsIn(ping(lone, 'x').slice(0, 1)).map(({ id, accuser }) => [id, accuser])
    }), [[['x', 'm0']], []])
  })

  it('goes with the probe that comes to a suspect, too', () => {
    const lone = settled(3)
    lone.say('m0', accusation('m1', 'm0'))

    assert.deepEqual(accusationsIn(lone.nextPingTo('m1').message.updates).map(({ id, state }) => [id, state]), [['m1', 'suspect']])
  })
})

/** A core that has said all that there was to say to so many others. */
function settled (others: number, options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore(options, Array.from({ length: others }, (_, index) => `m${index}`))

  for (let time = 0; time < others * 20 && (options.without ?? []).length === 0; time++) ping(lone, 'nobody')

  return lone
}

/** A ping arrives; these are the news in the answer. */
function ping (lone: LoneCore, from: MemberId): readonly Update[] {
  lone.tell(from, { type: 'ping', seq: 1, head: HEAD, updates: [] })
  return lone.sent('ack').at(-1)?.message.updates ?? []
}
