import assert from 'node:assert/strict'
import { before, describe, it } from 'node:test'
import { followEvents } from '../../src/cli/json-lines.js'
import { textLine } from '../../src/cli/text-lines.js'
import { createPeerId, FakeShoal, memberInfo } from './fake-shoal.js'
import type { EventLine } from '../../src/cli/json-lines.js'
import type { PeerId } from '@libp2p/interface'

const TOKEN = (5n << 96n) | 7n
const TOKEN_TEXT = '00000005000000000000000000000007'

describe('the lines of a member', () => {
  let self: PeerId
  let other: PeerId

  before(async () => { [self, other] = await Promise.all([createPeerId(), createPeerId()]) })

  /** What is said when this happens, without the times. */
  function linesOf (happens: (shoal: FakeShoal) => void): Array<Record<string, unknown>> {
    const shoal = new FakeShoal(self)
    const lines: EventLine[] = []
    followEvents(shoal, line => { lines.push(line) })
    happens(shoal)

    assert.ok(lines.every(({ at }) => Math.abs(at - Date.now()) < 10_000))
    return lines.map(({ at, ...body }) => body)
  }

  it('name a member by PeerId, with its position where it has one, and say when it is on probation', () => {
    const lines = linesOf(shoal => {
      shoal.tell('member:join', memberInfo(other, { position: 2 }))
      shoal.tell('member:dead', memberInfo(other, { state: 'dead' }))
      shoal.tell('member:join', memberInfo(other, { position: 2, incarnation: 3, probation: true }))
    })

    assert.deepEqual(lines, [
      { event: 'member:join', peerId: other.toString(), position: 2, incarnation: 2, generation: 100, probation: false },
      { event: 'member:dead', peerId: other.toString(), position: null, incarnation: 2, generation: 100, probation: false },
      { event: 'member:join', peerId: other.toString(), position: 2, incarnation: 3, generation: 100, probation: true }
    ])
  })

  it('say each of the six changes of a member', () => {
    const names = ['member:join', 'member:suspect', 'member:alive', 'member:update', 'member:dead', 'member:leave'] as const
    const lines = linesOf(shoal => {
      for (const name of names) shoal.tell(name, memberInfo(other))
    })

    assert.deepEqual(lines.map(({ event }) => event), names)
  })

  it('say of a table how many partitions each owner has, and nothing of a member that has none', () => {
    const lines = linesOf(shoal => {
      const epoch = { term: 9, version: 3, leader: other }
      shoal.tell('leader:change', { leader: other, term: 9 })
      shoal.tell('table:change', { group: 'jobs', epoch, partitions: 4, roster: [self, other], owners: [other, undefined, other, other], tokens: [TOKEN, 0n, TOKEN, TOKEN], successors: [undefined, undefined, undefined, undefined] })
    })

    assert.deepEqual(lines, [
      { event: 'leader:change', leader: other.toString(), term: 9 },
      { event: 'table:change', group: 'jobs', epoch: { term: 9, version: 3, leader: other.toString() }, owners: { [other.toString()]: 3 } }
    ])
  })

  it('have tokens as 32 hex digits, and the reason of an end', () => {
    const ownership = { group: 'jobs', partition: 3, token: TOKEN }
    const lines = linesOf(shoal => {
      shoal.tell('partition:assign', ownership)
      shoal.tell('partition:revoke', { ...ownership, reason: 'moved' })
      shoal.tell('partition:lost', { ...ownership, reason: 'superseded' })
      shoal.tell('leave', undefined)
    })

    assert.deepEqual(lines, [
      { event: 'partition:assign', group: 'jobs', partition: 3, token: TOKEN_TEXT },
      { event: 'partition:revoke', group: 'jobs', partition: 3, token: TOKEN_TEXT, reason: 'moved' },
      { event: 'partition:lost', group: 'jobs', partition: 3, token: TOKEN_TEXT, reason: 'superseded' },
      { event: 'leave' }
    ])
  })

  it('end when nobody follows any more', () => {
    const shoal = new FakeShoal(self)
    const lines: EventLine[] = []
    const end = followEvents(shoal, line => { lines.push(line) })
    end()
    shoal.tell('leader:change', { leader: other, term: 9 })

    assert.deepEqual(lines, [])
  })

  it('for people are one line each', () => {
    const at = Date.UTC(2025, 0, 1, 12, 30, 15, 7)
    const peerId = 'abcdefghijklm'

    assert.equal(textLine({ at, event: 'ready', peerId, addrs: ['/ip4/1.2.3.4/tcp/5'], admin: null }), `12:30:15.007 ready            ${peerId} /ip4/1.2.3.4/tcp/5`)
    assert.equal(textLine({ at, event: 'member:suspect', peerId, position: 3, incarnation: 1, generation: 2, probation: false }), '12:30:15.007 member:suspect   fghijklm at position 3, incarnation 1')
    assert.equal(textLine({ at, event: 'member:join', peerId, position: 3, incarnation: 1, generation: 2, probation: true }), '12:30:15.007 member:join      fghijklm at position 3, incarnation 1, on probation')
    assert.equal(textLine({ at, event: 'table:change', group: 'jobs', epoch: { term: 1, version: 2, leader: peerId }, owners: { [peerId]: 4 } }), '12:30:15.007 table:change     jobs epoch 1.2: fghijklm 4')
    assert.equal(textLine({ at, event: 'partition:lost', group: 'jobs', partition: 5, token: 'ff', reason: 'conflict' }), '12:30:15.007 partition:lost   jobs/5 token ff (conflict)')
    assert.equal(textLine({ at, event: 'leave' }), '12:30:15.007 leave')
  })
})
