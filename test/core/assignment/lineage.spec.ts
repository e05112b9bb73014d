import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareEpochs, packToken } from '../../../src/core/index.js'
import { claim, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { Epoch } from '../../../src/core/index.js'

const TERM = UNIX_START / 1_000

describe('a member that reports an earlier table of the former leader', () => {
  it('is on the same line, whether that very version was seen here or not: versions of one leadership are linear', () => {
    const [past, foreign] = withAndWithout('table:history', options => foreignSeen([1, 3].map(epochOf), epochOf(2), options))

    assert.equal(past, 0)
    assert.ok(foreign > 0)
  })

  it('is on the same line however many tables came since', () => {
    const since = Array.from({ length: 70 }, (_, index) => ({ ...epochOf(index + 1), term: TERM + 1 }))
    const [past, foreign] = withAndWithout('table:history-by-office', options => foreignSeen([epochOf(3), ...since], epochOf(2), options))

    assert.equal(past, 0)
    assert.ok(foreign > 0)
  })

  it('is on another line if that version came after all that were seen here', () => {
    assert.ok(foreignSeen([1, 3].map(epochOf), epochOf(4)) > 0)
  })

  it('is on another line if somebody else published it', () => {
    assert.ok(foreignSeen([1, 3].map(epochOf), { term: TERM, leader: 'c', version: 2 }) > 0)
  })
})

describe('a member that a table of another line leaves out', () => {
  it('goes on for a while once it has given its table to a leader that collects, and not for ever', () => {
    const leaders = (pulls: number): unknown => withAndWithout('applier:waits-for-collector', options => {
      const lone = new LoneCore({ ...options, priority: 9 })
      const tableBy = (leader: string, version: number, member: string, generation: number): void => {
        const epoch = { term: TERM, leader, version }
        lone.tell(leader, { type: 'table', table: { cluster: 'test', group: 'jobs', partitions: 1, epoch, roster: [{ id: member, generation }], owners: [0], tokens: [packToken(epoch)], successors: [-1] } })
      }
      const [first = '', second = ''] = ['b', 'c'].sort((x, y) => compareEpochs({ term: TERM, leader: x, version: 1 }, { term: TERM, leader: y, version: 1 }))
      lone.say(first, claim(first, { priority: 1, term: TERM }))
      lone.say(second, claim(second, { priority: 2, term: TERM }))
      tableBy(first, 1, 'a', UNIX_START)
      tableBy(second, 1, second, 1)
      for (let pull = 0; pull < pulls; pull++) {
        lone.run(1_500)
        lone.tell(second, { type: 'table-pull', group: 'jobs', epoch: 0n })
      }
      lone.run(1_500)
      tableBy(second, 1, second, 1)

      return lone.core.table('jobs')?.epoch.leader === first
    })

    assert.deepEqual([leaders(1), leaders(10)], [[true, false], [false, false]])
  })
})

/** How many reports a core that takes office found foreign, after it applied those tables of `b`, which then left. */
function foreignSeen (applied: readonly Epoch[], reported: Epoch, options: ConstructorParameters<typeof LoneCore>[0] = {}): number {
  const lone = new LoneCore({ ...options, eligible: true, priority: 9 })
  const answer = lone.reply

  lone.reply = (to, message) => message.type === 'collect' && to === 'c'
    ? { message: { type: 'report', seq: message.seq, term: TERM, tables: [{ group: 'jobs', epoch: packToken(reported) }] } }
    : answer(to, message)
  lone.say('b', claim('b', { priority: 1, term: TERM }))
  lone.say('c', claim('c', { priority: 20 }))
  for (const epoch of applied) {
    lone.tell('b', { type: 'table', table: { cluster: 'test', group: 'jobs', partitions: 1, epoch, roster: [{ id: 'c', generation: 1 }], owners: [0], tokens: [packToken(epochOf(1))], successors: [-1] } })
  }
  lone.say('b', claim('b', { priority: 1, term: TERM, incarnation: 1, left: true }))
  lone.run(5_000)
  assert.equal(lone.core.leadership?.leader, 'a')
  // By now it has published a table of its own, and somebody is still behind.
  lone.tell('c', { type: 'ping', seq: 1, head: { view: 0n, tables: [{ group: 'jobs', epoch: packToken(reported) }] }, updates: [] })
  lone.run(1_000)

  return lone.count('table:foreign-lineage')
}

function epochOf (version: number): Epoch {
  return { term: TERM, leader: 'b', version }
}
