import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import * as lp from 'it-length-prefixed'
import { memberProtocol } from '../../src/libp2p/protocols.js'
import { member, stopMembers } from './members.js'
import { startPlainNode } from './nodes.js'
import { bytesOf, claimOf, createIdentity, nextEvent, until } from './support.js'
import type { MemberInfo } from '../../src/index.js'
import type { PlainNode } from './nodes.js'

const running: PlainNode[] = []

afterEach(async () => {
  await stopMembers()
  await Promise.all(running.splice(0).map(async node => { await node.stop() }))
})

describe('a member that says who it is and then nothing', () => {
  it('is declared dead, and what is left of it is let go of', async () => {
    const silent = await createIdentity()
    const node = await startPlainNode({ privateKey: silent.privateKey })
    running.push(node)
    await node.handle(memberProtocol('test'), () => undefined)
    const watcher = await member()
    const seen = ['member:join', 'member:suspect', 'member:dead'].map(async type => await nextEvent<MemberInfo>(watcher.services.shoal, type))
    await until(() => watcher.services.shoal.joined, 'there is a cluster')

    const addresses = node.getMultiaddrs().map(address => address.decapsulateCode(421).toString())
    const stream = await node.dialProtocol(watcher.getMultiaddrs(), memberProtocol('test'))
    const claim = claimOf(silent.id, { addresses, generation: Date.now() })
    stream.send(lp.encode.single(await bytesOf({ type: 'gossip', updates: [{ type: 'claim', claim }] }, silent)))

    assert.deepEqual((await Promise.all(seen)).map(({ peerId }) => peerId.toString()), [silent.id, silent.id, silent.id])
    await until(() => watcher.getConnections(node.peerId).length === 0, 'its connection is closed')
  })
})
