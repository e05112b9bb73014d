import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accusation, accusationsIn, claim, claimsIn, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions } from '../../../src/core/index.js'

const OTHER_VIEW = { view: 123n, tables: [] }

describe('comparing views', () => {
  it('begins with a peer whose digest is another', () => {
    assert.deepEqual(withAndWithout('sync:compare', options => {
      const lone = meetingOthers(9, options)
      ping(lone)
      return lone.sent('sync').map(({ to, message }) => [to, message.versions.length])
    }), [[['m1', 10]], []])
  })

  it('does not begin with a peer whose digest is the same', () => {
    const lone = meetingOthers(9)

    lone.run(20_000)

    assert.deepEqual(lone.sent('sync'), [])
  })

  it('waits in a large cluster, as the news may be on its way, and less in a smaller one', () => {
    const [patient, hasty] = withAndWithout('sync:patience', options => [9, 99, 999].map(others => {
      const lone = meetingOthers(others, options)
      const start = lone.now
      // Others keep saying that they see something else.
      while (lone.sent('sync').length === 0) {
        lone.sleep(100)
        ping(lone)
      }
      return lone.now - start - 100
    }))

    assert.deepEqual(patient, [0, 1_000, 2_000])
    assert.deepEqual(hasty, [0, 0, 0])
  })

  it('does not begin when an equal view was met meanwhile', () => {
    const lone = meetingOthers(99, { without: ['probe:accuses'] })

    for (let tenth = 1; tenth <= 50; tenth++) {
      lone.sleep(100)
      ping(lone, tenth % 8 === 0 ? ownHead(lone) : OTHER_VIEW)
    }

    assert.equal(lone.sent('sync').length, 0)
  })

  it('does not begin anew while one was just begun', () => {
    const lone = meetingOthers(9)

    for (let time = 0; time < 20; time++) ping(lone)

    assert.equal(lone.sent('sync').length, 1)
  })

  it('begins at different times at members that notice the same thing: the pause is jittered', () => {
    const pauses = new Set(Array.from({ length: 20 }, (_, seed) => {
      const lone = meetingOthers(9, { seed })
      ping(lone)
      const start = lone.now
      while (lone.sent('sync').length < 2) {
        lone.sleep(10)
        ping(lone)
      }
      assert.ok(lone.now - start >= 500 && lone.now - start <= 1_010)
      return lone.now - start
    }))

    assert.ok(pauses.size > 10)
  })
})

