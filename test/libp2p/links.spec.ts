import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import * as lp from 'it-length-prefixed'
import { OUTBOX_MAX } from '../../src/libp2p/outbox.js'
import { bulkProtocol, memberProtocol } from '../../src/libp2p/protocols.js'
import { isSealValid, sealedIn } from '../../src/libp2p/seals.js'
import { encodeMessage } from '../../src/wire/index.js'
import { CLUSTER, createStation, idOf, seqsOf, stopStations, streamsOf } from './station.js'
import { claimOf, pingOf, until } from './support.js'
import type { Message } from '../../src/core/index.js'
import type { Station } from './station.js'

afterEach(stopStations)

const MUXERS = [['yamux', '/yamux/1.0.0'], ['mplex', '/mplex/6.7.0'], ['both', '/yamux/1.0.0']] as const

describe('Links', () => {
  for (const [muxer, negotiated] of MUXERS) {
    it(`messages arrive in order on one stream, with ${muxer} offered`, async () => {
      const b = await createStation([], { muxer })
      const a = await createStation([b], { muxer })

      for (let seq = 0; seq < 40; seq++) {
        a.links.send(idOf(b), pingOf(seq))
      }
      await until(() => b.got.length === 40, 'all have arrived')

      assert.deepEqual(seqsOf(b), Array.from({ length: 40 }, (_, seq) => seq))
      assert.ok(b.got.every(({ from }) => from === idOf(a)))
      assert.equal(streamsOf(a).length, 1)
      assert.equal(a.node.getConnections()[0]?.multiplexer, negotiated)
    })
  }

  it('two members that send to each other have one connection with one stream in each direction', async () => {
    const b = await createStation()
    const a = await createStation([b])

    a.links.send(idOf(b), pingOf(1))
    await until(() => b.got.length === 1, 'the ping')
    b.links.send(idOf(a), pingOf(2))
    await until(() => a.got.length === 1, 'the answer')

    assert.equal(a.node.getConnections().length, 1)
    assert.deepEqual(streamsOf(a).map(({ direction }) => direction).sort(), ['inbound', 'outbound'])
  })

  it('large messages go on a stream of their own', async () => {
    const b = await createStation()
    const a = await createStation([b])

    a.links.send(idOf(b), pingOf(1))
    a.links.send(idOf(b), { type: 'sync', versions: [] })
    await until(() => b.got.length === 2, 'both')

    assert.equal(streamsOf(b).length, 1)
    assert.equal(streamsOf(b, bulkProtocol(CLUSTER)).length, 1)
  })

  it('closing writes what waits, and frees the streams on both sides', async () => {
    const b = await createStation()
    const a = await createStation([b])
    a.links.send(idOf(b), pingOf(1))
    await until(() => b.got.length === 1, 'the stream is open')

    a.links.send(idOf(b), pingOf(2))
    await a.links.close()
    await until(() => b.got.length === 2, 'the last one')
    await until(() => streamsOf(a).length + streamsOf(b).length === 0, 'the streams are gone')
    a.links.send(idOf(b), pingOf(3))

    assert.equal(a.links.size, 0)
    assert.equal(a.counters.of('stream:failed') + b.counters.of('decode:error'), 0)
  })

  it('a claim of our own travels signed', async () => {
    const b = await createStation()
    const a = await createStation([b])

    a.links.send(idOf(b), { type: 'gossip', updates: [{ type: 'claim', claim: claimOf(idOf(a)) }] })
    await until(() => b.got.length === 1, 'the claim')

    const [claim] = b.got.flatMap(({ message }) => sealedIn(message))
    assert.ok(claim !== undefined && await isSealValid(claim))
  })

  it('to a peer that does not read, the oldest messages are dropped and counted, and nothing else waits', async () => {
    const b = await createStation()
    const a = await createStation([b])
    a.links.send(idOf(b), pingOf(0))
    await until(() => b.got.length === 1, 'the stream is open')

    // Within one turn nothing is written, so the outbox has to hold it all.
    for (let seq = 1; seq <= OUTBOX_MAX + 10; seq++) {
      a.links.send(idOf(b), pingOf(seq))
    }
    await until(() => seqsOf(b).at(-1) === OUTBOX_MAX + 10, 'the last has arrived')

    assert.ok(a.counters.of('outbox:dropped') >= 9)
    assert.equal(b.got.length, 1 + OUTBOX_MAX + 10 - a.counters.of('outbox:dropped'))
  })

  it('a member that is gone costs a refused dial, and the next message tries again', async () => {
    const b = await createStation()
    const a = await createStation([b])
    a.links.send(idOf(b), pingOf(0))
    await until(() => b.got.length === 1, 'they are connected')
    await b.node.stop()
    await until(() => a.node.getConnections().length === 0, 'it has gone')

    a.links.send(idOf(b), pingOf(1))
    await until(() => a.counters.of('dial:refused') === 1, 'the first attempt')
    a.links.send(idOf(b), pingOf(2))
    await until(() => a.counters.of('dial:refused') === 2, 'the second attempt')

    assert.deepEqual(a.counters.all(), { 'dial:refused': 2 })
    assert.deepEqual(a.told.filter(({ type }) => type === 'refused'), [{ type: 'refused', member: idOf(b) }, { type: 'refused', member: idOf(b) }])
  })

  it('an id that is no peer is counted, and nothing happens', async () => {
    const a = await createStation()
    a.links.send('nonsense', pingOf(1))

    assert.equal(a.counters.of('address:invalid'), 1)
    assert.equal(a.links.size, 0)
  })

  it('a message above the bound of its stream is not sent', async () => {
    const b = await createStation()
    const a = await createStation([b])
    const metadata = new Uint8Array(512)
    const addresses = Array.from({ length: 8 }, (_, index) => `/dns4/${'x'.repeat(240)}${index}/tcp/1`)
    const claims = Array.from({ length: 40 }, (_, incarnation) => ({ type: 'claim' as const, claim: claimOf(idOf(a), { incarnation, metadata, addresses }) }))

    a.links.send(idOf(b), pingOf(1, claims))
    a.links.send(idOf(b), pingOf(2))
    await until(() => b.got.length === 1, 'the small one')

    assert.deepEqual(seqsOf(b), [2])
    assert.equal(a.counters.of('frame:too-large'), 1)
  })
})

