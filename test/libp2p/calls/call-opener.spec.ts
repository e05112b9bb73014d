import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { CallOpener } from '../../../src/libp2p/calls/call-opener.js'
import { callProtocol } from '../../../src/libp2p/protocols.js'
import { connectorOf } from '../connecting.js'
import { createIdentity } from '../support.js'
import { plainNode, stopNodes } from './call-station.js'
import { quiet } from './rig.js'
import type { OpenedStream } from '../../../src/libp2p/connector.js'
import type { Connection, Stream } from '@libp2p/interface'

const peer = (await createIdentity()).id

afterEach(stopNodes)

/** An opener whose streams come up when they are let; and on which connections they were asked for. */
function openerOf (): { opener: CallOpener, asked: Array<PromiseWithResolvers<OpenedStream> & { on: Connection | undefined }>, connections: Connection[] } {
  const asked: Array<PromiseWithResolvers<OpenedStream> & { on: Connection | undefined }> = []
  const connections: Connection[] = []
  const opener = new CallOpener({
    existing: () => connections[0],
    open: async (_peer, _protocol, on) => {
      const opening = { ...Promise.withResolvers<OpenedStream>(), on }
      asked.push(opening)
      return await opening.promise
    }
  }, 'test')

  return { opener, asked, connections }
}

describe('streams of calls', () => {
  it('wait for the first one on a connection, and not for each other then', async () => {
    const { opener, asked, connections } = openerOf()
    const [connection, stream] = [{} as Connection, {} as Stream]
    connections.push(connection)
    const opened = Array.from({ length: 20 }, async () => await opener.open(peer))
    await quiet()
    assert.equal(asked.length, 1)

    asked[0]?.resolve({ connection, stream })
    await quiet()

    assert.deepEqual(asked.slice(1).map(({ on }) => on), Array.from({ length: 19 }, () => connection))
    for (const { resolve } of asked) resolve({ connection, stream })
    await Promise.all(opened)
  })

  it('wait anew on another connection', async () => {
    const { opener, asked, connections } = openerOf()
    const stream = {} as Stream
    const opened = [opener.open(peer)]
    asked[0]?.resolve({ connection: {} as Connection, stream })
    await Promise.all(opened)
    const next = { id: 'next' } as Connection
    connections.push(next)

    opened.push(opener.open(peer), opener.open(peer))
    await quiet()

    assert.equal(asked.length, 2)
    asked[1]?.resolve({ connection: next, stream })
    await quiet()
    asked[2]?.resolve({ connection: next, stream })
    await Promise.all(opened)
  })

  it('fail with the first one, and the next is a first one again', async () => {
    const { opener, asked } = openerOf()
    const opened = [opener.open(peer), opener.open(peer)].map(async opening => { await assert.rejects(opening, { message: 'nobody there' }) })
    await quiet()

    asked[0]?.reject(new Error('nobody there'))
    await Promise.all(opened)
    void opener.open(peer)

    assert.equal(asked.length, 2)
  })

  it('come up by the dozen on a connection that is not there yet, time after time', { timeout: 60_000 }, async () => {
    for (let round = 0; round < 10; round++) {
      const [a, b] = [await plainNode(), await plainNode()]
      await b.handle(callProtocol('test'), () => undefined, { maxInboundStreams: 100 })
      const { connector } = connectorOf(a, [b], { grace: 0 })
      const opener = new CallOpener(connector, 'test')

      const streams = await Promise.all(Array.from({ length: 40 }, async () => await opener.open(b.peerId.toString())))

      assert.equal(streams.filter(({ status }) => status === 'open').length, 40, `round ${round}`)
      assert.equal(a.getConnections().length, 1)
    }
  })
})
