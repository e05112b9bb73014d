import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { multiaddr } from '@multiformats/multiaddr'
import { REACHED_MAX, ReachedHosts } from '../../src/libp2p/reached-hosts.js'
import type { Connection } from '@libp2p/interface'

const HOST = '203.0.113.7'

/** A direct connection that has gone. */
function connectionTo (id: string, changes: Partial<Connection> = {}): Connection {
  return { remotePeer: { toString: () => id }, remoteAddr: multiaddr(`/ip4/${HOST}/tcp/1`), direct: true, ...changes } as unknown as Connection
}

describe('the hosts at which members were reached', () => {
  it('are those of the last direct connections', () => {
    const reached = new ReachedHosts()
    reached.note(connectionTo('a'))
    reached.note(connectionTo('b', { direct: false }))
    reached.note(connectionTo('c', { limits: { seconds: 1 } }))

    assert.ok(reached.isAmong('a', ['192.0.2.1', HOST], []))
    assert.ok(!reached.isAmong('a', ['192.0.2.1'], []))
    assert.ok(!['b', 'c', 'd'].some(id => reached.isAmong(id, [HOST], [])))

    reached.note(connectionTo('a', { remoteAddr: multiaddr('/ip4/192.0.2.1/tcp/1') }))
    assert.ok(!reached.isAmong('a', [HOST], []))
  })

  it('are one host where they are addresses of this machine', () => {
    const reached = new ReachedHosts()
    const own = [`/ip4/${HOST}/tcp/2`, '/dns4/here.example/tcp/2']
    reached.note(connectionTo('a'))
    reached.note(connectionTo('b', { remoteAddr: multiaddr('/ip6/::1/tcp/1') }))

    for (const host of ['127.0.0.1', 'here.example', HOST]) {
      assert.ok(reached.isAmong('a', [host], own) && reached.isAmong('b', [host], own), host)
    }
    assert.ok(!reached.isAmong('a', ['127.0.0.1'], []))
    assert.ok(!reached.isAmong('b', ['192.0.2.1'], own))
  })

  it('are remembered of so many members, those with the youngest ends', () => {
    const reached = new ReachedHosts()
    reached.note(connectionTo('first'))
    reached.note(connectionTo('second'))
    for (let index = 2; index < REACHED_MAX; index++) reached.note(connectionTo(`other-${index}`))
    reached.note(connectionTo('first'))
    reached.note(connectionTo('last'))

    assert.equal(reached.size, REACHED_MAX)
    assert.ok(reached.isAmong('first', [HOST], []) && reached.isAmong('last', [HOST], []))
    assert.ok(!reached.isAmong('second', [HOST], []))
  })
})
