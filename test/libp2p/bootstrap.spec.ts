import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { multiaddr } from '@multiformats/multiaddr'
import { Bootstrap } from '../../src/libp2p/bootstrap.js'
import { createIdentity, log } from './support.js'
import type { BootstrapOptions } from '../../src/libp2p/bootstrap.js'
import type { Connector } from '../../src/libp2p/connector.js'
import type { PeerId } from '@libp2p/interface'

const self = await createIdentity()
const alice = await createIdentity()
const bob = await createIdentity()

/** Dials without a network: who is at which address, and what was dialled. */
class Phone {
  readonly dialled: string[] = []
  readonly connected = new Set<string>()
  readonly peers: ReadonlyMap<string, PeerId>
  atOnce = 0
  atOnceMax = 0

  constructor (peers: Record<string, PeerId>) {
    this.peers = new Map(Object.entries(peers))
  }

  existing (peer: PeerId): unknown {
    return this.connected.has(peer.toString()) ? {} : undefined
  }

  async dial (address: { toString: () => string }): Promise<{ remotePeer: PeerId }> {
    this.dialled.push(address.toString())
    this.atOnceMax = Math.max(this.atOnceMax, ++this.atOnce)
    await new Promise(resolve => { setImmediate(resolve) })
    this.atOnce--
    const remotePeer = this.peers.get(address.toString())

    if (remotePeer === undefined) throw new Error('refused')
    if (remotePeer.equals(self.peerId)) throw Object.assign(new Error('Can not dial self'), { name: 'InvalidPeerIdError' })
    this.connected.add(remotePeer.toString())

    return { remotePeer }
  }

  async connect (peer: PeerId, [address = '']: readonly string[]): Promise<{ remotePeer: PeerId }> {
    return this.existing(peer) === undefined ? await this.dial(address) : { remotePeer: peer }
  }
}

function createBootstrap (phone: Phone, addresses: readonly string[], changes: Partial<BootstrapOptions> = {}): { bootstrap: Bootstrap, contacts: string[] } {
  const contacts: string[] = []
  const bootstrap = new Bootstrap({
    self: self.peerId,
    addresses: addresses.map(address => multiaddr(address)),
    stored: [],
    connector: phone as unknown as Connector,
    log,
    ownAddresses: () => ['/ip4/10.0.0.9/tcp/1'],
    isJoining: () => true,
    contact: member => { contacts.push(member) },
    ...changes
  })

  return { bootstrap, contacts }
}

describe('Bootstrap', () => {
  it('reports each member that it reaches', async () => {
    const phone = new Phone({ '/ip4/10.0.0.1/tcp/1': alice.peerId, '/ip4/10.0.0.2/tcp/1': bob.peerId })
    const { bootstrap, contacts } = createBootstrap(phone, ['/ip4/10.0.0.1/tcp/1', '/ip4/10.0.0.2/tcp/1', '/ip4/10.0.0.3/tcp/1'])
    await bootstrap.round()

    assert.deepEqual(contacts.sort(), [alice.id, bob.id].sort())
  })

  it('does not dial its own listen address, or one with its own id', async () => {
    const phone = new Phone({})
    const { bootstrap } = createBootstrap(phone, ['/ip4/10.0.0.9/tcp/1', `/dns4/here/tcp/1/p2p/${self.id}`])
    await bootstrap.round()

    assert.deepEqual(phone.dialled, [])
  })

  it('dials an address behind which it finds itself only once', async () => {
    const phone = new Phone({ '/ip4/203.0.113.1/tcp/1': self.peerId })
    const { bootstrap, contacts } = createBootstrap(phone, ['/ip4/203.0.113.1/tcp/1'])
    await bootstrap.round()
    await bootstrap.round()

    assert.equal(phone.dialled.length, 1)
    assert.deepEqual(contacts, [])
  })

  it('dials a name again behind which it found itself: it may lead elsewhere', async () => {
    const phone = new Phone({ '/dns4/cluster/tcp/1': self.peerId })
    const { bootstrap } = createBootstrap(phone, ['/dns4/cluster/tcp/1'])
    await bootstrap.round()
    await bootstrap.round()

    assert.equal(phone.dialled.length, 2)
  })

  it('reports a connected member without dialling it again', async () => {
    const phone = new Phone({ '/ip4/10.0.0.1/tcp/1': alice.peerId })
    const { bootstrap, contacts } = createBootstrap(phone, ['/ip4/10.0.0.1/tcp/1'])
    await bootstrap.round()
    await bootstrap.round()

    assert.equal(phone.dialled.length, 1)
    assert.deepEqual(contacts, [alice.id, alice.id])
  })

  it('reports a member with several addresses once a round', async () => {
    const phone = new Phone({ '/ip4/10.0.0.1/tcp/1': alice.peerId, '/ip4/10.0.0.2/tcp/1': alice.peerId })
    const { bootstrap, contacts } = createBootstrap(phone, ['/ip4/10.0.0.1/tcp/1', '/ip4/10.0.0.2/tcp/1'])
    await bootstrap.round()

    assert.deepEqual(contacts, [alice.id])
  })

  it('tries stored members while it is joining, and no longer', async () => {
    const phone = new Phone({ '/ip4/10.0.0.5/tcp/1': bob.peerId })
    const stored = [{ id: bob.id, addresses: ['/ip4/10.0.0.5/tcp/1'] }, { id: self.id, addresses: ['/ip4/10.0.0.6/tcp/1'] }, { id: 'nonsense', addresses: [] }]
    const joining = createBootstrap(phone, [], { stored })
    const joined = createBootstrap(new Phone({}), [], { stored, isJoining: () => false })
    await joining.bootstrap.round()
    await joined.bootstrap.round()

    assert.deepEqual(joining.contacts, [bob.id])
    assert.deepEqual(phone.dialled, ['/ip4/10.0.0.5/tcp/1'])
    assert.deepEqual(joined.contacts, [])
  })

  it('dials eight addresses at once, and all of them in the end', async () => {
    const phone = new Phone({})
    const { bootstrap } = createBootstrap(phone, Array.from({ length: 20 }, (_, index) => `/ip4/10.0.1.${index}/tcp/1`))
    await bootstrap.round()

    assert.equal(phone.atOnceMax, 8)
    assert.equal(phone.dialled.length, 20)
  })

  it('runs one round at a time', async () => {
    const phone = new Phone({})
    const { bootstrap } = createBootstrap(phone, ['/ip4/10.0.0.1/tcp/1'])
    await Promise.all([bootstrap.round(), bootstrap.round()])

    assert.equal(phone.dialled.length, 1)
  })
})
