import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { multiaddr } from '@multiformats/multiaddr'
import { TypedEventEmitter } from 'main-event'
import { addressOfPeer, hostOf, isLoopbackHost, listening, ownAddresses, parseAddress, partAddresses, peerOf } from '../../src/libp2p/addresses.js'
import { createIdentity } from './support.js'
import type { ShoalComponents } from '../../src/libp2p/components.js'
import type { Libp2pEvents } from '@libp2p/interface'

const alice = await createIdentity()
const bob = await createIdentity()

function manager (...texts: string[]): { getAddresses: () => Array<ReturnType<typeof multiaddr>> } {
  return { getAddresses: () => texts.map(text => multiaddr(text)) }
}

describe('what others can dial us at', () => {
  it('is without our own id, and keeps that of a relay', () => {
    const relayed = `/ip4/203.0.113.1/tcp/1/p2p/${bob.id}/p2p-circuit`

    assert.deepEqual(
      ownAddresses(manager(`/ip4/10.0.0.1/tcp/1/p2p/${alice.id}`, `${relayed}/p2p/${alice.id}`), alice.peerId),
      ['/ip4/10.0.0.1/tcp/1', relayed]
    )
  })

  it('has each address once, and loopback last', () => {
    const addresses = manager('/ip4/127.0.0.1/tcp/1', '/ip4/10.0.0.1/tcp/1', '/ip6/::1/tcp/1', '/ip4/10.0.0.1/tcp/1', '/dns4/localhost/tcp/1')

    assert.deepEqual(ownAddresses(addresses, alice.peerId), ['/ip4/10.0.0.1/tcp/1', '/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1', '/dns4/localhost/tcp/1'])
  })

  it('is eight addresses at most, and none that is too long for a claim', () => {
    const many = Array.from({ length: 12 }, (_, index) => `/ip4/10.0.0.${index}/tcp/1`)

    assert.equal(ownAddresses(manager(`/dns4/${'x'.repeat(250)}/tcp/1`, ...many), alice.peerId).length, 8)
    assert.deepEqual(ownAddresses(manager(`/dns4/${'x'.repeat(250)}/tcp/1`), alice.peerId), [])
  })
})

describe('the address of a peer', () => {
  it('has its id at the end', () => {
    assert.equal(addressOfPeer('/ip4/10.0.0.1/tcp/1', alice.peerId)?.toString(), `/ip4/10.0.0.1/tcp/1/p2p/${alice.id}`)
    assert.equal(addressOfPeer(`/ip4/10.0.0.1/tcp/1/p2p/${alice.id}`, alice.peerId)?.toString(), `/ip4/10.0.0.1/tcp/1/p2p/${alice.id}`)
  })

  it('is none if it names another one, or is no address', () => {
    assert.equal(addressOfPeer(`/ip4/10.0.0.1/tcp/1/p2p/${bob.id}`, alice.peerId), undefined)
    assert.equal(addressOfPeer('10.0.0.1:1', alice.peerId), undefined)
    assert.equal(addressOfPeer('', alice.peerId), undefined)
  })

  it('names its end, not a relay on the way', () => {
    assert.equal(peerOf(multiaddr(`/ip4/10.0.0.1/tcp/1/p2p/${bob.id}/p2p-circuit`)), undefined)
    assert.equal(peerOf(multiaddr(`/ip4/10.0.0.1/tcp/1/p2p/${bob.id}/p2p-circuit/p2p/${alice.id}`)), alice.id)
    assert.equal(parseAddress('nonsense'), undefined)
  })
})

describe('the host of an address', () => {
  it('is an IP address in its one form, or a name', () => {
    const hosts = ['/ip4/10.0.0.1/tcp/1/ws', '/ip6/2001:DB8:0::1/tcp/1', '/ip6zone/eth0/ip6/fe80::1/tcp/1', '/dns4/member.example/tcp/1']

    assert.deepEqual(hosts.map(text => hostOf(multiaddr(text))), ['10.0.0.1', '2001:db8::1', 'fe80::1', 'member.example'])
  })

  it('is the kind of an address that stays within the machine', () => {
    assert.equal(hostOf(multiaddr('/memory/a')), hostOf(multiaddr('/memory/b')))
    assert.equal(hostOf(undefined), undefined)
  })

  it('is this machine by itself where it is loopback', () => {
    assert.ok(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].every(isLoopbackHost))
    assert.ok(!['10.127.0.1', '::127', 'localhost.example', '2001:db8::1'].some(isLoopbackHost))
  })
})

describe('the addresses at which only the member itself can answer', () => {
  const CIRCUIT = '/ip4/192.0.2.9/tcp/4001/p2p/12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp/p2p-circuit'

  it('are those that are neither a relay\'s nor on loopback', () => {
    assert.deepEqual(partAddresses(['/ip4/192.0.2.1/tcp/1', CIRCUIT, '/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1']), {
      telling: ['/ip4/192.0.2.1/tcp/1'],
      others: [CIRCUIT, '/ip4/127.0.0.1/tcp/1', '/ip6/::1/tcp/1']
    })
  })

  it('are those on loopback, where it has no others', () => {
    assert.deepEqual(partAddresses([CIRCUIT, '/ip4/127.0.0.1/tcp/1']), { telling: ['/ip4/127.0.0.1/tcp/1'], others: [CIRCUIT] })
  })

  it('are none, where it has a relay\'s only', () => {
    assert.deepEqual(partAddresses([CIRCUIT]), { telling: [], others: [CIRCUIT] })
  })
})

describe('waiting to listen', () => {
  function node (listen: string[], addresses: () => string[]): Pick<ShoalComponents, 'addressManager' | 'events' | 'peerId'> {
    return {
      peerId: alice.peerId,
      events: new TypedEventEmitter<Libp2pEvents>(),
      addressManager: {
        getListenAddrs: () => listen.map(text => multiaddr(text)),
        getAddresses: () => addresses().map(text => multiaddr(text))
      } as unknown as ShoalComponents['addressManager']
    }
  }

  it('ends at once for a node that listens nowhere, and for one that listens already', async () => {
    await listening(node([], () => []), new AbortController().signal)
    await listening(node(['/ip4/0.0.0.0/tcp/0'], () => ['/ip4/10.0.0.1/tcp/1']), new AbortController().signal)
  })

  it('ends with the first listener, or when the node stops, and leaves no listener behind', async () => {
    const components = node(['/ip4/0.0.0.0/tcp/0'], () => [])
    const waiting = listening(components, new AbortController().signal)
    components.events.safeDispatchEvent('transport:listening')
    await waiting
    await listening(components, AbortSignal.abort())

    assert.equal(components.events.listenerCount('transport:listening'), 0)
  })
})
