import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { toPublicEvent } from '../../src/libp2p/events.js'
import { toMemberInfo } from '../../src/libp2p/public-view.js'
import { createIdentity } from './support.js'
import type { MemberSnapshot } from '../../src/core/index.js'

const alice = await createIdentity()

const SNAPSHOT: MemberSnapshot = {
  id: alice.id,
  state: 'alive',
  generation: 7,
  incarnation: 2,
  priority: 3,
  eligible: true,
  position: 1,
  addresses: ['/ip4/127.0.0.1/tcp/4001'],
  groups: [],
  metadata: Uint8Array.of(1),
  probation: false,
  protocol: { min: 1, max: 1 }
}

describe('a member as the application sees it', () => {
  it('is what the core knows of it, by PeerId', () => {
    const { peerId, addresses, ...rest } = toMemberInfo(SNAPSHOT)

    assert.ok(peerId.equals(alice.peerId))
    assert.deepEqual(addresses.map(String), SNAPSHOT.addresses)
    assert.deepEqual(rest, { state: 'alive', position: 1, priority: 3, eligible: true, generation: 7, incarnation: 2, probation: false, metadata: Uint8Array.of(1) })
  })

  it('that is dead has no position', () => {
    const { position, ...dead } = SNAPSHOT

    assert.equal('position' in toMemberInfo({ ...dead, state: 'dead' }), false)
  })

  it('is the same in each event of it, which says when it is on probation', () => {
    for (const type of ['member:join', 'member:suspect', 'member:alive', 'member:dead', 'member:leave', 'member:update'] as const) {
      for (const probation of [true, false]) {
        const event = toPublicEvent({ type, member: { ...SNAPSHOT, probation } }) as CustomEvent

        assert.deepEqual([event.type, event.detail], [type, toMemberInfo({ ...SNAPSHOT, probation })])
        assert.equal(event.detail.probation, probation)
      }
    }
  })
})
