import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { resolveSettings } from '../../../src/core/index.js'
import { accusation, claim, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId } from '../../../src/core/index.js'

/** Besides the core and the suspect: in all, a cluster of ten. */
const EIGHT = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']

describe('a suspect', () => {
  it('is given up when its time is over', () => {
    assert.deepEqual(withAndWithout('suspicion:expires', options => {
      const lone = suspecting(options)
      lone.run(60_000)
      return [lone.standing('x'), lone.count('suspicion:started'), lone.count('suspicion:expired') > 0]
    }), [['dead@0', 1, true], ['suspect@0', 1, false]])
  })

  it('has the time in which its failed probe ran counted', () => {
    assert.deepEqual(withAndWithout('suspicion:from-probe', options => timeOf(suspecting(options), ['c', 'd', 'e'])), [1_000, 2_000])
  })

  it('has half an interval at least, however the settings are', () => {
    const lone = suspecting({ settings: resolveSettings({ suspicionMultiplier: 1 }) })
    assert.equal(timeOf(lone, ['c', 'd', 'e']), 500)
  })

  it('has more time in a larger cluster', () => {
    const others = Array.from({ length: 98 }, (_, index) => `m${index}`)
    const lone = suspecting({}, others)

    assert.equal(timeOf(lone, ['m1', 'm2', 'm3']), 3_000)
  })

  it('has more time of a member that doubts itself, up to the longest, whatever the others confirm', () => {
    const [doubted, trusted] = withAndWithout('suspicion:own-health', options => [false, true].map(isDoubting => {
      const lone = suspecting({ ...options, without: [...options.without ?? [], 'deaf'] })
      // Each refutation makes it doubt itself.
      for (const accuser of isDoubting ? EIGHT : []) {
        lone.say(accuser, accusation('a', accuser, { generation: UNIX_START, incarnation: lone.core.self.incarnation }))
      }
      return timeOf(lone, ['c', 'd', 'e'])
    }))

    // Without it, the looks alone take eight probe timeouts.
    assert.deepEqual([doubted, trusted], [[1_000, 6_000], [1_000, 4_000]])
  })

  it('is looked after by whoever would give it up, three times and in time for an answer, that may be to any of them', () => {
    const expired = withAndWithout('suspicion:looks', options => [0, 1, 2].map(unanswered => {
      const lone = suspecting(options)
      lone.until(() => looks(lone).length === unanswered || lone.count('suspicion:expired') > 0, 10_000, 'a look')
      lone.silent.delete('x')
      lone.run(10_000)
      return lone.count('suspicion:expired')
    }))

    assert.deepEqual(expired, [[0, 0, 0], [1, 1, 1]])
  })

  it('is looked after until half a probe timeout before its end, and within one where its time is over', () => {
    const [[early = NaN, ...parts], [late = NaN, ...short]] = [[], ['c', 'd', 'e']].map(accusers => {
      const lone = suspecting()
      lone.run(2_900)
      const { now } = lone
      const time = timeOf(lone, accusers)
      const times = [...looks(lone), now + time]
      return times.map((at, index) => Math.round(at - (times[index - 1] ?? now)))
    }) as [number[], number[]]

    assert.ok(early > 100 && early < 2_600, String(early))
    assert.deepEqual(parts, [(2_850 - early) / 2, (2_850 - early) / 2, 250].map(Math.round))
    assert.deepEqual([late, ...short], [0, 125, 125, 250])
  })

  it('is looked after as often where the others cut its time short between two looks, in three quarters of a probe timeout more', () => {
    // Of this seed, the first look is early and the parts are long.
    const lone = suspecting({ seed: 3 })
    lone.until(() => looks(lone).length === 1, 10_000, 'a look')
    lone.run(resolveSettings().probeTimeout + 1)
    assert.deepEqual([looks(lone).length, timeOf(lone, ['c']), looks(lone).length], [1, 375, 3])
  })

  it('is looked after once more for each stall of its observer, and not anew: the stall has kept the answers, not lost them', () => {
    const lone = suspecting({ without: ['deaf'] })
    // Its time is nearly over at once, and what is left is all excused time.
    for (const accuser of ['c', 'd', 'e']) lone.say(accuser, accusation('x', accuser))

    for (let stall = 0; stall < 60 && lone.standing('x') === 'suspect@0'; stall++) {
      lone.run(250)
      lone.sleep(350)
      lone.run(0)
    }
    assert.equal(lone.standing('x'), 'dead@0')
    const stalls = lone.count('pause:noticed')
    assert.ok(stalls > 2 && looks(lone).length <= 3 + stalls, `${looks(lone).length} looks in ${stalls} stalls`)
  })

  it('is looked after by each at another time in the second half of its time: few have a link to it', () => {
    const times = Array.from({ length: 20 }, (_, seed) => {
      const lone = suspecting({ seed })
      const { now } = lone
      lone.run(10_000)
      return (looks(lone)[0] ?? NaN) - now
    })

    assert.ok(times.every(time => time >= 3_000 && time <= 5_500), times.join())
    assert.ok(new Set(times.map(time => Math.floor(time / 250))).size >= 5, times.join())
  })

  it('that was heard meanwhile is looked after anew by the one whose probe had failed', () => {
    const lone = new LoneCore({ without: ['deaf'] }, ['x', 'b', 'c', 'd', 'e', 'f', 'g'])
    lone.silent.add('x')
    lone.until(() => lone.standing('x') === 'suspect@0', 60_000, 'suspect')
    for (const id of ['b', 'c', 'd', 'e']) lone.say(id, accusation('x', id))
    lone.run(200)
    lone.tell('x', { type: 'gossip', updates: [] })
    lone.clear()
    lone.until(() => lone.standing('x').startsWith('dead'), 60_000, 'dead')

    assert.equal(looks(lone).length, 3)
  })

  it('that is heard has its time anew, whoever still misses it', () => {
    assert.deepEqual(withAndWithout('suspicion:direct-evidence', options => {
      const lone = suspecting(options)
      lone.run(5_000)
      lone.tell('x', { type: 'gossip', updates: [] })
      return lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')
    }), [6_000, 1_000])
  })

  it('is not heard by what was published: anybody can have kept that', () => {
    const [fresh, kept] = withAndWithout('hearing:fresh', options => {
      const lone = suspecting(options)
      lone.run(900)
      const { now } = lone
      lone.input({ type: 'message', from: 'x', message: { type: 'gossip', updates: [claim('x')] }, isPublished: true })
      lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')
      return lone.now - now
    })

    assert.ok(fresh < kept, `${fresh} ms, ${kept} ms where it counts`)
  })

  it('that is heard has no more than its time, though it had been given more for a pause', () => {
    const lone = suspecting({ without: ['deaf'] })

    lone.sleep(3_000)
    lone.run(0)
    lone.tell('x', { type: 'gossip', updates: [] })

    assert.equal(Math.round(lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')), 6_000)
  })

  it('that is heard is not given up on another\'s word either', () => {
    const lone = suspecting()

    lone.run(2_000)
    lone.tell('x', { type: 'gossip', updates: [] })
    lone.say('c', accusation('x', 'c', { state: 'dead' }))

    assert.equal(lone.standing('x'), 'suspect@0')
  })

  it('does not get more time by an old claim of it', () => {
    const lone = suspecting()

    lone.run(5_000)
    lone.say('c', claim('x'))

    assert.equal(lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead'), 1_000)
  })

  it('does not get more time by the same accusation again, under a higher incarnation too', () => {
    const lone = suspecting()

    lone.run(3_000)
    lone.say('b', accusation('x', 'b'), accusation('x', 'b', { incarnation: 4 }))

    assert.equal(lone.until(() => lone.standing('x') === 'dead@4', 60_000, 'x dead'), 3_000)
  })

  it('that refuted, and is suspected once more, has all its time again: the old timer is of no effect', () => {
    const lone = suspecting()

    lone.run(5_900)
    lone.say('c', claim('x', { incarnation: 1 }))
    lone.say('c', accusation('x', 'c', { incarnation: 1 }))

    assert.equal(lone.until(() => lone.standing('x') === 'dead@1', 60_000, 'x dead'), 6_000)
  })

  it('that started again is not hit by the time of its former start', () => {
    const lone = suspecting()

    lone.run(5_900)
    lone.say('x', claim('x', { generation: 2 }))
    lone.run(10_000)

    assert.equal(lone.standing('x'), 'alive@0')
  })
})

describe('a confirmation', () => {
  it('shortens the time of a suspect, each one less than the one before', () => {
    const times = withAndWithout('confirmation', options => [[], ['c'], ['c', 'd'], ['c', 'd', 'e']].map(accusers => timeOf(suspecting(options), accusers)))

    assert.deepEqual(times, [[6_000, 3_500, 2_038, 1_000], [1_000, 1_000, 1_000, 1_000]])
  })

  it('is another accuser\'s: the first one again is none, and the same second one counts once', () => {
    assert.deepEqual([timeOf(suspecting(), ['b', 'b']), timeOf(suspecting(), ['c', 'c', 'c'])], [6_000, 3_500])
  })

  it('counts from its accuser\'s own mouth only, or one liar could name as many as it takes', () => {
    assert.deepEqual(withAndWithout('confirmation:first-hand', options => {
      const lone = suspecting(options)
      lone.say('b', ...['c', 'd', 'e'].map(accuser => accusation('x', accuser)))
      return lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')
    }), [6_000, 1_000])
  })

  it('of a death is one by whoever tells of it, but where all of it began with that word: after a split many have it from one', () => {
    const timeAfter = (first: 'suspect' | 'dead'): readonly [number, number] => withAndWithout('suspicion:hearsay', options => {
      const lone = new LoneCore({ ...options, without: [...options.without ?? [], 'probe:accuses'] }, [...EIGHT, 'x'])
      lone.silent.add('x')
      lone.run(1_000)
      lone.say('b', accusation('x', 'b', { state: first }))
      for (const teller of ['c', 'd', 'e']) lone.say(teller, accusation('x', 'b', { state: 'dead' }))
      return timeOf(lone, [])
    })

    assert.deepEqual([timeAfter('suspect'), timeAfter('dead')], [[1_000, 1_000], [6_000, 1_000]])
  })

  it('of an incarnation that the suspect has left behind is none', () => {
    const lone = suspecting()
    lone.say('x', claim('x', { incarnation: 3 }))
    lone.say('b', accusation('x', 'b', { incarnation: 3 }))

    lone.say('c', accusation('x', 'c', { incarnation: 2 }))

    assert.equal(lone.until(() => lone.standing('x') === 'dead@3', 60_000, 'x dead'), 6_000)
  })

  it('is not waited for where nobody is left to give one, and fewer where fewer can', () => {
    const pair = new LoneCore({}, ['x'])
    pair.silent.add('x')
    pair.until(() => pair.standing('x') === 'suspect@0', 5_000, 'x suspected')

    assert.equal(timeOf(pair, []), 3_000, 'two failed probes without a relay make it doubt itself')
    assert.equal(timeOf(suspecting({}, ['b']), []), 6_000)
    assert.equal(timeOf(suspecting({}, ['b', 'c']), ['c']), Math.round(6_000 - 5_000 * Math.log(2) / Math.log(3)))
  })
})

/** A core to which the first of the others has just accused `x`. Its own probes accuse nobody. */
function suspecting (options: Partial<CoreOptions> = {}, others: readonly MemberId[] = EIGHT): LoneCore {
  const lone = new LoneCore({ ...options, without: [...options.without ?? [], 'probe:accuses'] }, [...others, 'x'])
  const [accuser = ''] = others

  lone.silent.add('x')
  lone.run(1_000)
  lone.say(accuser, accusation('x', accuser))
  assert.equal(lone.standing('x'), 'suspect@0')

  return lone
}

/** How long the suspect lives when these accuse it too, at once and each for itself. */
function timeOf (lone: LoneCore, accusers: readonly MemberId[]): number {
  for (const accuser of accusers) {
    lone.say(accuser, accusation('x', accuser))
  }

  return Math.round(lone.until(() => lone.standing('x').startsWith('dead'), 120_000, 'x dead'))
}

/** When the core looked after a suspect that it had from others. */
function looks (lone: LoneCore): number[] {
  return lone.effects.flatMap(({ at, effect }) => effect.type === 'trace' && effect.mark === 'suspicion:looked' ? [at] : [])
}
