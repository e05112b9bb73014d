import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LettingGo, nextTable, packToken } from '../../../src/core/index.js'
import { StrictOwner } from '../../../src/core/strict/owner.js'
import { createContext, createGroup, createMember, createTable, differs, marksOf } from './support.js'
import type { Ask, Ballot, Grant, StrictRelease, StrictContext, StrictEffect, StrictRule, StrictTable } from '../../../src/core/index.js'

const TOKEN = packToken({ term: 101, leader: 'a', version: 1 })
const SELF = { id: 'b', generation: 1 }

/** A table in which `b` owns the one partition, or is to hand it over. */
function owned (changes: Partial<StrictTable> = {}, successor = -1): StrictTable {
  return createTable({ groups: [createGroup(1, TOKEN, successor)], ...changes })
}

function grant (round: number, known: Ballot): Grant {
  return { type: 'grant', genesis: 'g', owner: SELF, round, known }
}

function asksOf (effects: readonly StrictEffect[]): Ask[] {
  return effects.flatMap(effect => effect.type === 'send' && effect.message.type === 'ask' ? [effect.message] : [])
}

/** An owner that has asked at the instant 0, under a table that gives it the partition. */
function asked (without: readonly StrictRule[], table = owned()): { readonly context: StrictContext, readonly owner: StrictOwner, readonly round: number } {
  const context = createContext(without, 'b')
  const owner = new StrictOwner(context)
  owner.applied(0, table)
  owner.review(0, table)
  const [ask] = asksOf(context.outbox.take())

  return { context, owner, round: ask?.round ?? 0 }
}

describe('a strict owner', () => {
  it('owns from when it asked, not from when it was answered', () => {
    differs('owner:from-send-time', without => {
      const { owner, round } = asked(without)
      owner.granted(5_000, 'a', grant(round, { term: 101, version: 1 }), owned())
      owner.review(5_000, owned())
      return owner.ownedUntil('jobs', 0)
    }, { with: 8_000, without: 13_000 })
  })

  it('takes no grant of a term below what it has seen', () => {
    differs('owner:term-order', without => {
      const { owner, round } = asked(without, owned({ term: 102 }))
      owner.granted(1, 'a', grant(round, { term: 101, version: 9 }), owned({ term: 102 }))
      return owner.leaseUntil
    }, { with: Number.NEGATIVE_INFINITY, without: 8_000 })
  })

  it('a grant counts once the table is here that it was given under', () => {
    differs('owner:known-table', without => {
      const { owner, round } = asked(without)
      owner.granted(1, 'a', grant(round, { term: 101, version: 2 }), owned())
      return owner.leaseUntil
    }, { with: Number.NEGATIVE_INFINITY, without: 8_000 })
    const { owner, round } = asked([])
    owner.granted(1, 'a', grant(round, { term: 101, version: 2 }), owned())
    owner.applied(2, owned({ version: 2 }))

    assert.equal(owner.leaseUntil, 8_000)
  })

  it('what it hands over ends with the lease that it had then', () => {
    differs('owner:no-renewal-in-handoff', without => {
      const { context, owner, round } = asked(without)
      owner.granted(1, 'a', grant(round, { term: 101, version: 1 }), owned())
      owner.review(1, owned())
      owner.review(3_000, owned())
      const [second] = asksOf(context.outbox.take())
      const handing = owned({ version: 2 }, 2)
      owner.applied(3_001, handing)
      owner.granted(3_002, 'a', grant(second?.round ?? 0, { term: 101, version: 2 }), handing)
      return owner.ownedUntil('jobs', 0)
    }, { with: 8_000, without: 11_000 })
  })

  it('owns nothing once its clock cannot be trusted, and what was asked before counts no more', () => {
    differs('owner:clock-trouble', without => {
      const { owner, round } = asked(without)
      owner.granted(1, 'a', grant(round, { term: 101, version: 1 }), owned())
      owner.review(1, owned())
      owner.drop(2)
      owner.granted(3, 'a', grant(round, { term: 101, version: 1 }), owned())
      return owner.leaseUntil
    }, { with: Number.NEGATIVE_INFINITY, without: 8_000 })
  })

  it('1,024 releases go with one question', () => {
    differs('owner:batches', without => {
      const partitions = 1_024
      const all = (index: number): number[] => Array.from({ length: partitions }, () => index)
      const table = createTable({ groups: [{ name: 'jobs', partitions, owners: all(1), successors: all(-1), tokens: Array.from({ length: partitions }, () => TOKEN) }] })
      const { context, owner, round } = asked(without, table)
      owner.granted(1, 'a', grant(round, { term: 101, version: 1 }), table)
      owner.review(1, table)
      for (let partition = 0; partition < partitions; partition++) {
        owner.release(2, 'jobs', partition, TOKEN, false)
        owner.review(2, table)
      }
      owner.review(12, table)
      const asks = asksOf(context.outbox.take())
      return [asks.length > 1, asks.reduce((sum, { releases }) => sum + releases.length, 0) > partitions]
    }, { with: [false, false], without: [true, true] })
  })

  it('says a release again until it was heard, and not once it was', () => {
    const { context, owner, round } = asked([])
    owner.granted(1, 'a', grant(round, { term: 101, version: 1 }), owned())
    owner.review(1, owned())
    owner.release(2, 'jobs', 0, TOKEN, true)
    owner.review(12, owned())
    owner.review(262, owned())
    const asks = asksOf(context.outbox.take())
    owner.granted(263, 'a', grant(asks[1]?.round ?? 0, { term: 101, version: 1 }), owned())
    owner.review(3_000, owned())

    assert.deepEqual(asks.map(({ releases }) => releases), [[{ group: 'jobs', partition: 0, token: TOKEN, failed: true }], [{ group: 'jobs', partition: 0, token: TOKEN, failed: true }]])
    assert.deepEqual(asksOf(context.outbox.take()).map(({ releases }) => releases), [[]])
  })

  it('takes a grant from nobody but whom it asked', () => {
    const { owner, round } = asked([])

    assert.equal(owner.granted(1, 'c', grant(round, { term: 101, version: 1 }), owned()), false)
    assert.equal(owner.granted(1, 'a', grant(round, { term: 101, version: 1 }), owned()), true)
  })

  it('counts grants that come too late or too early', () => {
    const { context, owner, round } = asked([])
    owner.granted(1, 'a', grant(99, { term: 101, version: 1 }), owned())
    owner.granted(1, 'a', grant(round, { term: 101, version: 2 }), owned())

    assert.deepEqual(marksOf(context.outbox.take()), ['owner:stale-grant', 'owner:behind'])
  })
})

