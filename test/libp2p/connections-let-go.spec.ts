import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { memberProtocol } from '../../src/libp2p/protocols.js'
import { breakConnection } from './breaking.js'
import { CLUSTER, createStation, idOf, stopStations } from './station.js'
import { pingOf, until } from './support.js'
import { talker } from './talker.js'
import { said, talked, textsOf, toldOf } from './telling.js'
import type { NodeInit } from './nodes.js'
import type { Station } from './station.js'
import type { Talker } from './talker.js'
import type { Stream } from '@libp2p/interface'
import type { TestContext } from 'node:test'

afterEach(stopStations)

const MUXERS = ['yamux', 'mplex'] as const

const ENDS = {
  break: 'it does',
  drop: 'the one that let go closes it',
  'hang up': 'libp2p closes it where the link is'
} as const

describe('a connection on which the other process has let go of its link', () => {
  for (const muxer of MUXERS) {
    it(`with ${muxer}: it breaks when that process is killed`, async t => {
      const { watcher, other } = await evicted(t, muxer)

      other.kill()
      await until(() => toldOf(watcher, other).length > 1, 'the end of the connection')

      assert.deepEqual(toldOf(watcher, other), ['connected', 'lost'])
    })

    for (const way of ['stop', 'close', 'evict'] as const) {
      it(`with ${muxer}: it does not break when that process ends it by its ${way}`, async t => {
        const { watcher, other } = await evicted(t, muxer)

        other.say(way)
        await until(() => toldOf(watcher, other).length > 1, 'the end of the connection')

        assert.deepEqual(toldOf(watcher, other), ['connected', 'disconnected'])
      })
    }
  }

  for (const init of [{ muxer: 'yamux' }, { muxer: 'mplex' }, { muxer: 'yamux', transport: 'memory' }, { muxer: 'mplex', transport: 'memory' }] as const) {
    for (const dialler of ['keeper', 'evictor'] as const) {
      const where = `with ${Object.values(init).join(' over ')}, dialled by the ${dialler === 'keeper' ? 'one that keeps its link' : 'one that lets go'}`

      for (const end of ['break', 'drop', 'hang up'] as const) {
        it(`${where}: it ${end === 'break' ? 'breaks at both' : 'breaks at neither'} when ${ENDS[end]}`, async () => {
          const { keeper, evictor } = await lettingGo(init, dialler)

          await endAs(end, keeper, evictor)
          await until(() => keeper.told.length > 1 && toldOf(evictor, { id: idOf(keeper) }).length > 1, 'both are told')

          const told = ['connected', end === 'break' ? 'lost' : 'disconnected']
          assert.deepEqual(textsOf(keeper.told), told)
          assert.deepEqual(toldOf(evictor, { id: idOf(keeper) }), told)
        })
      }

      it(`${where}: it does not break for the other one when libp2p closes it where the link is gone`, async () => {
        const { keeper, evictor } = await lettingGo(init, dialler)

        await evictor.node.hangUp(keeper.node.peerId)
        await until(() => keeper.told.length > 1, 'it is told')

        assert.deepEqual(textsOf(keeper.told), ['connected', 'disconnected'])
      })
    }

    it(`with ${Object.values(init).join(' over ')}: it breaks after many times, and leaves no more on the streams of others`, async () => {
      const { keeper, third, evictor } = await lettingGo(init, 'evictor')

      for (let round = 2; round < 12; round++) {
        evictor.links.send(idOf(keeper), pingOf(round))
        await until(() => keeper.got.length === round && inboundOf(keeper, { id: idOf(evictor) }) === 1, 'it speaks again')
        evictor.links.send(idOf(third), pingOf(round))
        await until(() => inboundOf(keeper, { id: idOf(evictor) }) === 0, 'it lets go again')
      }

      assert.ok(gossipOf(keeper).every(stream => stream.listenerCount('remoteCloseWrite') <= 3), 'listeners do not add up')
      breakConnection(evictor.node.getConnections(keeper.node.peerId)[0])
      await until(() => keeper.told.length > 1, 'it breaks')
      assert.deepEqual(textsOf(keeper.told), ['connected', 'lost'])
    })
  }
})

