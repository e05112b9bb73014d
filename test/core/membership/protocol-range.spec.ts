import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { claim, LoneCore } from '../lone-core.js'

describe('the versions of the protocol that a member speaks', () => {
  for (const [min, max] of [[1, 1], [1, 2], [1, 65_535]] as const) {
    it(`${min} to ${max} include this one: it is let in, and its range is shown`, () => {
      const lone = new LoneCore()

      lone.say('x', claim('x', { protocol: { min, max } }))

      assert.deepEqual(lone.events('member:join').at(-1)?.member.protocol, { min, max })
    })
  }

  for (const [min, max] of [[2, 2], [2, 65_535], [0, 0]] as const) {
    it(`${min} to ${max} do not: claim:wrong-protocol, and there is no row that could be probed`, () => {
      const lone = new LoneCore()

      lone.say('x', claim('x', { protocol: { min, max } }))
      lone.run(5_000)

      assert.equal(lone.standing('x'), 'unknown')
      assert.equal(lone.count('claim:wrong-protocol'), 1)
      assert.deepEqual(lone.sent('ping'), [])
    })
  }

  it('that are none of ours keep a member out, however it comes: views that hold it and views that do not are never compared for ever', () => {
    const lone = new LoneCore({}, ['b'])
    const stranger = claim('x', { protocol: { min: 2, max: 2 } })

    lone.tell('b', { type: 'delta', joined: true, updates: [stranger], wanted: [] })
    lone.say('b', stranger)
    lone.tell('b', { type: 'ping', seq: 1, head: { view: 0n, tables: [] }, updates: [stranger] })

    assert.equal(lone.standing('x'), 'unknown')
    assert.equal(lone.count('claim:wrong-protocol'), 3)
  })

  it('are told by this member too', () => {
    assert.deepEqual(new LoneCore().core.self.protocol, { min: 1, max: 1 })
  })
})
