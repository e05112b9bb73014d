import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveSettings } from '../src/core/index.js'
import { compareStandings } from '../src/core/membership/member.js'
import { memberIds, Simulation } from '../src/sim/index.js'
import { accusation, accusationsIn, claim, claimsIn, LoneCore, UNIX_START } from './core/lone-core.js'
import type { CoreOptions, MemberId, MemberState } from '../src/core/index.js'

const SIX = ['b', 'c', 'd', 'e', 'f', 'g']

/**
 * What SWIM (Das, Gupta, Motivala, DSN 2002) says, section by section in our own words, and that the core does it. Where
 * it does something else on purpose, the test says so ("here, ..."). Lifeguard is in paper-lifeguard.spec.ts.
 */
describe('SWIM 3.1, failure detector', () => {
  it('in each period a member pings one other, and gets an ack with the number of the ping', () => {
    const lone = new LoneCore({}, SIX)
    lone.run(10_000)

    assert.equal(lone.sent('ping').length, 10)
    assert.equal(new Set(lone.sent('ping').map(({ message }) => message.seq)).size, 10)
    assert.deepEqual([lone.count('probe:late-ack'), lone.count('probe:failed')], [0, 0])
  })

  it('if there is none in a set time, k others ping the target, and bring back its ack', () => {
    const lone = probingX({}, relay => relay === 'b')
    lone.run(520)
    const asked = lone.sent('ping-req')

    assert.deepEqual([asked.length, new Set(asked.map(({ to }) => to)).size, asked.every(({ to }) => to !== 'x')], [3, 3, true])
    lone.tell(asked[0]?.to ?? '', { type: 'ack', seq: asked[0]?.message.seq ?? 0, target: 'x', head: { view: 0n, tables: [] }, updates: [] })
    lone.run(600)
    assert.equal(lone.standing('x'), 'alive@0')
  })

  it('at the end of the period without any, it has failed', () => {
    const lone = probingX({}, () => false)

    lone.run(990)
    assert.equal(lone.standing('x'), 'alive@0')
    lone.run(10)
    assert.equal(lone.standing('x'), 'suspect@0')
  })

  it('here, a little before that if all who were asked said that it is silent', () => {
    const lone = probingX()

    lone.run(950)

    assert.equal(lone.standing('x'), 'suspect@0')
  })

  it('here, not if nobody at all was heard meanwhile: then the one that is deaf is the prober', () => {
    const lone = new LoneCore({}, SIX)
    for (const id of SIX) lone.silent.add(id)
    lone.run(10_000)

    assert.deepEqual(lone.events('member:suspect'), [])
  })

  it('the first ping of a member that crashed comes within e/(e-1) periods on average, whatever the size', () => {
    for (const size of [8, 32]) {
      const waits = Array.from({ length: 20 }, (_, seed) => firstPing(size, seed))
      const mean = waits.reduce((a, b) => a + b) / waits.length / 1_000

      assert.ok(mean > 0.4 && mean <= Math.E / (Math.E - 1), `${mean} periods with ${size} members`)
    }
  })
})

describe('SWIM 3.2 and 4.1, dissemination', () => {
  it('news rides on pings, acks and requests, and costs no message of its own', () => {
    const lone = probingX()
    lone.say('b', claim('new'))
    lone.run(10)
    lone.tell('c', { type: 'ping', seq: 1, head: { view: 0n, tables: [] }, updates: [] })
    lone.until(() => lone.sent('ping').length > 1, 5_000, 'another ping')
    const carriers = [...lone.sent('ack'), ...lone.sent('ping-req'), ...lone.sent('ping')]

    assert.deepEqual(['ack', 'ping-req', 'ping'].filter(type => !carriers.some(({ message }) => message.type === type && claimsIn(message.updates).some(({ id }) => id === 'new'))), [])
  })

  it('each piece of news goes out lambda log n times; here lambda is 3, the logarithm natural, and n the members and one', () => {
    const lone = saidAll()
    lone.say('b', claim('b', { incarnation: 1 }))

    assert.equal(Array.from({ length: 60 }, () => newsOf(lone)).filter(ids => ids.includes('b')).length, Math.ceil(3 * Math.log(SIX.length + 1 + 1)))
  })

  it('if there is more than fits, what was sent least goes first; here, the newest of that', () => {
    const lone = saidAll()

    lone.say('b', ...Array.from({ length: 8 }, (_, index) => claim(`old${index}`)))
    newsOf(lone)
    lone.say('b', claim('new1'), claim('new2'))

    assert.deepEqual(newsOf(lone).slice(0, 2), ['new2', 'new1'])
  })

  it('here, the one with whom news begins publishes it too, and comparing views finds what everybody missed', () => {
    const lone = new LoneCore({}, SIX)
    lone.clear()
    lone.input({ type: 'metadata', metadata: Uint8Array.of(1) })
    lone.tell('b', { type: 'ping', seq: 1, head: { view: 5n, tables: [] }, updates: [] })

    assert.deepEqual(claimsIn(lone.published()).map(({ id }) => id), ['a'])
    assert.deepEqual(lone.sent('sync').map(({ to }) => to), ['b'])
  })
})

