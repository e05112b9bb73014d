import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken } from '../../../src/core/index.js'
import { claim, LATENCY, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions, Update } from '../../../src/core/index.js'

const JOBS = { groups: [{ name: 'jobs', partitions: 2 }] }

describe('a new leader that has not heard of members that a table names', () => {
  it('waits until it has: to plan without them would take their work', () => {
    assert.deepEqual(withAndWithout('office:acquaints', options => {
      const lone = taking(options)
      lone.run(300)
      const before = lone.core.table('jobs')?.epoch.leader
      lone.say('b', worker('w1'), worker('w2'))
      lone.run(300)
      return [before, lone.core.table('jobs')?.epoch.leader, lone.core.table('jobs')?.roster.map(({ id }) => id)]
    }), [['b', 'a', ['w1', 'w2']], ['a', 'a', ['w1']]])
  })

  it('waits for four times settle, as they may be forgotten for good', () => {
    const lone = taking()

    const took = lone.until(() => lone.core.table('jobs')?.epoch.leader === 'a', 10_000, 'a table of its own')

    assert.equal(took, 2_000 + 2 * LATENCY)
  })
})

describe('a new leader that knows no table, as it never knew who made the one that the others have', () => {
  it('goes on from that one: from nothing, it would move what need not move', () => {
    assert.deepEqual(withAndWithout('office:unknown-predecessor', options => {
      const lone = succeeding(options)
      lone.run(1_000)
      const { epoch, parent, owners = [] } = lone.core.table('jobs') ?? {}
      return [epoch?.leader, parent?.leader, owners.join('')]
    }), [['a', 'gone', '01'], ['a', undefined, '10']])
  })

  it('waits for the members that it names', () => {
    const lone = succeeding({}, ['w1'])
    lone.run(1_000)
    assert.equal(lone.core.table('jobs'), undefined)
    lone.say('w1', worker('w2'))
    lone.run(1_000)
    assert.deepEqual(lone.core.table('jobs')?.roster.map(({ id }) => id), ['w1', 'w2'])
  })
})

/** A core whose turn it is among those workers, which have a table of somebody that it does not know. */
function succeeding (options: Partial<CoreOptions> = {}, known = ['w1', 'w2']): LoneCore {
  const lone = new LoneCore({ ...options, eligible: true, priority: 5 })
  const answer = lone.reply
  const epoch = { term: UNIX_START / 1_000, leader: 'gone', version: 1 }
  const roster = ['w1', 'w2'].map(id => ({ id, generation: 1 }))
  const table = { cluster: 'test', group: 'jobs', partitions: 2, epoch, roster, owners: [0, 1], tokens: [packToken(epoch), packToken(epoch)], successors: [-1, -1] }

  lone.reply = (to, message) => {
    switch (message.type) {
      case 'collect': return { message: { type: 'report', seq: message.seq, term: epoch.term, tables: [{ group: 'jobs', epoch: packToken(epoch) }] } }
      case 'table-pull': return { message: { type: 'table', table } }
      default: return answer(to, message)
    }
  }
  lone.say('w1', claim('l', { priority: 1, eligible: true }), ...known.map(worker))
  lone.say('w1', claim('l', { priority: 1, incarnation: 1, left: true }))

  return lone
}

/** A core whose turn it is, and that was told of the workers `w1` and `w2` by a table only, but knows `w1`. */
function taking (options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore({ ...options, eligible: true, priority: 5 })
  const answer = lone.reply
  const epoch = { term: UNIX_START / 1_000, leader: 'b', version: 1 }
  const roster = ['w1', 'w2'].map(id => ({ id, generation: 1 }))

  lone.reply = (to, message) => message.type === 'collect'
    ? { message: { type: 'report', seq: message.seq, term: epoch.term, tables: [{ group: 'jobs', epoch: packToken(epoch) }] } }
    : answer(to, message)
  lone.say('b', claim('b', { priority: 1, term: epoch.term, eligible: true }), worker('w1'))
  lone.tell('b', { type: 'table', table: { cluster: 'test', group: 'jobs', partitions: 2, epoch, roster, owners: [0, 1], tokens: [packToken(epoch), packToken(epoch)], successors: [-1, -1] } })
  lone.say('b', claim('b', { priority: 1, term: epoch.term, incarnation: 1, left: true }))

  return lone
}

function worker (id: string): Update {
  return claim(id, { priority: 9, eligible: false, ...JOBS })
}