describe('a connection on which both have let go of their links', () => {
  for (const muxer of MUXERS) {
    it(`with ${muxer}: it breaks again as soon as one speaks on it, and one that nobody spoke on does not`, async () => {
      for (const isUsed of [true, false]) {
        const { keeper, third, evictor } = await lettingGo({ muxer, maxLinks: 1 }, 'evictor')
        await keeper.node.handle('/app/1.0.0', () => undefined)
        await evictor.node.dialProtocol(keeper.node.peerId, '/app/1.0.0')
        keeper.addressBook.set(idOf(third), third.addresses)
        keeper.links.send(idOf(third), pingOf(2))
        await until(() => inboundOf(evictor, { id: idOf(keeper) }) === 0, 'it lets go, too')

        if (isUsed) await said(evictor, keeper, 3)
        breakConnection(evictor.node.getConnections(keeper.node.peerId)[0])
        await until(() => toldOf(keeper, { id: idOf(evictor) }).length > 1, 'it is told')

        assert.deepEqual(toldOf(keeper, { id: idOf(evictor) }), ['connected', isUsed ? 'lost' : 'disconnected'])
      }
    })
  }
})

/** Two processes with a connection, of which the other one has let go of its link: it wanted one to somebody else. */
async function evicted (t: TestContext, muxer: typeof MUXERS[number]): Promise<{ watcher: Station, other: Talker }> {
  const watcher = await createStation([], { muxer })
  const third = await createStation([], { muxer })
  const other = await talker(t, [watcher], { muxer, maxLinks: 1 })
  await talked(watcher, other)
  await until(() => gossipOf(watcher).length === 2, 'gossip runs in both directions')

  other.speakTo(third)
  await until(() => third.got.length > 0 && inboundOf(watcher, other) === 0, 'it lets go')

  return { watcher, other }
}

/** How many streams a station has from a peer. */
function inboundOf (station: Station, { id }: Pick<Talker, 'id'>): number {
  const streams = station.node.getConnections().filter(({ remotePeer }) => remotePeer.toString() === id).flatMap(({ streams }) => streams)
  return streams.filter(({ direction, protocol }) => direction === 'inbound' && protocol === memberProtocol(CLUSTER)).length
}

/** The streams of gossip that a station has. */
function gossipOf ({ node }: Station): Stream[] {
  return node.getConnections().flatMap(({ streams }) => streams).filter(({ protocol }) => protocol.startsWith('/meshsub/'))
}

/** Two stations with a connection, of which one has let go of its link for one to a third. */
async function lettingGo (init: NodeInit & { maxLinks?: number }, dialler: 'keeper' | 'evictor'): Promise<Record<'keeper' | 'evictor' | 'third', Station>> {
  const keeper = await createStation([], init)
  const third = await createStation([], init)
  const evictor = await createStation([keeper, third], { ...init, maxLinks: 1 })
  keeper.addressBook.set(idOf(evictor), evictor.addresses)

  await (dialler === 'keeper' ? said(keeper, evictor) : said(evictor, keeper))
  await until(() => gossipOf(keeper).length === 2, 'gossip runs in both directions')
  evictor.links.send(idOf(third), pingOf(1))
  await until(() => third.got.length === 1 && inboundOf(keeper, { id: idOf(evictor) }) === 0, 'it lets go')

  return { keeper, third, evictor }
}

/** Ends what is between two stations. */
async function endAs (end: keyof typeof ENDS, keeper: Station, evictor: Station): Promise<void> {
  switch (end) {
    case 'break': breakConnection(evictor.node.getConnections(keeper.node.peerId)[0]); break
    case 'drop': evictor.links.drop(idOf(keeper)); break
    case 'hang up': await keeper.node.hangUp(evictor.node.peerId); break
  }
}