describe('SWIM 4.2, suspicion', () => {
  it('who fails a probe is suspected, counts on, and is probed and told of as before', () => {
    const lone = suspectingX()

    assert.equal(lone.core.members().find(({ id }) => id === 'x')?.position !== undefined, true)
    assert.equal(lone.nextPingTo('x', 20_000).to, 'x')
  })

  it('one who says that it is alive, under a higher incarnation, is; under the old one it is not', () => {
    const lone = suspectingX()

    lone.say('x', claim('x'))
    assert.equal(lone.standing('x'), 'suspect@0')
    lone.say('b', claim('x', { incarnation: 1 }))
    assert.equal(lone.standing('x'), 'alive@1')
  })

  it('only the accused raises its incarnation, and only when it is accused at the present one', () => {
    const lone = new LoneCore({}, SIX)

    for (const incarnation of [0, 0, 0, 1]) lone.say('b', accusation('a', 'b', { generation: UNIX_START, incarnation }))

    assert.equal(lone.standing('a'), 'alive@2')
  })

  it('what overrides what: alive and suspect by incarnation, suspect above alive of the same one, dead above both', () => {
    const overrides = (a: MemberState, i: number, b: MemberState, j: number): boolean =>
      compareStandings({ generation: 1, incarnation: i, state: a }, { generation: 1, incarnation: j, state: b }) > 0

    for (const i of [0, 1, 2, 3]) {
      for (const j of [0, 1, 2, 3]) {
        assert.equal(overrides('alive', i, 'alive', j), i > j)
        assert.equal(overrides('alive', i, 'suspect', j), i > j)
        assert.equal(overrides('suspect', i, 'suspect', j), i > j)
        assert.equal(overrides('suspect', i, 'alive', j), i >= j)
        // In the paper dead is for ever. Here it can be refuted as well, since a split that heals must bring members back.
        assert.equal(overrides('dead', i, 'alive', j), i >= j)
        assert.equal(overrides('dead', i, 'suspect', j), i >= j)
        assert.equal(overrides('alive', i, 'dead', j), i > j)
      }
    }
  })

  it('one whose time is over is dead, and that is told', () => {
    const lone = suspectingX()
    lone.clear()

    lone.until(() => lone.standing('x') === 'dead@0', 20_000, 'x dead')

    assert.deepEqual(accusationsIn(lone.published()).map(({ id, state }) => [id, state]), [['x', 'dead']])
  })

  it('here, a death that comes out of the blue is a suspicion, and words of strangers and of the dead do not count', () => {
    const lone = new LoneCore({}, [...SIX, 'x'])

    lone.say('stranger', accusation('x', 'stranger'))
    assert.equal(lone.standing('x'), 'alive@0')
    lone.say('b', accusation('x', 'b', { state: 'dead' }))
    assert.equal(lone.standing('x'), 'suspect@0')
  })
})

describe('SWIM 4.3, round robin', () => {
  it('targets come in the order of a list that is shuffled after each round: at most 2n - 1 periods lie between two pings of one', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const lone = new LoneCore({ seed }, SIX)
      const pings = Array.from({ length: 240 }, () => lone.nextPing().to)
      const gaps = SIX.flatMap(id => pings.flatMap((to, index) => to === id ? [index] : []).map((place, index, places) => place - (places[index - 1] ?? -1)))

      assert.ok(Math.max(...gaps) <= 2 * SIX.length - 1, `seed ${seed}: ${Math.max(...gaps)} periods`)
      assert.ok(Math.max(...gaps) > SIX.length, 'the order changes')
    }
  })

  it('a joiner is put in at a random place, and so has its first ping within a round and what is left of one', () => {
    for (let seed = 0; seed < 40; seed++) {
      const lone = new LoneCore({ seed }, SIX)
      for (let time = 0; time < seed % 6; time++) lone.nextPing()
      lone.meet('x')

      assert.ok(Array.from({ length: 7 }, () => lone.nextPing().to).includes('x'), `seed ${seed}`)
    }
  })
})

/** A core that has just pinged `x`, in vain. Who is asked about it says that it is silent, as far as it says anything. */
function probingX (options: Partial<CoreOptions> = {}, says: (relay: MemberId) => boolean = () => true): LoneCore {
  const lone = new LoneCore(options, [...SIX, 'x'])

  lone.silent.add('x')
  lone.reply = (to, message) => message.type === 'ping-req' && !says(to) ? undefined : lone.answer(to, message)
  lone.nextPingTo('x')
  lone.clear()
  lone.tell('g', { type: 'gossip', updates: [] })
  lone.run(1)
  lone.tell('g', { type: 'gossip', updates: [] })

  return lone
}

/** A core that has just begun to suspect `x`, by its own probe. */
function suspectingX (): LoneCore {
  const lone = probingX()
  lone.until(() => lone.standing('x') === 'suspect@0', 2_000, 'x suspected')

  return lone
}

/** A core that has no news any more. */
function saidAll (): LoneCore {
  const lone = new LoneCore({}, SIX)
  for (let time = 0; time < 60; time++) newsOf(lone)

  return lone
}

/** Whom the answer to a ping has news of. */
function newsOf (lone: LoneCore): MemberId[] {
  lone.tell('c', { type: 'ping', seq: 1, head: { view: 0n, tables: [] }, updates: [] })
  return claimsIn(lone.sent('ack').at(-1)?.message.updates ?? []).map(({ id }) => id)
}

/** How long after it crashed, with its machine, a member is first pinged. */
function firstPing (size: number, seed: number): number {
  const ids = memberIds(size)
  const victim = ids[size - 1] ?? ''
  let isCrashed = false
  let isPinged = false
  const simulation = new Simulation({
    seed,
    member: { settings: resolveSettings(), groups: [] },
    observers: [{ step: ({ effects }) => { isPinged ||= isCrashed && effects.some(effect => effect.type === 'send' && effect.to === victim && effect.message.type === 'ping') } }]
  })

  simulation.formed(ids)
  simulation.run(5_000 + seed * 37)
  simulation.crash(victim, { silent: true })
  isCrashed = true

  return simulation.until(() => isPinged, 60_000, 'a ping')
}
