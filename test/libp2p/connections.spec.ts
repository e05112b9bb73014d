import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { breakConnection } from './breaking.js'
import { createStation, stopStations } from './station.js'
import { pingOf, until } from './support.js'
import { talker } from './talker.js'
import { said, talked, textsOf, toldOf } from './telling.js'
import type { Station } from './station.js'

afterEach(stopStations)

const MUXERS = ['yamux', 'mplex'] as const

describe('a connection between processes', () => {
  for (const muxer of MUXERS) {
    it(`with ${muxer}: it breaks at every peer when a process is killed, and the next dial is refused`, async t => {
      const watchers = [await createStation([], { muxer }), await createStation([], { muxer })]
      const other = await talker(t, watchers, { muxer })
      await Promise.all(watchers.map(async watcher => { await talked(watcher, other) }))

      other.kill()
      await Promise.all(watchers.map(async watcher => { await until(() => toldOf(watcher, other).length > 1, 'the end of the connection') }))
      for (const watcher of watchers) watcher.links.send(other.id, pingOf(2))
      await Promise.all(watchers.map(async watcher => { await until(() => toldOf(watcher, other).length > 2, 'the end of the dial') }))

      for (const watcher of watchers) {
        assert.deepEqual(toldOf(watcher, other), ['connected', 'lost', 'refused'])
        assert.equal(watcher.counters.of('dial:refused'), 1)
      }
    })

    for (const way of ['stop', 'close', 'evict'] as const) {
      it(`with ${muxer}: it does not break when the other process ends it by its ${way}`, async t => {
        const watcher = await createStation([], { muxer })
        const other = await talker(t, [watcher], { muxer })
        await talked(watcher, other)

        other.say(way)
        await until(() => toldOf(watcher, other).length > 1, 'the end of the connection')

        assert.deepEqual(toldOf(watcher, other), ['connected', 'disconnected'])
      })
    }

    it(`with ${muxer}: it does not break when this process closes it, nor when libp2p does`, async t => {
      const watcher = await createStation([], { muxer })
      const [first, second] = [await talker(t, [watcher], { muxer }), await talker(t, [watcher], { muxer })]
      await talked(watcher, first)
      await talked(watcher, second)

      watcher.links.drop(first.id)
      await until(() => toldOf(watcher, first).length > 1, 'the first one is closed')
      await watcher.node.hangUp(watcher.node.getConnections()[0]?.remotePeer ?? assert.fail('a connection is left'))
      await until(() => toldOf(watcher, second).length > 1, 'the second one is closed')

      assert.deepEqual(toldOf(watcher, first), ['connected', 'disconnected'])
      assert.deepEqual(toldOf(watcher, second), ['connected', 'disconnected'])
    })

    it(`with ${muxer}: it breaks when the other process was killed while it was stopped, and not before`, async t => {
      const watcher = await createStation([], { muxer })
      const other = await talker(t, [watcher], { muxer })
      await talked(watcher, other)

      await other.pause()
      watcher.links.send(other.id, pingOf(2))
      await roundTrip(watcher)
      assert.deepEqual(toldOf(watcher, other), ['connected'])
      other.kill()
      await until(() => toldOf(watcher, other).length > 1, 'the end of the connection')

      assert.deepEqual(toldOf(watcher, other), ['connected', 'lost'])
    })
  }
})

describe('Connections', () => {
  it('tells of the first connection to a peer and of the end of the last one only', async () => {
    const b = await createStation()
    const a = await createStation([b])
    const first = await a.node.dial(b.node.getMultiaddrs())
    const second = await a.node.dial(b.node.getMultiaddrs(), { force: true })
    await until(() => b.node.getConnections().length === 2, 'the other side has both')
    await said(a, b)

    breakConnection(first)
    breakConnection(second)
    await until(() => b.node.getConnections().length === 0, 'the other side has none')

    assert.deepEqual(textsOf(a.told), ['connected', 'lost'])
    assert.deepEqual(textsOf(b.told), ['connected', 'lost'])
  })

  it('a connection that breaks while another one stands is not told of, and neither is it when that one is closed', async () => {
    const b = await createStation()
    const a = await createStation([b])
    const broken = await a.node.dial(b.node.getMultiaddrs())
    await said(a, b)
    const closed = await a.node.dial(b.node.getMultiaddrs(), { force: true })
    await until(() => b.node.getConnections().length === 2, 'the other side has both')

    breakConnection(broken)
    await until(() => b.node.getConnections().length === 1, 'the other side has one')
    assert.deepEqual(textsOf(a.told), ['connected'])
    await until(() => Date.now() > closed.timeline.open, 'the clock ticks')
    await said(a, b, 2)
    await closed.close()
    await until(() => a.told.length > 1 && b.told.length > 1, 'both sides are told')

    assert.deepEqual(textsOf(a.told), ['connected', 'disconnected'])
    assert.deepEqual(textsOf(b.told), ['connected', 'disconnected'])
  })

  it('a connection that never carried the cluster ends without a loss, however it ends', async () => {
    const b = await createStation()
    const a = await createStation([b])
    const connection = await a.node.dial(b.node.getMultiaddrs())

    breakConnection(connection)
    await until(() => b.told.length > 1, 'the other side is told')

    assert.deepEqual(textsOf(a.told), ['connected', 'disconnected'])
    assert.deepEqual(textsOf(b.told), ['connected', 'disconnected'])
  })

  for (const muxer of MUXERS) {
    it(`with ${muxer}: a connection that a live process aborts is not lost`, async () => {
      const b = await createStation([], { muxer })
      const a = await createStation([b], { muxer })
      await said(a, b)

      a.node.getConnections()[0]?.abort(new Error('it is not wanted any more'))
      await until(() => a.told.length > 1 && b.told.length > 1, 'the connection ends')

      assert.deepEqual(textsOf(a.told), ['connected', 'disconnected'])
      assert.deepEqual(textsOf(b.told), ['connected', 'disconnected'])
    })
  }

  it('over the memory transport, a broken connection and a closed one are told apart, too', async () => {
    const init = { transport: 'memory' } as const
    const b = await createStation([], init)
    const a = await createStation([b], init)
    await said(a, b)
    breakConnection(a.node.getConnections()[0])
    await until(() => a.told.length > 1 && b.told.length > 1, 'the first connection ends')

    await said(a, b, 2)
    await a.node.getConnections()[0]?.close()
    await until(() => a.told.length > 3 && b.told.length > 3, 'the second connection ends')

    assert.deepEqual(textsOf(a.told), ['connected', 'lost', 'connected', 'disconnected'])
    assert.deepEqual(textsOf(b.told), ['connected', 'lost', 'connected', 'disconnected'])
  })
})

/** Long enough for the machine to carry something there and back. */
async function roundTrip (station: Station): Promise<void> {
  const other = await createStation([station])
  await said(other, station)
}