describe('the end of all links', () => {
  it('comes when one that was evicted just before has said what it had to say, too', async () => {
    const others = [await createStation(), await createStation()]
    const a = await createStation(others, { maxLinks: 1 })
    const [evicted, dropped] = others as [Station, Station]

    a.links.send(idOf(evicted), pingOf(1))
    a.links.send(idOf(dropped), pingOf(1))
    a.links.drop(idOf(dropped))
    await a.links.close()

    assert.deepEqual(a.node.getConnections(evicted.node.peerId).length, 1)
    await until(() => evicted.got.length === 1, 'it arrives')
  })
})

describe('a member with two connections', () => {
  it('is answered on the one on which it spoke, and spoken to on the younger one', async () => {
    const b = await createStation()
    const a = await createStation([b])
    const old = await b.node.dial(a.node.getMultiaddrs())
    await until(() => a.node.getConnections().length === 1, 'the other side has it too')
    await until(() => Date.now() > (a.node.getConnections()[0]?.timeline.open ?? 0), 'the clock ticks')
    const young = await b.node.dial(a.node.getMultiaddrs(), { force: true })
    const [onOld, onYoung] = await Promise.all([old, young].map(async connection => await connection.newStream(memberProtocol(CLUSTER))))

    onOld?.send(await frameOf(pingOf(1)))
    onYoung?.send(await frameOf(pingOf(2)))
    await until(() => a.got.length === 2, 'both pings')
    for (const { message, connection } of a.got) {
      a.links.send(idOf(b), { ...message, seq: 10 * (message as { seq: number }).seq } as Message, connection)
    }
    a.links.send(idOf(b), pingOf(3))
    await until(() => b.got.length === 3, 'both answers, and a ping')

    const heardOn = new Map(b.got.map(({ message, connection }) => [(message as { seq: number }).seq, connection.id]))
    assert.equal(heardOn.get(10), old.id)
    assert.equal(heardOn.get(20), young.id)
    assert.equal(heardOn.get(3), young.id)
  })

  it('is answered on the other one when the one on which it spoke is closed', async () => {
    const b = await createStation()
    const a = await createStation([b])
    await b.node.dial(a.node.getMultiaddrs())
    const closed = await b.node.dial(a.node.getMultiaddrs(), { force: true })
    const [spokenOn] = a.node.getConnections().filter(({ remoteAddr }) => remoteAddr.toString().includes('tcp'))
    await closed.close()
    await until(() => a.node.getConnections().length === 1, 'one is left')

    a.links.send(idOf(b), pingOf(1), spokenOn)
    await until(() => b.got.length === 1, 'the answer')
  })
})

async function frameOf (message: Message): Promise<Uint8Array> {
  return lp.encode.single(encodeMessage(message, () => new Uint8Array())).subarray()
}
