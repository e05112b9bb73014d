import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { claim, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions, Message } from '../../../src/core/index.js'

const TERM = UNIX_START / 1_000 + 100

/** Whatever anybody's clock shows, no table is made under it. */
const DAYS_AHEAD = TERM + 10 * 24 * 3_600

describe('a report that comes when its question is settled', () => {
  it('is one of its term all the same: who leads below that takes office again', () => {
    assert.deepEqual(withAndWithout('collection:terms-stay', options => {
      const lone = leading(options)
      lone.tell('b', report(TERM))
      lone.run(10_000)
      return (lone.core.leadership?.term ?? 0) > TERM
    }), [true, false])
  })

  it('counts as well when somebody else leads meanwhile, for the next time', () => {
    assert.deepEqual(withAndWithout('collection:terms-stay', options => {
      const lone = leading(options)
      lone.say('c', claim('c', { priority: -1, eligible: true }))
      lone.run(1_000)
      lone.tell('b', report(TERM))
      lone.say('c', claim('c', { priority: -1, eligible: true, incarnation: 1, left: true }))
      lone.run(10_000)
      return (lone.core.leadership?.term ?? 0) > TERM
    }), [true, false])
  })

  it('that names the term of the present leadership, or a former one, is no reason to begin another, nor is a comparison that does', () => {
    const lone = leading()
    const term = lone.core.leadership?.term ?? 0

    lone.tell('b', report(term))
    lone.tell('b', report(term - 1))
    lone.tell('b', { type: 'delta', joined: true, updates: [], wanted: [], term })
    lone.run(10_000)

    assert.equal(lone.core.leadership?.term, term)
    assert.equal(lone.count('office:taken'), 1)
  })

  it('that names a term which nobody would accept, or is of a stranger, is not believed', () => {
    const lone = leading()

    lone.tell('b', report(DAYS_AHEAD))
    lone.tell('x', report(TERM))
    lone.run(10_000)

    assert.equal(lone.count('office:taken'), 1)
  })
})

describe('a term as far ahead as a table may be', () => {
  const LIMIT = 24 * 3_600

  for (const type of ['delta', 'report'] as const) {
    it(`does not keep a leader from making tables, when a ${type} speaks of it again and again`, () => {
      const lone = leadingJobs()
      lone.say('w', claim('w', { eligible: false, groups: [JOBS] }))

      for (let half = 0; half < 120; half++) {
        lone.tell('b', type === 'delta' ? { type, joined: true, updates: [], wanted: [], term: unixSeconds(lone) + LIMIT } : report(unixSeconds(lone) + LIMIT))
        lone.run(500)
      }

      assert.deepEqual([lone.count('office:refused'), lone.core.table('jobs')?.roster.map(({ id }) => id)], [0, ['a', 'b', 'w']])
    })
  }

  it('that somebody signed once does not end a leadership: what could not be published under it is, as soon as it can be', () => {
    const lone = leadingJobs()

    lone.say('b', claim('b', { eligible: false, groups: [JOBS], incarnation: 1, term: unixSeconds(lone) + LIMIT }))
    lone.run(60_000)

    assert.ok(lone.count('office:refused') > 0)
    assert.equal(lone.core.leadership?.leader, 'a')
    assert.equal(lone.core.table('jobs')?.epoch.term, lone.core.leadership.term)
  })
})

const JOBS = { name: 'jobs', partitions: 8 }

function unixSeconds (lone: LoneCore): number {
  return Math.floor((UNIX_START + lone.now) / 1_000)
}

/** A core in office, with `b`, who works for the same group and may not lead. */
function leadingJobs (): LoneCore {
  const lone = new LoneCore({ eligible: true, priority: 1, groups: [JOBS] })

  lone.say('b', claim('b', { eligible: false, groups: [JOBS] }))
  lone.run(5_000)
  lone.clear()

  return lone
}

/** A core in office under the time of its clock, with `b`, who was asked and has not answered in time. */
function leading (options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore({ ...options, eligible: true, priority: 1 })

  lone.say('b', claim('b', { eligible: false }))
  lone.run(2_000)
  assert.ok((lone.core.leadership?.term ?? Infinity) < TERM)

  return lone
}

function report (term: number): Message {
  return { type: 'report', seq: 0, term, tables: [] }
}
