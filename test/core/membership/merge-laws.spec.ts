import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { accusation, claim, LoneCore } from '../lone-core.js'
import type { Accusation, MemberId, MemberSnapshot, Update } from '../../../src/core/index.js'

/** A piece of news about `x`, and whose mouth it comes from. */
interface Told {
  readonly from: MemberId
  readonly update: Update
}

const ACCUSERS = ['b', 'c', 'd', 'e']

/** What an honest `x` says as (generation, incarnation): one thing only. Odd incarnations are on probation. */
const aClaim = fc.record({ generation: fc.integer({ min: 1, max: 2 }), incarnation: fc.integer({ min: 0, max: 3 }), from: fc.constantFrom('x', ...ACCUSERS) })
  .map(({ generation, incarnation, from }): Told => ({ from, update: claim('x', { generation, incarnation, probation: incarnation % 2 === 1, metadata: Uint8Array.of(generation, incarnation) }) }))

const aGoodbye = fc.constantFrom(1, 2).map((generation): Told => ({ from: 'x', update: claim('x', { generation, incarnation: 4, left: true }) }))

/** Of anybody in any state, now and then about a start that is not known yet. Refused ones are below. */
const anAccusation = fc.record({
  from: fc.constantFrom(...ACCUSERS),
  accuser: fc.constantFrom(...ACCUSERS),
  generation: fc.integer({ min: 1, max: 2 }),
  incarnation: fc.integer({ min: 0, max: 4 }),
  state: fc.constantFrom<Accusation['state']>('suspect', 'dead')
}).map(({ from, accuser, ...changes }): Told => ({ from, update: accusation('x', accuser, changes) }))

const someNews = fc.array(fc.oneof({ weight: 3, arbitrary: aClaim }, { weight: 5, arbitrary: anAccusation }, { weight: 1, arbitrary: aGoodbye }), { minLength: 2, maxLength: 8 })

describe('merging, whatever is said of a member', () => {
  it('is commutative and associative: views that heard the same, in any order, are the same', () => {
    fc.assert(fc.property(someNews, fc.infiniteStream(fc.nat()), (news, chance) => {
      const [one, other] = [heard([...news, ...news]), heard([...mixed(news, chance), ...mixed(news, chance)])]
      assert.deepEqual(standingOf(one), standingOf(other))
    }), { numRuns: 3_000 })
  })

  it('is idempotent: what was heard once changes nothing more', () => {
    fc.assert(fc.property(someNews, news => {
      const twice = heard([...news, ...news])
      const before = [standingOf(twice), twice.events('member:update').length, twice.events('member:join').length]
      for (const told of news) twice.say(told.from, told.update)
      assert.deepEqual([standingOf(twice), twice.events('member:update').length, twice.events('member:join').length], before)
    }), { numRuns: 1_000 })
  })

  it('never goes back: each change of a row is to a greater generation, a goodbye, a greater incarnation, or a worse state', () => {
    const severity = ['alive', 'suspect', 'dead', 'left']

    fc.assert(fc.property(someNews, news => {
      const lone = heard([])
      let before = rowOf(lone)
      for (const { from, update } of news) {
        lone.say(from, update)
        const after = rowOf(lone)
        const order = after.generation - before.generation || Number(after.state === 'left') - Number(before.state === 'left') ||
          after.incarnation - before.incarnation || severity.indexOf(after.state) - severity.indexOf(before.state)
        assert.ok(order >= 0, `${before.state}@${before.incarnation} became ${after.state}@${after.incarnation}`)
        before = after
      }
    }), { numRuns: 1_000 })
  })

  it('shows what the member said last, its probation too, wherever it is alive or has left', () => {
    fc.assert(fc.property(someNews, news => {
      const { state, generation, incarnation, probation, metadata } = rowOf(heard([...news, ...news]))
      if (state === 'alive') assert.deepEqual([probation, [...metadata]], [incarnation % 2 === 1, [generation, incarnation]])
    }), { numRuns: 1_000 })
  })
})

describe('confirming a suspicion', () => {
  const firstHand = fc.uniqueArray(fc.constantFrom(...ACCUSERS), { minLength: 1, maxLength: 4 })

  it('is commutative: whoever accuses first, the suspect has the same time', () => {
    fc.assert(fc.property(firstHand, fc.infiniteStream(fc.nat()), (accusers, chance) => {
      const news = accusers.map(accuser => ({ from: accuser, update: accusation('x', accuser) }))
      assert.equal(lifeAfter(news), lifeAfter(mixed(news, chance)))
    }), { numRuns: 200 })
  })

  it('is idempotent: who accuses again, or is quoted by others, does not count again', () => {
    fc.assert(fc.property(firstHand, fc.constantFrom(...ACCUSERS), (accusers, teller) => {
      const news = accusers.map(accuser => ({ from: accuser, update: accusation('x', accuser) }))
      const quoted = accusers.map(accuser => ({ from: teller, update: accusation('x', accuser) }))
      assert.equal(lifeAfter([...news, ...quoted, ...news]), lifeAfter(news))
    }), { numRuns: 200 })
  })

  it('that were refused is commutative: two of them are a death, in any order with merely silent ones', () => {
    fc.assert(fc.property(firstHand, fc.nat(4), fc.infiniteStream(fc.nat()), (accusers, refused, chance) => {
      const news = accusers.map((accuser, index) => ({ from: accuser, update: accusation('x', accuser, { refused: index < refused }) }))
      const state = Math.min(refused, accusers.length) >= 2 ? 'dead' : 'suspect'
      assert.deepEqual([heard(news), heard(mixed(news, chance))].map(lone => rowOf(lone).state), [state, state])
    }), { numRuns: 500 })
  })
})

/** A core to which all this was told, at one instant, after it had come to know the member. */
function heard (news: readonly Told[]): LoneCore {
  const lone = new LoneCore({ without: ['probe:accuses'] }, ACCUSERS)

  lone.silent.add('x')
  lone.say('b', claim('x', { metadata: Uint8Array.of(1, 0) }))
  for (const { from, update } of news) lone.say(from, update)

  return lone
}

/** How long `x` lives when it does not refute. */
function lifeAfter (news: readonly Told[]): number {
  const lone = heard(news)
  return Math.round(lone.until(() => rowOf(lone).state === 'dead', 60_000, 'x dead'))
}

function rowOf (lone: LoneCore): MemberSnapshot {
  return lone.core.members().find(({ id }) => id === 'x') as MemberSnapshot
}

function standingOf (lone: LoneCore): string {
  const { generation, incarnation, state } = rowOf(lone)
  return `${state} ${generation}.${incarnation}`
}

/** The same in another order. */
function mixed<T> (items: readonly T[], chance: Iterator<number>): T[] {
  return items.map(item => ({ item, key: chance.next().value as number })).sort((a, b) => a.key - b.key).map(({ item }) => item)
}
