import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accusation, accusationsIn, LoneCore, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId } from '../../../src/core/index.js'

const MANY = ['b', 'c', 'd', 'x']

describe('a connection that breaks', () => {
  it('makes the member look at once whether the process is there: crash:looked', () => {
    assert.deepEqual(withAndWithout('crash:fast-path', options => {
      const lone = quiet(options)
      lone.input({ type: 'disconnected', member: 'x', lost: true })
      lone.run(500)
      return [lone.count('crash:looked'), lone.sent('ping').map(({ to }) => to)]
    }), [[1, ['x']], [0, []]])
  })

  it('that was closed in good order says nothing', () => {
    const lone = quiet()

    lone.input({ type: 'disconnected', member: 'x', lost: false })
    lone.run(500)

    assert.equal(lone.count('crash:looked'), 0)
  })

  it('and is there again by then, says nothing', () => {
    const lone = quiet()

    lone.input({ type: 'disconnected', member: 'x', lost: true })
    lone.input({ type: 'connected', member: 'x' })
    lone.run(500)

    assert.equal(lone.count('crash:looked'), 0)
  })

  it('is no accusation: a process that answers is alive', () => {
    const lone = quiet()

    lone.input({ type: 'disconnected', member: 'x', lost: true })
    lone.run(20_000)

    assert.deepEqual(lone.events('member:suspect'), [])
  })

  it('to somebody who is no member, or who is gone, is nobody\'s business', () => {
    const lone = quiet()
    lone.say('b', accusation('x', 'b'))
    refuse(lone, 'x')
    lone.say('c', accusation('x', 'c', { refused: true }))
    assert.equal(lone.standing('x'), 'dead@0')
    lone.clear()

    for (const member of ['x', 'stranger']) {
      lone.input({ type: 'disconnected', member, lost: true })
      lone.input({ type: 'refused', member })
    }
    lone.run(500)

    assert.deepEqual([lone.count('crash:looked'), lone.count('crash:refused')], [0, 0])
  })

  it('before it has joined is nothing that a joiner judges', () => {
    const lone = new LoneCore({ bootstrap: true })

    lone.input({ type: 'contact', member: 'b' })
    lone.input({ type: 'disconnected', member: 'b', lost: true })
    lone.input({ type: 'refused', member: 'b' })
    lone.run(500)

    assert.deepEqual([lone.count('crash:looked'), lone.count('crash:refused')], [0, 0])
  })
})

describe('a refused dial', () => {
  it('is an accusation that says so: crash:refused', () => {
    assert.deepEqual(withAndWithout('crash:fast-path', options => {
      const lone = quiet(options)
      refuse(lone, 'x')
      return [lone.standing('x'), lone.count('crash:refused'), accusationsIn(lone.published()).map(({ id, accuser, refused }) => [id, accuser, refused])]
    }), [['suspect@0', 1, [['x', 'a', true]]], ['alive@0', 0, []]])
  })

  it('does not count while another connection is open', () => {
    const lone = quiet()

    lone.input({ type: 'refused', member: 'x' })

    assert.equal(lone.standing('x'), 'alive@0')
  })

  it('that two had, independently, is a death without more waiting: crash:confirmed', () => {
    assert.deepEqual(withAndWithout('crash:two-observers', options => {
      const lone = quiet(options)
      refuse(lone, 'x')
      const first = lone.standing('x')
      lone.say('b', accusation('x', 'b', { refused: true }))
      return [first, lone.standing('x'), lone.count('crash:confirmed')]
    }), [['suspect@0', 'dead@0', 1], ['dead@0', 'dead@0', 1]])
  })

  it('that others had is enough, too', () => {
    const lone = quiet()

    lone.say('b', accusation('x', 'b', { refused: true }))
    lone.say('c', accusation('x', 'c', { refused: true }))

    assert.equal(lone.standing('x'), 'dead@0')
  })

  it('that one had twice, or of which one tells in another\'s name, is not that of two', () => {
    const lone = quiet()

    lone.say('b', accusation('x', 'b', { refused: true }), accusation('x', 'b', { refused: true, incarnation: 1 }), accusation('x', 'c', { refused: true }), accusation('x', 'd', { refused: true }))

    assert.equal(lone.standing('x'), 'suspect@1')
  })

  it('that another tells of in the first accuser\'s name is none of that accuser', () => {
    const lone = quiet()

    lone.say('b', accusation('x', 'b'))
    lone.say('c', accusation('x', 'b', { refused: true }), accusation('x', 'c', { refused: true }))

    assert.equal(lone.standing('x'), 'suspect@0')
  })

  it('together with a silence is not that of two', () => {
    const lone = quiet()

    refuse(lone, 'x')
    lone.say('b', accusation('x', 'b'))

    assert.equal(lone.standing('x'), 'suspect@0')
  })

  it('is enough by itself where there are no two others', () => {
    const lone = quiet({}, ['x'])

    refuse(lone, 'x')

    assert.equal(lone.standing('x'), 'dead@0')
  })

  it('of a member that is suspected already counts as well', () => {
    const lone = quiet()

    lone.say('b', accusation('x', 'b', { refused: true }))
    assert.equal(lone.standing('x'), 'suspect@0')
    refuse(lone, 'x')

    assert.equal(lone.standing('x'), 'dead@0')
  })
})

/** A core in the middle of a period, so that no probe of its own comes within half a second. */
function quiet (options: Partial<CoreOptions> = {}, others: readonly MemberId[] = MANY): LoneCore {
  const lone = new LoneCore(options, others)

  lone.nextPing()
  lone.run(300)
  lone.clear()

  return lone
}

/** The connection breaks, and the next dial is refused. */
function refuse (lone: LoneCore, member: MemberId): void {
  lone.input({ type: 'disconnected', member, lost: true })
  lone.input({ type: 'refused', member })
}
