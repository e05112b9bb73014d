import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { tellingOwnProbation, toPublicEvent } from '../../src/libp2p/events.js'
import { toMemberInfo } from '../../src/libp2p/public-view.js'
import { accusation, LoneCore, UNIX_START } from '../core/lone-core.js'
import { createIdentity } from './support.js'
import type { Effect, Mark, MemberSnapshot } from '../../src/core/index.js'

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
  leaving: false,
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

describe('the probation of the member itself', () => {
  it('is told to its own application when it begins and when it ends, after what came with that, and not in between', () => {
    const marks: Array<Mark | undefined> = ['probation:began', undefined, 'probation:ended', undefined]
    let probation = false
    const core = {
      get self () { return { ...SNAPSHOT, probation } },
      step: (): Effect[] => {
        const mark = marks.shift()
        probation = mark === undefined ? probation : mark === 'probation:began'
        return mark === undefined ? [{ type: 'bootstrap' }] : [{ type: 'trace', mark }]
      },
      nextTimeout: () => 7
    }
    const telling = tellingOwnProbation(core)
    const steps = [1, 2, 3, 4].map(now => telling.step(now, { type: 'wake' }).map(effect => effect.type === 'emit' && effect.event.type === 'member:update' ? effect.event.member.probation : effect.type))

    assert.deepEqual(steps, [['trace', true], ['bootstrap'], ['trace', false], ['bootstrap']])
    assert.equal(telling.nextTimeout(), 7)
  })

  it('is told of a real core that has to refute what many say', () => {
    const crowd = Array.from({ length: 12 }, (_, index) => `m${index}`)
    const lone = new LoneCore({}, crowd)
    const telling = tellingOwnProbation(lone.core)

    const told = crowd.flatMap(from => {
      const update = accusation('a', from, { generation: UNIX_START, incarnation: lone.core.self.incarnation })
      return telling.step(lone.now, { type: 'message', from, message: { type: 'gossip', updates: [update] } })
    }).flatMap(effect => effect.type === 'emit' && effect.event.type === 'member:update' ? [effect.event.member] : [])

    assert.deepEqual(told.map(({ id, probation }) => [id, probation]), [['a', true]])
  })
})
