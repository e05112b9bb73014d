import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { StrictCore, STRICT_MARKS } from '../../../src/core/index.js'
import { digestTable, verifyStatement } from '../../../src/sim/strict/index.js'
import { createMember, createTable, differs, GENESIS, marksOf, said } from './support.js'
import type { Millis, StrictEffect, StrictMessage, StrictRule, VoterRecord } from '../../../src/core/index.js'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..')

/** A core of `self`, started at the instant 0, that sees the voters in rank order. */
function started (self: string, without: readonly StrictRule[] = []): StrictCore {
  const core = new StrictCore({ self: { id: self, generation: 1 }, genesis: GENESIS, store: { id: '1' }, verify: verifyStatement, digest: digestTable, without })
  core.step(0, { type: 'start' })
  core.step(0, { type: 'view', members: ['a', 'b', 'c'].map(id => createMember(id)) })

  return core
}

function heard (core: StrictCore, now: Millis, from: string, message: StrictMessage): StrictEffect[] {
  return core.step(now, { type: 'message', from, message })
}

describe('a strict core', () => {
  it('the better rank stands first, and the next one at once when it is gone', () => {
    differs('candidate:stagger', without => started('b', without).nextTimeout(), { with: 400, without: 100 })
    assert.equal(started('a').nextTimeout(), 100)
    const core = started('b')
    core.step(200, { type: 'view', members: ['b', 'c'].map(id => createMember(id)) })

    assert.equal(core.step(201, { type: 'wake' }).length + (core.nextTimeout() ?? 0) > 0, true)
    assert.deepEqual(said(started('b').step(200, { type: 'view', members: [createMember('b')] })), ['prepare', 'prepare', 'prepare'])
  })

  it('asks whether it would win before it asks for promises', () => {
    const trial = (without: readonly StrictRule[]): boolean[] => started('a', without).step(100, { type: 'wake' })
      .flatMap(effect => effect.type === 'send' && effect.message.type === 'prepare' ? [effect.message.isTrial] : [])
    differs('candidate:trial', trial, { with: [true, true, true], without: [false, false, false] })
  })

  it('never asks twice under one term: a late promise must not count for a question that was sent later', () => {
    const asked = (without: readonly StrictRule[]): number[] => {
      const core = started('a', [...without, 'candidate:trial'])
      const terms: number[] = []

      while (terms.length < 3) {
        for (const effect of core.step(core.nextTimeout() ?? 0, { type: 'wake' })) {
          if (effect.type === 'trace' && effect.mark === 'candidate:prepared') terms.push(0)
          if (effect.type === 'send' && effect.message.type === 'prepare') terms[terms.length - 1] = effect.message.term
        }
      }
      return terms
    }
    differs('candidate:term-once', asked, { with: [101, 102, 103], without: [101, 101, 101] })
  })

  it('what is said in another genesis is not heard', () => {
    const trial: StrictMessage = { type: 'prepare', genesis: 'other', to: 'a/1', term: 101, holder: { id: 'b', generation: 1 }, config: { term: 100, version: 0 }, known: { term: 100, version: 0 }, round: 1, isTrial: true }
    differs('genesis:apart', without => [said(heard(started('a', without), 1, 'b', trial)), marksOf(heard(started('a', without), 1, 'b', trial))], {
      with: [[], ['strict:other-genesis']], without: [['promise'], []]
    })
  })

  it('what cannot be right is counted and dropped', () => {
    const core = started('a')
    const unsound = createTable({ groups: [{ name: 'jobs', partitions: 2, owners: [7], successors: [-1], tokens: [1n] }] })

    assert.deepEqual(marksOf(heard(core, 1, 'b', { type: 'accept', genesis: 'g', to: 'a/1', holder: { id: 'b', generation: 1 }, table: unsound })), ['strict:implausible'])
    assert.deepEqual(marksOf(heard(core, 1, 'b', { type: 'transfer', genesis: 'g', term: Number.NaN })), ['strict:implausible'])
  })

  it('does not vote with a store of another genesis, or of another member', () => {
    const accepted = createTable()
    const started = (record: VoterRecord, without: readonly StrictRule[]): string[] => {
      const core = new StrictCore({ self: { id: 'a', generation: 1 }, genesis: GENESIS, store: { id: '1', record }, verify: verifyStatement, digest: digestTable, without })
      return [...marksOf(core.step(0, { type: 'start' })), ...said(core.step(0, { type: 'view', members: [createMember('a')] })), ...said(core.step(9_000, { type: 'wake' }))]
    }
    for (const record of [{ genesis: 'old', voter: 'a/1', revision: 3, term: 7, accepted }, { genesis: 'g', voter: 'b/1', revision: 3, term: 7, accepted }]) {
      differs('voter:own-record', without => started(record, without), { with: ['voter:other-record'], without: ['prepare', 'prepare', 'prepare'] })
    }
  })

  it('nobody speaks for another: neither a leader, nor a voter', () => {
    const core = started('a')
    const holder = { id: 'b', generation: 1 }
    const forged: StrictMessage[] = [
      { type: 'prepare', genesis: 'g', to: 'a/1', term: 101, holder, config: { term: 100, version: 0 }, known: { term: 100, version: 0 }, round: 1, isTrial: false },
      { type: 'accept', genesis: 'g', to: 'a/1', holder, table: createTable({ leader: 'b' }) },
      { type: 'promise', genesis: 'g', voter: 'b/1', term: 101, round: 1, isTrial: true },
      { type: 'refusal', genesis: 'g', voter: 'b/1', asked: 101, reason: 'term', term: 999, wait: 0 },
      { type: 'accepted', genesis: 'g', voter: 'b/1', term: 101, version: 1, digest: '' }
    ]

    for (const message of forged) {
      assert.deepEqual(marksOf(heard(core, 1, 'c', message)), ['strict:implausible'])
    }
  })

  it('believes no table without the seals of a majority, or of voters that it does not know', () => {
    const core = started('a')
    const tables = [createTable(), createTable({ config: { id: { term: 101, version: 1 }, voters: [{ member: 'x', store: '1' }] } })]

    assert.deepEqual(tables.flatMap(table => marksOf(heard(core, 1, 'b', { type: 'table', genesis: 'g', certified: { table, seals: [] } }))), ['table:uncertified', 'table:unknown-voters'])
  })

  it('only a leader takes a change of voters', () => {
    const change = { type: 'remove', voter: 'c/1' } as const

    assert.deepEqual(started('a').step(1, { type: 'voters', change }), [{ type: 'emit', event: { type: 'voters:refused', change, reason: 'not-leader' } }])
  })

  it('asks around for what was published and lost', () => {
    const pulls = (without: readonly StrictRule[]): number => {
      const core = new StrictCore({ self: { id: 'x', generation: 1 }, genesis: GENESIS, verify: verifyStatement, digest: digestTable, without })
      core.step(0, { type: 'start' })
      core.step(0, { type: 'view', members: ['a', 'b', 'c', 'x'].map(id => createMember(id)) })
      return said(core.step(3_000, { type: 'wake' })).length
    }
    differs('table:pulled', pulls, { with: 1, without: 0 })
  })
})

describe('the marks of strict mode', () => {
  it('each is made in the core, and reached by a test', () => {
    const read = (folder: string): string => readdirSync(join(ROOT, folder)).filter(name => name.endsWith('.ts') && name !== 'marks.ts').map(name => readFileSync(join(ROOT, folder, name), 'utf8')).join('\n')
    const core = read('src/core/strict')
    const tests = [read('test/core/strict'), read('test/sim/strict')].join('\n')
    const made = (mark: string): boolean => core.includes(`'${mark}'`) || (mark.startsWith('voter:refused-') && core.includes('`voter:refused-$'))

    assert.deepEqual(STRICT_MARKS.filter(mark => !made(mark)), [])
    assert.deepEqual(STRICT_MARKS.filter(mark => !tests.includes(`'${mark}'`)), [])
  })
})
