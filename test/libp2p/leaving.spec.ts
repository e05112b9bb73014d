import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { bulkProtocol, memberProtocol, tableProtocol } from '../../src/libp2p/protocols.js'
import { formed, liveCount, member, pair, stopMembers } from './members.js'
import { nextEvent, until } from './support.js'
import type { Ownership } from '../../src/index.js'

afterEach(stopMembers)

describe('leaving', () => {
  it('gives the partitions to the others and is never suspected', async () => {
    const [a, b] = await pair()
    const seen: string[] = []
    for (const type of ['member:suspect', 'member:dead', 'member:leave'] as const) {
      a.services.shoal.addEventListener(type, () => { seen.push(type) })
    }
    const revoked: Ownership[] = []
    b.services.shoal.addEventListener('partition:revoke', ({ detail }) => { revoked.push(detail) })

    await b.services.shoal.leave()
    await until(() => a.services.shoal.group('jobs').owned().length === 16, 'the other one has all')

    assert.deepEqual(seen, ['member:leave'])
    assert.equal(revoked.length, 8)
    assert.deepEqual(b.services.shoal.group('jobs').owned(), [])
    assert.equal(b.services.shoal.joined, false)
  })

  it('is over soon, and is the last that the application hears', async () => {
    const [, b] = await pair()
    const events: string[] = []
    for (const type of ['leave', 'partition:revoke', 'table:change', 'member:leave'] as const) {
      b.services.shoal.addEventListener(type, () => { events.push(type) })
    }
    const begun = performance.now()
    await b.services.shoal.leave()

    assert.ok(performance.now() - begun < 2_000)
    assert.equal(events.at(-1), 'leave')
    assert.equal(events.filter(type => type === 'leave').length, 1)
  })

  it('asked for twice, happens once', async () => {
    const [, b] = await pair()
    let left = 0
    b.services.shoal.addEventListener('leave', () => { left++ })
    await Promise.all([b.services.shoal.leave(), b.services.shoal.leave()])
    await b.services.shoal.leave()

    assert.equal(left, 1)
  })

  it('stops waiting when its signal fires, and leaves all the same', async () => {
    const [, b] = await pair()
    const left = nextEvent(b.services.shoal, 'leave')
    const stop = new AbortController()
    const leaving = b.services.shoal.leave({ signal: stop.signal })
    stop.abort(new Error('enough'))

    await assert.rejects(leaving, { message: 'enough' })
    await left
  })

  it('under a signal that has fired, does not begin', async () => {
    const a = await member()

    await assert.rejects(a.services.shoal.leave({ signal: AbortSignal.abort() }))
    assert.ok(a.services.shoal.joined)
  })
})

describe('stopping', () => {
  it('ring-election #26 #27: leaves nothing behind: no protocol, no topic, no listener', async () => {
    const [a, b] = await pair()
    const { components } = a as unknown as { components: { events: { listenerCount: (type: string) => number } } }
    const listeners = ['connection:open', 'connection:close', 'transport:listening', 'self:peer:update']
    const before = listeners.map(type => components.events.listenerCount(type))
    await a.services.shoal.leave()
    const after = listeners.map(type => components.events.listenerCount(type))

    for (const protocol of [memberProtocol('test'), bulkProtocol('test'), tableProtocol('test')]) {
      assert.equal(a.getProtocols().includes(protocol), false)
    }
    assert.deepEqual(a.services.pubsub.getTopics(), [])
    assert.equal(a.services.pubsub.topicValidators.size, 0)
    assert.deepEqual(before.map((count, index) => count - (after[index] ?? 0)), [1, 2, 1, 1])
    assert.ok(b.services.shoal.joined)
  })

  it('twice is as good as once', async () => {
    const a = await member()
    await a.stop()
    await a.stop()
    const { shoal } = a.services as unknown as { shoal: { stop: () => Promise<void>, beforeStop: () => Promise<void> } }
    await shoal.beforeStop()
    await shoal.stop()
  })

  it('and starting again makes a new start of the same member', async () => {
    const [a, b] = await pair()
    const before = b.services.shoal.self.generation
    await b.stop()
    await until(() => liveCount(a) === 1, 'it has left')
    await b.start()
    await formed(a, b)

    assert.ok(b.services.shoal.self.generation > before)
    assert.equal(b.services.shoal.group('jobs').owned().length, 8)
  })

  it('before it has joined is at once', async () => {
    const a = await member({ bootstrap: ['/ip4/127.0.0.1/tcp/1'], timing: { joinTimeout: 60_000 } })
    const begun = performance.now()
    await a.stop()

    assert.ok(performance.now() - begun < 1_500)
  })
})
