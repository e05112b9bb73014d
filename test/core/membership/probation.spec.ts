import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { packToken } from '../../../src/core/index.js'
import { accusation, claim, claimsIn, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions, MemberId } from '../../../src/core/index.js'

const MANY = ['b', 'c', 'd', 'e']
const CROWD = Array.from({ length: 16 }, (_, index) => String.fromCharCode('b'.charCodeAt(0) + index))

describe('probation', () => {
  it('begins when a member that was called dead finds its work given away: probation:began', () => {
    assert.deepEqual(withAndWithout('damping', options => {
      const lone = new LoneCore(options, MANY)
      show(lone, 1, ['a', ...MANY])
      show(lone, 2, MANY)
      callDead(lone)
      return [lone.core.self.probation, lone.count('probation:began')]
    }), [[true, 1], [false, 0]])
  })

  it('begins so in whichever order it hears that', () => {
    const lone = new LoneCore({}, MANY)

    show(lone, 1, ['a', ...MANY])
    callDead(lone)
    assert.equal(lone.core.self.probation, false)
    show(lone, 2, MANY)

    assert.equal(lone.core.self.probation, true)
  })

  it('begins so when it hears of a suspicion only: its refutation overtook the word of its death', () => {
    assert.deepEqual(withAndWithout('damping:suspected', options => {
      const lone = new LoneCore(options, MANY)
      show(lone, 1, ['a', ...MANY])
      lone.say('b', accusation('a', 'b', { generation: UNIX_START }))
      show(lone, 2, MANY)
      return [lone.core.self.probation, lone.count('self:refuted')]
    }), [[true, 1], [false, 1]])
  })

  it('does not begin by a table alone: two clusters that meet for the first time have such', () => {
    const lone = new LoneCore({}, MANY)

    show(lone, 1, ['a', ...MANY])
    show(lone, 2, MANY)

    assert.equal(lone.core.self.probation, false)
  })

  it('is for the smaller side of a split, not for the larger one', () => {
    const began = (mine: readonly MemberId[], theirs: readonly MemberId[]): boolean => {
      const lone = new LoneCore({}, MANY)
      show(lone, 1, ['a', ...mine, ...theirs].sort())
      show(lone, 2, theirs)
      callDead(lone)
      return lone.core.self.probation
    }

    assert.deepEqual([began(['b', 'c'], ['d', 'e']), began(['b'], ['c']), began(['b'], ['c', 'd']), began([], MANY)], [false, false, true, true])
  })

  it('lets each accuser hear the refutation, which is not published', () => {
    const [answered, silent] = withAndWithout('self:answers-accuser', options => {
      const lone = new LoneCore(options, MANY)
      show(lone, 1, ['a', ...MANY])
      show(lone, 2, MANY)
      callDead(lone)
      lone.clear()
      lone.say('c', accusation('a', 'c', { generation: UNIX_START, incarnation: lone.core.self.incarnation }))
      lone.say('d', accusation('a', 'd', { generation: UNIX_START, incarnation: lone.core.self.incarnation - 1 }))
      return [claimsIn(lone.published()).length, lone.sent('gossip').flatMap(({ to, message }) => claimsIn(message.updates).map(({ id, incarnation }) => [to, id, incarnation === lone.core.self.incarnation]))]
    })

    assert.deepEqual([answered, silent], [[0, [['c', 'a', true], ['d', 'a', true]]], [0, []]])
  })

  it('does not let a leaver change what it has said already: it still answers its accusers', () => {
    const lone = replaced()
    const { metadata } = lone.core.self
    lone.input({ type: 'leave' })
    lone.clear()

    lone.input({ type: 'metadata', metadata: Uint8Array.of(9) })
    lone.say('c', accusation('a', 'c', { generation: UNIX_START, incarnation: lone.core.self.incarnation }))
    const said = lone.sent('gossip').flatMap(({ message }) => claimsIn(message.updates))

    assert.ok(said.length > 0)
    assert.deepEqual(said.map(claim => claim.metadata), said.map(() => metadata))
  })

  it('is not for who was in no table, or is in the newer one too', () => {
    const lone = new LoneCore({}, MANY)

    show(lone, 1, MANY)
    show(lone, 2, ['b', 'c', 'd'])
    show(lone, 3, ['a', 'b', 'c'])
    show(lone, 4, ['a', 'b'])
    callDead(lone)

    assert.equal(lone.core.self.probation, false)
  })

  it('begins when a member has to refute what many say, and not for a few', () => {
    const lone = new LoneCore({}, CROWD)

    refuteTimes(lone, 4)
    assert.equal(lone.core.self.probation, false)
    refuteTimes(lone, 12)
    assert.equal(lone.core.self.probation, true)
  })

  it('does not begin by one who says so again and again, nor in the names of others: the accuser may be the one who is ill', () => {
    const lone = new LoneCore({}, CROWD)

    for (let time = 0; time < 30; time++) {
      const { incarnation } = lone.core.self
      lone.say('b', accusation('a', CROWD[time % CROWD.length] ?? '', { generation: UNIX_START, incarnation }))
    }

    assert.equal(lone.core.self.incarnation, 30)
    assert.equal(lone.core.self.probation, false)
  })

  it('forgets what is long ago: one suspicion in a third of its time is none too many', () => {
    const lone = new LoneCore({}, MANY)

    for (let time = 0; time < 20; time++) {
      refuteTimes(lone, 1)
      inCompany(lone, 10)
    }

    assert.equal(lone.core.self.probation, false)
  })

  it('ends when it has been quiet: probation:ended', () => {
    const lone = replaced()

    inCompany(lone, 29)
    assert.equal(lone.core.self.probation, true)
    inCompany(lone, 20)

    assert.equal(lone.core.self.probation, false)
    assert.equal(lone.count('probation:ended'), 1)
    assert.equal(claimsIn(lone.published()).at(-1)?.probation, false)
  })

  it('lasts longer the more there is, up to a bound', () => {
    const lone = new LoneCore({}, CROWD)

    refuteTimes(lone, 50)
    inCompany(lone, 100)
    assert.equal(lone.core.self.probation, true)
    inCompany(lone, 60)

    assert.equal(lone.core.self.probation, false)
  })

  it('begins anew when the member is accused once more: it has not been quiet for a whole one', () => {
    assert.deepEqual(withAndWithout('damping:anew', options => {
      const lone = replaced(options)
      inCompany(lone, 25)
      callDead(lone)
      inCompany(lone, 27)
      return lone.core.self.probation
    }), [true, false])
  })

  it('does not begin anew without end by the word of one: a member that lies, by an old word, nor by one who is none any more', () => {
    const present = (lone: LoneCore): number => lone.core.self.incarnation
    const lasts = [['d', present, 20], ['d', present, 10], ['d', () => 0, 20], ['e', present, 20]] as const

    assert.deepEqual(lasts.map(([liar, incarnationOf, every]) => {
      const lone = replaced()
      lone.say('e', claim('e', { left: true, incarnation: 9 }))
      for (let seconds = 0; seconds < 3_600 && lone.core.self.probation; seconds += every) {
        inCompany(lone, every)
        lone.say(liar, accusation('a', liar, { generation: UNIX_START, incarnation: incarnationOf(lone), state: 'dead' }))
      }
      return lone.core.self.probation
    }), [false, false, false, false])
  })

  it('goes on as long as several miss it', () => {
    const lone = replaced()
    for (let seconds = 0; seconds < 1_800; seconds += 3) {
      inCompany(lone, 3)
      const accuser = MANY[seconds / 3 % 3] ?? ''
      lone.say(accuser, accusation('a', accuser, { generation: UNIX_START, incarnation: lone.core.self.incarnation }))
    }
    assert.deepEqual([lone.core.self.probation, lone.count('probation:ended')], [true, 0])
  })

  it('goes on through a refutation', () => {
    const lone = replaced()

    inCompany(lone, 25)
    refuteTimes(lone, 3)
    inCompany(lone, 20)

    assert.equal(lone.core.self.probation, true)
  })

  it('does not end by a silence of everybody: to be deaf is no merit', () => {
    const lone = replaced()

    inCompany(lone, 20)
    for (const id of MANY) lone.silent.add(id)
    lone.run(15_000)
    assert.equal(lone.core.self.probation, true)

    for (const id of MANY) lone.silent.delete(id)
    inCompany(lone, 8)
    assert.equal(lone.core.self.probation, true)
    inCompany(lone, 40)
    assert.equal(lone.core.self.probation, false)
  })

  it('of another member shows in what the application is told of it', () => {
    const lone = new LoneCore({}, ['b'])

    lone.say('b', claim('b', { incarnation: 1, probation: true }))
    lone.say('b', claim('b', { incarnation: 2 }))

    assert.deepEqual(lone.events('member:update').map(({ member }) => member.probation), [true, false])
  })
})

