import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accusation, accusationsIn, claim, claimsIn, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions } from '../../../src/core/index.js'

describe('a claim', () => {
  it('changes a view only if it is newer', () => {
    assert.deepEqual(withAndWithout('claim:order', options => {
      const lone = new LoneCore(options)
      lone.say('x', claim('x', { incarnation: 2 }))
      lone.say('x', claim('x', { incarnation: 1 }))
      return lone.standing('x')
    }), ['alive@2', 'alive@1'])
  })

  it('of another cluster changes nothing: claim:wrong-cluster', () => {
    assert.deepEqual(withAndWithout('claim:cluster', options => {
      const lone = new LoneCore(options)
      lone.say('x', claim('x', { cluster: 'other' }))
      return [lone.standing('x'), lone.count('claim:wrong-cluster')]
    }), [['unknown', 1], ['alive@0', 0]])
  })

  it('is the only thing that creates a row: an accusation of an unknown member does not', () => {
    const lone = new LoneCore({}, ['y'])

    lone.say('y', accusation('x', 'y'), accusation('x', 'y', { state: 'dead' }))

    assert.equal(lone.standing('x'), 'unknown')
    assert.equal(lone.count('accusation:unknown-member'), 2)
  })

  it('of a later start replaces whatever was known of an earlier one, the last word included', () => {
    const lone = new LoneCore()

    lone.say('x', claim('x', { incarnation: 9, left: true }))
    lone.say('x', claim('x', { generation: 2 }))

    assert.equal(lone.standing('x'), 'alive@0')
    assert.equal(lone.core.members().find(({ id }) => id === 'x')?.generation, 2)
  })

  it('that named a term is remembered for it, when its subject starts again and names none, in whichever order both come', () => {
    const term = UNIX_START / 1_000 + 100
    const news = [claim('b', { term, eligible: false }), claim('b', { generation: 2, eligible: false })]

    for (const updates of [news, news.toReversed()]) {
      const [remembered, forgotten] = withAndWithout('claim:terms-stay', options => {
        const lone = new LoneCore({ ...options, bootstrap: true, eligible: true, priority: 1 })
        lone.input({ type: 'contact', member: 'b' })
        lone.tell('b', { type: 'delta', joined: true, updates, wanted: [] })
        lone.run(1_000)
        return lone.core.leadership
      })

      assert.deepEqual(remembered, { leader: 'a', term: term + 1 })
      assert.ok((forgotten?.term ?? Infinity) < term)
    }
  })

  it('that says goodbye is final: no accusation and no claim of the same start undoes it', () => {
    const lone = new LoneCore({}, ['x', 'y'])

    lone.say('x', claim('x', { incarnation: 1, left: true }))
    lone.say('y', accusation('x', 'y', { incarnation: 5 }), accusation('x', 'y', { incarnation: 5, state: 'dead' }), claim('x', { incarnation: 7 }))

    assert.equal(lone.standing('x'), 'left@1')
    assert.deepEqual(lone.events('member:suspect'), [])
  })
})