describe('letting go', () => {
  const release: StrictRelease = { group: 'jobs', partition: 0, token: TOKEN, failed: false }

  it('is only for the owner to say', () => {
    differs('handoff:released-only-by-owner', without => new LettingGo(createContext(without), 0).release(0, { id: 'c', generation: 1 }, owned(), release), { with: false, without: true })
  })

  it('is of one ownership: an old release does not end a later one', () => {
    differs('handoff:token', without => new LettingGo(createContext(without), 0).release(0, SELF, owned(), { ...release, token: TOKEN - 1n }), { with: false, without: true })
  })

  it('said again, it is no news', () => {
    const letGo = new LettingGo(createContext(), 0)

    assert.deepEqual([letGo.release(0, SELF, owned(), release), letGo.release(0, SELF, owned(), release)], [true, false])
  })

  it('a new leader waits from its election, whatever it knows of grants', () => {
    differs('handoff:waits-after-election', without => {
      const letGo = new LettingGo(createContext(without), 1_000)
      letGo.committed(owned({}, 2))
      return [letGo.at(1_000).isDrained('jobs', 0), letGo.at(9_162).isDrained('jobs', 0)]
    }, { with: [false, true], without: [true, true] })
  })

  it('a lease is waited for as the slowest clock has it', () => {
    differs('handoff:drift', without => {
      const letGo = new LettingGo(createContext(without), -100_000)
      letGo.granted(0, SELF)
      letGo.committed(owned({}, 2))
      return letGo.at(8_100).isDrained('jobs', 0)
    }, { with: false, without: true })
  })

  it('a lease that was granted before the owner left the roster still counts when it is back', () => {
    const letGo = new LettingGo(createContext(), -100_000).at(0)
    letGo.granted(0, SELF)
    letGo.committed(createTable({ roster: [{ id: 'a', generation: 1 }] }))
    letGo.committed(owned({ version: 3 }, 2))

    assert.equal(letGo.at(8_000).isDrained('jobs', 0), false)
  })

  it('whoever could not do it rests; another does it at once, and with nobody else it comes back after the rest', () => {
    const failed = (without: readonly StrictRule[], others: readonly string[]): string[] => {
      const letGo = new LettingGo(createContext(without), 0)
      const members = ['b', ...others].map(id => createMember(id))
      letGo.release(0, SELF, owned(), { ...release, failed: true })
      const next = nextTable(owned(), { term: 101, leader: 'a', version: 2 }, members, letGo.at(0)) ?? owned()
      const later = nextTable(next, { term: 101, leader: 'a', version: 3 }, members, letGo.at(10_000)) ?? next
      return [next, later].map(({ groups, roster }) => roster[groups[0]?.owners[0] ?? -1]?.id ?? 'nobody')
    }
    differs('handoff:rest', without => failed(without, []), { with: ['nobody', 'b'], without: ['b', 'b'] })
    assert.equal(failed([], ['c'])[0], 'c')
  })

  it('nothing is handed to a start that is over', () => {
    const restarted = nextTable(owned(), { term: 101, leader: 'a', version: 2 }, [createMember('b', 2)], new LettingGo(createContext(), 0))

    assert.deepEqual(restarted?.roster, [{ id: 'b', generation: 1 }, { id: 'b', generation: 2 }])
    assert.deepEqual([restarted?.groups[0]?.owners, restarted?.groups[0]?.successors], [[0], [1]])
  })
})
