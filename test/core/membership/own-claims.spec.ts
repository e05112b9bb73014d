import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { claim, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'

describe('a claim under this member\'s own name', () => {
  it('of its own end under this very number makes it begin under the next, as nothing else can follow an end: self:renewed', () => {
    assert.deepEqual(withAndWithout('self:renews', options => {
      const lone = new LoneCore(options, ['b'])
      lone.say('b', claim('a', { generation: UNIX_START, incarnation: 4, left: true }))
      const stored = lone.effects.flatMap(({ effect }) => effect.type === 'store' ? [effect.record.generation - UNIX_START] : [])
      return [lone.core.self.generation - UNIX_START, lone.core.self.incarnation, lone.core.phase, stored.at(-1)]
    }), [[1, 0, 'joined', 1], [0, 5, 'joined', 0]])
  })

  it('of its own end is answered when the new number is on the disk, also by one that leaves', () => {
    const kinds = [false, true].map(isLeaving => {
      const lone = new LoneCore({}, ['b'])
      if (isLeaving) lone.input({ type: 'leave' })
      lone.clear()
      lone.tell('b', { type: 'ping', seq: 1, head: { view: 0n, tables: [] }, updates: [claim('a', { generation: UNIX_START, incarnation: 4, left: true })] })
      return lone.effects.map(({ effect }) => effect.type).filter(type => type !== 'trace')
    })

    assert.deepEqual(kinds.map(([first]) => first), ['store', 'store'])
  })

  it('of a later start ends it: self:superseded', () => {
    assert.deepEqual(withAndWithout('self:superseded', options => {
      const lone = new LoneCore(options, ['y'])
      lone.say('y', claim('a', { generation: UNIX_START + 1 }))
      return [lone.core.phase, lone.count('self:superseded'), lone.events('superseded').length]
    }), [['superseded', 1, 1], ['joined', 0, 0]])
  })

  it('of an earlier start changes nothing', () => {
    const lone = new LoneCore({}, ['y'])

    lone.say('y', claim('a', { generation: UNIX_START - 1, incarnation: 50 }))

    assert.equal(lone.standing('a'), 'alive@0')
  })

  it('that names a term which it has forgotten makes it lead above that: the same epoch must not come twice', () => {
    const term = UNIX_START / 1_000 + 100
    const [recalled, forgotten] = withAndWithout('self:recalls-term', options => [UNIX_START - 1, UNIX_START + 1].map(generation => {
      const lone = new LoneCore({ ...options, bootstrap: true, eligible: true, priority: 1, stored: { generation: 1, term: 0, members: [] } })
      lone.input({ type: 'contact', member: 'b' })
      lone.tell('b', { type: 'delta', joined: true, updates: [claim('b', { eligible: false }), claim('a', { generation, term })], wanted: [] })
      lone.run(1_000)
      return (lone.core.leadership?.term ?? 0) - term
    }))

    assert.deepEqual(recalled, [1, 1])
    assert.ok(forgotten.every(above => above < 0), forgotten.join())
  })

  it('that names such a term when it leads already makes it take office again, above that', () => {
    const term = UNIX_START / 1_000 + 100
    const lone = new LoneCore({ eligible: true, priority: 1 })
    lone.say('b', claim('b', { eligible: false }))
    lone.run(1_000)
    assert.ok((lone.core.leadership?.term ?? 0) < term)

    lone.say('b', claim('a', { generation: UNIX_START - 1, term }))
    lone.run(10_000)

    assert.equal(lone.core.leadership?.term, term + 1)
    assert.equal(lone.core.self.generation, UNIX_START)
  })

  it('that names a term which nobody would accept is not believed', () => {
    const lone = new LoneCore({ eligible: true, priority: 1 })
    lone.say('b', claim('b', { eligible: false }))

    lone.say('b', claim('a', { generation: UNIX_START - 1, term: UNIX_START / 1_000 + 10 * 24 * 3_600 }))
    lone.run(60_000)

    assert.equal(lone.count('office:taken'), 1)
  })

  it('heard while it joins makes it start above that', () => {
    assert.deepEqual(withAndWithout('self:generation-above-heard', options => {
      const lone = new LoneCore({ ...options, bootstrap: true })
      lone.input({ type: 'contact', member: 'y' })
      lone.tell('y', { type: 'delta', joined: true, updates: [claim('y'), claim('a', { generation: UNIX_START + 500 })], wanted: [] })
      assert.equal(lone.core.phase, 'joined')
      return lone.core.self.generation
    }), [UNIX_START + 501, UNIX_START])
  })
})
