import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { createStation, idOf, stopStations, streamsOf } from './station.js'
import { pingOf, until } from './support.js'
import type { Station } from './station.js'

afterEach(stopStations)

describe('the bound on links', () => {
  it('the least recently used link goes, with the connection that nobody else uses', async () => {
    const others = [await createStation(), await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 2 })
    const [first, second, third] = others as [Station, Station, Station]

    for (const other of [first, second]) {
      a.links.send(idOf(other), pingOf(1))
      await until(() => other.got.length === 1, 'it has arrived')
    }
    a.links.send(idOf(first), pingOf(2))
    a.links.send(idOf(third), pingOf(1))
    await until(() => third.got.length === 1, 'the third')
    await until(() => second.node.getConnections().length === 0, 'the connection to the second is closed')

    assert.equal(a.links.size, 2)
    assert.equal(a.counters.of('link:evicted'), 1)
    assert.equal(first.node.getConnections().length, 1)
  })

  it('an evicted member is linked again by the next message', async () => {
    const others = [await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 1 })
    const [first, second] = others as [Station, Station]

    a.links.send(idOf(first), pingOf(1))
    await until(() => first.got.length === 1, 'the first')
    a.links.send(idOf(second), pingOf(1))
    await until(() => first.node.getConnections().length === 0, 'the first is evicted')
    a.links.send(idOf(first), pingOf(2))
    await until(() => first.got.length === 2, 'the first again')
  })

  it('hearing a member keeps its link from being the one that goes', async () => {
    const others = [await createStation(), await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 2 })
    const [first, second, third] = others as [Station, Station, Station]

    for (const other of [first, second]) {
      a.links.send(idOf(other), pingOf(1))
      await until(() => other.got.length === 1, 'it has arrived')
    }
    first.links.send(idOf(a), pingOf(9))
    await until(() => a.got.length === 1, 'the first is heard')
    a.links.send(idOf(third), pingOf(1))
    await until(() => second.node.getConnections().length === 0, 'the second is evicted')

    assert.equal(first.node.getConnections().length, 1)
  })

  it('a connection on which another protocol runs stays', async () => {
    const others = [await createStation(), await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 1 })
    const [used, unused, last] = others as [Station, Station, Station]
    await used.node.handle('/app/1.0.0', () => undefined)

    await link(a, used)
    await a.node.dialProtocol(used.node.peerId, '/app/1.0.0')
    await link(a, unused)
    await link(a, last)
    await until(() => unused.node.getConnections().length === 0, 'the connection to the unused one is closed')

    assert.equal(used.node.getConnections().length, 1)
    assert.equal(streamsOf(used).length, 0)
  })

  it('the connection on which the other member has a link of its own stays until that one lets go of it, too', async () => {
    const others = [await createStation(), await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 1 })
    const [speaking, unused, last] = others as [Station, Station, Station]

    await link(a, speaking)
    speaking.links.send(idOf(a), pingOf(1), speaking.got[0]?.connection)
    await until(() => a.got.length === 1, 'it speaks')
    await link(a, unused)
    await link(a, last)
    await until(() => unused.node.getConnections().length === 0, 'the connection to the unused one is closed')
    speaking.links.send(idOf(a), pingOf(2))
    await until(() => a.got.length === 2, 'it speaks on')

    assert.equal(speaking.node.getConnections().length, 1)
    assert.equal(speaking.counters.of('stream:failed'), 0)
    assert.deepEqual(a.told.filter(({ type }) => type === 'disconnected'), [{ type: 'disconnected', member: idOf(unused), lost: false }])
  })

  it('the connection of a mesh peer stays', async () => {
    const others = [await createStation(), await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 1 })
    const [meshed, unused, last] = others as [Station, Station, Station]
    const mesh = a.node.services.pubsub as unknown as { getMeshPeers: (topic: string) => string[] }
    a.node.services.pubsub.subscribe('news')
    meshed.node.services.pubsub.subscribe('news')

    await link(a, meshed)
    await until(() => mesh.getMeshPeers('news').includes(idOf(meshed)), 'it is in the mesh')
    await link(a, unused)
    await link(a, last)
    await until(() => unused.node.getConnections().length === 0, 'the connection to the unused one is closed')

    assert.equal(meshed.node.getConnections().length, 1)
    assert.equal(streamsOf(meshed).length, 0)
  })
})

describe('what is left over from a dead member', () => {
  it('is dropped: its streams, and the connection that nobody else uses', async () => {
    const b = await createStation()
    const a = await createStation([b])
    a.links.send(idOf(b), pingOf(1))
    await until(() => b.got.length === 1, 'it has arrived')

    a.links.drop(idOf(b))
    await until(() => a.node.getConnections().length === 0, 'the connection is closed')

    assert.equal(a.links.size, 0)
    assert.equal(a.counters.of('stream:failed'), 0)
  })
})

/** Links a station to another one, and waits until libp2p has done what it does on a new connection. */
async function link (a: Station, other: Station): Promise<void> {
  a.links.send(idOf(other), pingOf(1))
  await until(() => other.got.length > 0, 'it has arrived')
  await until(() => a.node.getConnections(other.node.peerId).every(({ streams }) => streams.every(({ protocol }) => protocol !== '')), 'nothing is being negotiated')
}