describe('the answer to a comparison', () => {
  it('has what is newer here, and names what is newer there', () => {
    const lone = meetingOthers(3)
    lone.say('m0', claim('m0', { incarnation: 2 }), accusation('m2', 'm0'))

    lone.tell('m1', { type: 'sync', versions: [
      { id: 'm0', generation: 1, incarnation: 1, state: 'alive' },
      { id: 'm1', generation: 1, incarnation: 4, state: 'alive' },
      { id: 'm2', generation: 1, incarnation: 0, state: 'alive' },
      { id: 'new', generation: 1, incarnation: 0, state: 'alive' }
    ] })
    const [delta] = lone.sent('delta')

    assert.deepEqual(claimsIn(delta?.message.updates ?? []).map(({ id, incarnation }) => [id, incarnation]), [['a', 0], ['m0', 2], ['m2', 0]])
    assert.deepEqual(accusationsIn(delta?.message.updates ?? []).map(({ id, accuser }) => [id, accuser]), [['m2', 'm0']])
    assert.deepEqual(delta?.message.wanted, ['m1', 'new'])
  })

  it('has nothing for one who has it all', () => {
    const lone = meetingOthers(3)
    const versions = lone.core.members().map(({ id, generation, incarnation }) => ({ id, generation, incarnation, state: 'alive' as const }))

    lone.tell('m1', { type: 'sync', versions })

    assert.deepEqual(lone.sent('delta').map(({ message }) => [message.updates, message.wanted]), [[[], []]])
  })

  it('tells of the dead only to one who takes them for alive', () => {
    const lone = meetingOthers(3)
    lone.say('m0', claim('gone', { left: true }))

    lone.tell('m1', { type: 'sync', versions: [] })
    lone.tell('m1', { type: 'sync', versions: [{ id: 'gone', generation: 1, incarnation: 0, state: 'alive' }] })

    assert.deepEqual(lone.sent('delta').map(({ message }) => claimsIn(message.updates).some(({ id }) => id === 'gone')), [false, true])
  })

  it('is answered in turn: both sides have the same in the end', () => {
    assert.deepEqual(withAndWithout('sync:two-way', options => {
      const lone = meetingOthers(3, options)
      lone.tell('m1', { type: 'delta', joined: true, updates: [claim('new')], wanted: ['m0', 'm2'] })
      return [lone.standing('new'), lone.sent('delta').map(({ to, message }) => [to, claimsIn(message.updates).map(({ id }) => id), message.wanted])]
    }), [['alive@0', [['m1', ['m0', 'm2'], []]]], ['alive@0', []]])
  })

  it('says which term is the highest that was seen: rows and tables that named it may be gone', () => {
    const term = UNIX_START / 1_000 + 100
    assert.deepEqual(withAndWithout('sync:terms-stay', options => {
      const lone = meetingOthers(3, options)
      lone.tell('m1', { type: 'delta', joined: true, updates: [], wanted: [], term })
      lone.tell('stranger', { type: 'delta', joined: true, updates: [], wanted: [], term: term + 1 })
      lone.tell('m2', { type: 'sync', versions: [] })
      return lone.sent('delta').map(({ message }) => message.term)
    }), [[term], [undefined]])
  })

  it('keeps the name of the accuser: passing on is not accusing', () => {
    const lone = meetingOthers(3)

    lone.tell('m1', { type: 'delta', joined: true, updates: [claim('m2'), accusation('m2', 'm0', { state: 'dead' })], wanted: [] })
    const { message } = lone.nextPingTo('m2')

    assert.equal(lone.standing('m2'), 'suspect@0')
    assert.deepEqual(accusationsIn(message.updates).map(({ accuser }) => accuser), ['m0'])
    assert.deepEqual(accusationsIn(lone.published()), [])
  })

  it('is given to a crowd up to a bound in each interval: sync:busy', () => {
    const lone = meetingOthers(3)

    const asked = 3_000

    for (let time = 0; time < asked; time++) lone.tell(`s${time}`, { type: 'sync', versions: [{ id: 'm0', generation: 1, incarnation: 0, state: 'alive' }] })
    const answered = lone.sent('delta').length
    assert.ok(answered >= 64 && answered < asked, `${answered} answers`)
    assert.equal(lone.count('sync:busy'), asked - answered)

    lone.run(1_000)
    lone.tell('m1', { type: 'sync', versions: [] })
    assert.equal(lone.sent('delta').length, answered + 1)
  })

  it('lets a joiner in that finds a crowd before it, with a few members, the first and the last: sync:introduced', () => {
    const [introduced, busy] = withAndWithout('sync:introduces', options => {
      const lone = meetingOthers(300, options)
      lone.say('m7', claim('m7', { incarnation: 1, left: true }))
      for (let time = 0; time < 120; time++) lone.tell(`s${time}`, { type: 'sync', versions: [] })
      lone.clear()
      lone.tell('joiner', { type: 'sync', versions: [] })
      lone.tell('m7', { type: 'sync', versions: [] })
      return { deltas: lone.sent('delta'), introduced: lone.count('sync:introduced'), first: lone.core.view()[0], last: lone.core.view().at(-1) }
    })
    const told = introduced.deltas.map(({ message }) => claimsIn(message.updates).map(({ id }) => id))

    assert.deepEqual([introduced.introduced, busy.introduced, busy.deltas.length], [2, 0, 0])
    assert.ok(told.every(ids => ids.length > 10 && ids.length <= 33 && new Set(ids).size === ids.length), JSON.stringify(told))
    assert.ok(told.every(ids => ids.includes(String(introduced.first)) && ids.includes(String(introduced.last))))
    assert.deepEqual(told.map(ids => ids.includes('m7')), [false, true])
  })

  it('tells a joiner who may lead, wherever that one stands in rank: it would take itself for the leader', () => {
    const lone = new LoneCore({})
    for (let index = 0; index < 300; index++) lone.say(`m${index}`, claim(`m${index}`, { priority: index, eligible: index === 150 }))
    for (let time = 0; time < 120; time++) lone.tell(`s${time}`, { type: 'sync', versions: [] })
    lone.clear()

    lone.tell('joiner', { type: 'sync', versions: [] })

    assert.equal(lone.count('sync:introduced'), 1)
    assert.ok(lone.sent('delta').every(({ message }) => claimsIn(message.updates).some(({ id }) => id === 'm150')))
  })

  it('is given to members whatever strangers ask for', () => {
    const own = [{ id: 'm0', generation: 1, incarnation: 0, state: 'alive' }] as const
    const crowd = Array.from({ length: 1_000 }, (_, index) => ({ id: `x${index}`, generation: 1, incarnation: 0, state: 'alive' }) as const)

    assert.deepEqual(withAndWithout('sync:members-apart', options => {
      const lone = meetingOthers(9, options)
      for (let time = 0; time < 40; time++) lone.tell(`s${time}`, { type: 'sync', versions: crowd })
      lone.clear()
      lone.tell('m1', { type: 'sync', versions: own })
      return lone.sent('delta').length
    }), [1, 0])
  })

  it('introduces joiners up to a bound too', () => {
    const lone = meetingOthers(300)
    for (let time = 0; time < 4_000; time++) lone.tell(`s${time}`, { type: 'sync', versions: [] })

    assert.ok(lone.count('sync:introduced') > 500)
    assert.equal(lone.count('sync:busy'), 4_000 - lone.sent('delta').length)
    assert.ok(lone.count('sync:busy') > 1_000)
  })

  it('is given to one asker a few times only in each interval', () => {
    const lone = meetingOthers(3)

    for (let time = 0; time < 100; time++) lone.tell('m1', { type: 'sync', versions: [] })
    assert.equal(lone.sent('delta').length, 33)
    lone.tell('m2', { type: 'sync', versions: [] })
    assert.equal(lone.sent('delta').length, 34)
  })

  it('has a bound, and who gets that much asks again', () => {
    const lone = meetingOthers(3)
    const updates = Array.from({ length: 512 }, (_, index) => claim(`x${index}`))

    lone.tell('m1', { type: 'sync', versions: [] })
    lone.tell('m1', { type: 'delta', joined: true, updates, wanted: [], more: true })
    assert.equal(lone.sent('sync').length, 1)
    lone.tell('m1', { type: 'sync', versions: [] })

    assert.deepEqual(lone.sent('delta').map(({ message }) => message.updates.length), [4, 512])
  })
})

function meetingOthers (count: number, options: Partial<CoreOptions> = {}): LoneCore {
  return new LoneCore(options, Array.from({ length: count }, (_, index) => `m${index}`))
}

/** A member that sees another view says so. */
function ping (lone: LoneCore, head = OTHER_VIEW): void {
  lone.tell('m1', { type: 'ping', seq: 1, head, updates: [] })
}

function ownHead (lone: LoneCore): typeof OTHER_VIEW {
  return { view: lone.sent('ack').at(-1)?.message.head.view ?? 0n, tables: [] }
}