describe('an accusation', () => {
  it('changes a view only if it is newer', () => {
    assert.deepEqual(withAndWithout('accusation:order', options => {
      const lone = new LoneCore(options, ['y'])
      lone.say('x', claim('x', { incarnation: 2 }))
      lone.say('y', accusation('x', 'y', { incarnation: 1 }))
      return lone.standing('x')
    }), ['alive@2', 'suspect@1'])
  })

  it('far above anything that its subject signed changes nothing: nobody could refute it for long', () => {
    assert.deepEqual(withAndWithout('accusation:plausible', options => {
      const lone = new LoneCore(options, ['x', 'y'])
      lone.say('y', accusation('x', 'y', { incarnation: 2 ** 52 }))
      return [lone.standing('x'), lone.count('accusation:implausible')]
    }), [['alive@0', 1], [`suspect@${2 ** 52}`, 0]])
  })

  it('counts from members only, and not from dead ones', () => {
    const steps = (teller: 'stranger' | 'x'): ReturnType<typeof withAndWithout<string>> => withAndWithout('accusation:members-only', options => {
      const lone = deadX(options)
      lone.say(teller, accusation('z', teller))
      return lone.standing('z')
    })

    assert.deepEqual(steps('stranger'), ['alive@0', 'suspect@0'])
    assert.deepEqual(steps('x'), ['alive@0', 'suspect@0'])
  })

  it('of death is a suspicion where there was none: the accused must have time to refute', () => {
    assert.deepEqual(withAndWithout('death:needs-suspicion', options => {
      const lone = new LoneCore(options, ['x', 'y', 'z'])
      lone.say('y', accusation('x', 'y', { state: 'dead' }))
      return lone.standing('x')
    }), ['suspect@0', 'dead@0'])
  })

  it('of death is told to whom it is about, as many may tell of it at once: who is in the view must not hear of it last', () => {
    assert.deepEqual(withAndWithout('accusation:told', options => {
      const lone = new LoneCore(options, ['b', 'c', 'd'])
      lone.clear()
      lone.say('c', accusation('b', 'c', { state: 'dead' }))
      lone.say('d', accusation('b', 'd', { state: 'dead' }))
      return lone.sent('gossip').map(({ to, message }) => [to, accusationsIn(message.updates).map(({ state, accuser }) => [state, accuser])])
    }), [[['b', [['dead', 'c']]]], []])
  })

  it('is told to whom it is about by its accuser too: the topic alone can lose it', () => {
    assert.deepEqual(withAndWithout('accusation:told', options => {
      const lone = new LoneCore(options, ['x'])
      lone.silent.add('x')
      lone.until(() => lone.standing('x') === 'suspect@0', 5_000, 'x suspected')
      return [lone.sent('gossip').filter(({ to }) => to === 'x').flatMap(({ message }) => accusationsIn(message.updates)).length, accusationsIn(lone.published()).length]
    }), [[1, 1], [0, 1]])
  })

  it('of death is told by a few members on average, however many hear of it', () => {
    const others = Array.from({ length: 199 }, (_, index) => `m${index}`)
    const lone = new LoneCore({}, others)
    lone.clear()

    for (const id of others.slice(1)) lone.say('m0', accusation(id, 'm0', { state: 'dead' }))

    // As many as one of 200 tells of 198: each of these hears it from four or so.
    assert.ok(lone.sent('gossip').length > 0 && lone.sent('gossip').length < 16, `${lone.sent('gossip').length}`)
  })

  it('of death by one member alone stays a suspicion, however long that is: it waits for its time, or for others', () => {
    assert.deepEqual(withAndWithout('death:needs-suspicion', options => {
      const lone = new LoneCore({ ...options, without: [...options.without ?? [], 'probe:accuses'] }, ['u', 'v', 'w', 'x', 'y', 'z'])
      lone.silent.add('x')
      lone.say('y', accusation('x', 'y'))
      lone.run(3_000)
      lone.say('y', accusation('x', 'y', { state: 'dead' }))
      return lone.standing('x')
    }), ['suspect@0', 'dead@0'])
  })

  it('of death at a higher incarnation raises that of the dead, so that an older claim revives nobody', () => {
    const lone = deadX()

    lone.say('y', accusation('x', 'y', { incarnation: 10, state: 'dead' }))
    lone.say('y', claim('x', { incarnation: 2 }))
    assert.equal(lone.standing('x'), 'dead@10')

    lone.say('y', claim('x', { incarnation: 11 }))
    assert.equal(lone.standing('x'), 'alive@11')
  })

  it('of death that is repeated does not make the dead be remembered for longer', () => {
    const day = 24 * 60 * 60 * 1_000
    const lone = deadX()

    lone.run(day - 60_000)
    lone.say('y', accusation('x', 'y', { incarnation: 10, state: 'dead' }))
    lone.run(120_000)

    assert.equal(lone.standing('x'), 'unknown')
  })
})

describe('a member that is accused', () => {
  it('refutes', () => {
    assert.deepEqual(withAndWithout('self:refutes', options => {
      const lone = new LoneCore(options, ['y'])
      lone.clear()
      lone.say('y', accusation('a', 'y', { generation: UNIX_START }))
      return [lone.standing('a'), claimsIn(lone.published()).length, lone.count('self:refuted')]
    }), [['alive@1', 1, 1], ['alive@0', 0, 0]])
  })

  it('jumps above the accusation, whatever it is', () => {
    assert.deepEqual(withAndWithout('self:jumps', options => {
      const lone = new LoneCore(options, ['y'])
      lone.say('y', accusation('a', 'y', { generation: UNIX_START, incarnation: 7 }))
      return lone.standing('a')
    }), ['alive@8', 'alive@1'])
  })

  it('under an incarnation that it has left behind says its newer claim again, and no more', () => {
    const lone = new LoneCore({}, ['y', 'z'])
    lone.say('y', accusation('a', 'y', { generation: UNIX_START, incarnation: 7 }))
    lone.run(20_000)
    lone.clear()

    lone.say('y', accusation('a', 'y', { generation: UNIX_START, incarnation: 3 }))
    const { message } = lone.nextPing()

    assert.equal(lone.standing('a'), 'alive@8')
    assert.deepEqual(claimsIn(message.updates).map(({ id, incarnation }) => [id, incarnation]), [['a', 8]])
  })

  it('listens even to one whom it believes dead: so two sides of a split find out', () => {
    const lone = deadX()

    lone.say('x', accusation('a', 'x', { generation: UNIX_START, state: 'dead' }))

    assert.equal(lone.standing('a'), 'alive@1')
  })

  it('is never anything but alive in its own view', () => {
    const lone = new LoneCore({}, ['y', 'z'])

    for (const state of ['suspect', 'dead'] as const) {
      lone.say('y', accusation('a', 'y', { generation: UNIX_START, incarnation: 3, state }))
      lone.run(2_000)
      assert.match(lone.standing('a'), /^alive@/)
    }
  })

  it('and has left does not come back', () => {
    const lone = new LoneCore({}, ['y', 'z'])

    lone.input({ type: 'leave' })
    lone.clear()
    lone.say('y', accusation('a', 'y', { generation: UNIX_START, incarnation: 5 }), claim('a', { generation: UNIX_START, incarnation: 0 }))

    assert.match(lone.standing('a'), /^left@/)
    assert.deepEqual(claimsIn(lone.published()), [])
  })
})

/** A core among others that gave up one of them. */
function deadX (options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore(options, ['x', 'y', 'z'])

  lone.silent.add('x')
  lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')

  return lone
}