/** Shows the core a table whose workers are these. */
function show (lone: LoneCore, version: number, workers: readonly MemberId[]): void {
  const leader = 'b'
  const epoch = { term: UNIX_START / 1_000, leader, version }
  const roster = workers.map(id => ({ id, generation: id === 'a' ? UNIX_START : 1 }))

  lone.tell(leader, { type: 'table', table: { cluster: 'test', group: 'jobs', partitions: 2, epoch, roster, owners: [0, roster.length - 1], tokens: [packToken(epoch), packToken(epoch)], successors: [-1, -1] } })
  assert.equal(lone.core.table('jobs')?.epoch.version, version)
}

/** A core on probation since just now. */
function replaced (options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore(options, MANY)

  show(lone, 1, ['a', ...MANY])
  show(lone, 2, MANY)
  callDead(lone)
  assert.equal(lone.core.self.probation, true)
  lone.clear()

  return lone
}

/** Somebody says that the member is dead. */
function callDead (lone: LoneCore): void {
  lone.say('b', accusation('a', 'b', { generation: UNIX_START, incarnation: lone.core.self.incarnation, state: 'dead' }))
}

/** So many others say, one after the other and each for itself, that the member is suspect at its present incarnation. */
function refuteTimes (lone: LoneCore, times: number): void {
  const others = lone.core.members().map(({ id }) => id).filter(id => id !== 'a')

  for (let time = 0; time < times; time++) {
    const accuser = others[time % others.length] ?? ''
    lone.say(accuser, accusation('a', accuser, { generation: UNIX_START, incarnation: lone.core.self.incarnation }))
  }
}

/** Somebody says something every second, as in a cluster whose other members are well. */
function inCompany (lone: LoneCore, seconds: number): void {
  for (let second = 0; second < seconds; second++) {
    lone.run(1_000)
    lone.tell('c', { type: 'gossip', updates: [] })
  }
}
