import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LoneCore, withAndWithout } from '../lone-core.js'

const MANY = ['b', 'c', 'd', 'e']

describe('a process that did not run', () => {
  it('hears what others said meanwhile before it judges anybody: pause:noticed', () => {
    assert.deepEqual(withAndWithout('pause:grace', options => {
      const lone = new LoneCore(options, MANY)
      lone.reply = () => undefined
      const { message, to } = lone.nextPing()
      lone.run(100)

      // The answer waits in the socket; the timer that is long due is what runs first.
      lone.sleep(20_000)
      lone.input({ type: 'wake' })
      lone.tell(to, { type: 'ack', seq: message.seq, target: to, head: message.head, updates: [] })
      lone.run(400)
      return [lone.count('pause:noticed') > 0, lone.count('probe:indirect')]
    }), [[true, 0], [false, 1]])
  })

  it('gives its suspects the time that it had no ears for', () => {
    assert.deepEqual(withAndWithout('pause:grace', options => {
      const lone = new LoneCore({ ...options, without: [...options.without ?? [], 'suspicion:looks'] }, MANY)
      lone.silent.add('b')
      lone.until(() => lone.standing('b') === 'suspect@0', 60_000, 'b suspected')
      lone.run(4_400)
      lone.tell('c', { type: 'gossip', updates: [] })
      lone.sleep(1_900)
      lone.input({ type: 'wake' })
      return lone.standing('b')
    }), ['suspect@0', 'dead@0'])
  })

  it('does not catch up on the probes that it missed', () => {
    const lone = new LoneCore({}, MANY)
    lone.run(5_000)
    lone.clear()

    lone.sleep(60_000)
    lone.run(0)
    lone.run(2_000)

    assert.ok(lone.sent('ping').length <= 3, `${lone.sent('ping').length} pings`)
  })

  it('and is late every time still gets on', () => {
    const lone = new LoneCore({}, MANY)

    lone.clear()
    for (let time = 0; time < 60; time++) {
      lone.sleep((lone.core.nextTimeout() ?? lone.now) - lone.now + 150)
      lone.run(0)
    }

    assert.ok(lone.sent('ping').length > 5)
  })

  it('of a tenth of a second is an ordinary delay', () => {
    const lone = new LoneCore({}, MANY)

    lone.run(3_000)
    lone.sleep((lone.core.nextTimeout() ?? 0) - lone.now + 90)
    lone.run(0)

    assert.equal(lone.count('pause:noticed'), 0)
  })
})
