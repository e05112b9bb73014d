import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { afterEach, describe, it } from 'node:test'
import * as lp from 'it-length-prefixed'
import { InboundGate } from '../../src/libp2p/inbound-gate.js'
import { bulkProtocol, memberProtocol, tableProtocol } from '../../src/libp2p/protocols.js'
import { encodeMessage } from '../../src/wire/index.js'
import { addressesOf, startMember, startPlainNode, stopAll } from './nodes.js'
import { nextEvent, pingOf, until } from './support.js'
import type { Libp2p, Stream } from '@libp2p/interface'
import type { MemberNode, NodeInit, PlainNode } from './nodes.js'

const running: Libp2p[] = []

afterEach(async () => { await stopAll(...running.splice(0)) })

async function createVictim (init: NodeInit = {}): Promise<MemberNode> {
  const node = await startMember({ groups: { jobs: { partitions: 4 } } }, init)
  running.push(node)
  await until(() => node.services.shoal.joined, 'it has joined')

  return node
}

async function createAttacker (): Promise<PlainNode> {
  const node = await startPlainNode()
  running.push(node)

  return node
}

function countOf ({ services }: MemberNode, name: string): number {
  return services.shoal.counters()[name] ?? 0
}

async function closed (stream: Stream): Promise<void> {
  if (stream.status === 'open') {
    await nextEvent(stream, 'close')
  }
}

/** Bytes with a length before them. */
function frame (bytes: Uint8Array): Uint8Array {
  return lp.encode.single(bytes).subarray()
}

const JUNK: ReadonlyArray<readonly [string, Uint8Array]> = [
  ['text', new TextEncoder().encode('GET / HTTP/1.1\r\n'.repeat(10))],
  ['a frame of text', frame(new TextEncoder().encode('hello'))],
  ['an empty frame', frame(new Uint8Array())],
  ['a length of a terabyte', Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x20)],
  ['a length without an end', new Uint8Array(32).fill(0xff)]
]

describe('junk on a stream', () => {
  for (const protocol of [memberProtocol('test'), bulkProtocol('test')]) {
    for (const [what, bytes] of JUNK) {
      it(`${what} on ${protocol} is counted and ends that stream only`, async () => {
        const victim = await createVictim()
        const attacker = await createAttacker()
        const bad = await attacker.dialProtocol(victim.getMultiaddrs(), protocol)

        bad.send(bytes)
        await closed(bad)

        assert.equal(countOf(victim, 'decode:error'), 1)
        assert.equal(victim.getConnections().length, 1)
        assert.ok(victim.services.shoal.joined)
      })
    }
  }

  it('a request that is none is counted and ends that stream', async () => {
    const victim = await createVictim()
    const attacker = await createAttacker()
    const bad = await attacker.dialProtocol(victim.getMultiaddrs(), tableProtocol('test'))

    bad.send(frame(encodeMessage(pingOf(1), () => new Uint8Array())))
    await closed(bad)

    assert.equal(countOf(victim, 'decode:error'), 1)
  })

  it('does not disturb another member', async () => {
    const victim = await createVictim()
    const friend = await startMember({ bootstrap: addressesOf(victim) })
    running.push(friend)
    await until(() => victim.services.shoal.members().length === 2, 'both are members')
    const attacker = await createAttacker()
    const bad = await attacker.dialProtocol(victim.getMultiaddrs(), memberProtocol('test'))

    bad.send(new Uint8Array(1_000).fill(0xff))
    await closed(bad)

    assert.deepEqual(victim.services.shoal.members().map(({ state }) => state), ['alive', 'alive'])
    assert.ok(victim.getConnections(friend.peerId).every(({ status }) => status === 'open'))
  })
})

describe('streams that are left lying', () => {
  it('a peer may have four streams of a protocol open on a connection; more are cut off', async () => {
    const victim = await createVictim()
    const attacker = await createAttacker()
    const connection = await attacker.dial(victim.getMultiaddrs())
    const attempts = await Promise.allSettled(Array.from({ length: 12 }, async () => await connection.newStream(memberProtocol('test'))))
    const streams = attempts.filter(attempt => attempt.status === 'fulfilled').map(({ value }) => value)

    await until(() => streams.filter(({ status }) => status === 'open').length <= 4, 'the others are cut off')
    assert.ok(streams.some(({ status }) => status === 'open'))
    assert.ok(victim.services.shoal.joined)
  })

  it('a stream that its writer closes is gone on both sides', async () => {
    const victim = await createVictim()
    const attacker = await createAttacker()
    const stream = await attacker.dialProtocol(victim.getMultiaddrs(), memberProtocol('test'))

    stream.send(frame(encodeMessage(pingOf(1), () => new Uint8Array())))
    await stream.close()

    await until(() => stream.status === 'closed', 'it is closed here')
    await until(() => victim.getConnections().flatMap(({ streams }) => streams).every(({ protocol }) => protocol !== memberProtocol('test')), 'it is gone there')
    assert.equal(countOf(victim, 'decode:error'), 0)
  })
})

describe('InboundGate', () => {
  /** Sends bytes to the node's port, and waits until the connection is closed. */
  async function send (node: Libp2p, bytes: Uint8Array | string): Promise<void> {
    const port = node.getMultiaddrs()[0]?.getComponents().find(({ name }) => name === 'tcp')?.value
    const socket = connect(Number(port), '127.0.0.1')
    await new Promise<void>((resolve, reject) => {
      socket.once('error', () => { resolve() })
      socket.once('close', () => { resolve() })
      socket.once('connect', () => { socket.end(bytes) })
      socket.resume()
      socket.setTimeout(5_000, () => { reject(new Error('the node does not hang up')) })
    })
  }

  for (const [what, bytes] of [['an HTTP request', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'], ['random bytes', new Uint8Array(512).map((_, index) => index * 97)], ['half a greeting', '\x13/multistr']] as const) {
    it(`counts ${what} on the port, and the node lives`, async () => {
      const gate = new InboundGate()
      const victim = await createVictim({ connectionGater: gate.gater })

      await send(victim, bytes)
      await until(() => gate.junk === 1, 'it is counted')

      assert.ok(victim.services.shoal.joined)
    })
  }

  it('does not count a peer that hangs up in the middle of its greeting, but one whose next words are none', async () => {
    const gate = new InboundGate()
    const victim = await createVictim({ connectionGater: gate.gater })

    await send(victim, '\x13/multistream/1.0.0\n')
    await send(victim, '\x13/multistream/1.0.0\n\x07/noise\n')
    await send(victim, `\x13/multistream/1.0.0\n${'x'.repeat(200)}`)
    await until(() => gate.junk > 0, 'the last one is counted')
    await send(victim, '')
    await until(() => gate.junk > 1, 'the next one is counted')

    assert.equal(gate.junk, 2)
  })

  it('does not count peers, and lets the gater given decide', async () => {
    let asked = 0
    const gate = new InboundGate({ denyInboundEncryptedConnection: () => ++asked > 1 })
    const victim = await createVictim({ connectionGater: gate.gater })
    const welcome = await createAttacker()
    const denied = await createAttacker()

    await welcome.dial(victim.getMultiaddrs())
    await denied.dial(victim.getMultiaddrs()).catch(() => undefined)
    await until(() => denied.getConnections().length === 0, 'the second is denied')
    await welcome.hangUp(victim.peerId)
    await until(() => victim.getConnections().length === 0, 'the first has gone')

    assert.equal(asked, 2)
    assert.equal(gate.junk, 0)
  })
})
