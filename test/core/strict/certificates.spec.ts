import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { distrustOf, genesisTable, isCertified, isQuorum, LeaderLease, statementOf, voterId } from '../../../src/core/index.js'
import { nextVoters } from '../../../src/core/strict/quorum.js'
import { VotersChange } from '../../../src/core/strict/voter-change.js'
import { A, B, C, createContext, createTable, D, differs, E, GENESIS, signStatement } from './support.js'
import type { Seal, StrictTable, Voter } from '../../../src/core/index.js'

const GENESIS_CONFIG = genesisTable(GENESIS).config

function sealsOf (table: StrictTable, voters: readonly Voter[]): Seal[] {
  const statement = statementOf(createContext(), table)
  return voters.map(voter => ({ voter: voterId(voter), signature: signStatement(statement, voter.member) }))
}

describe('quorum certificates', () => {
  const table = createTable()

  it('a majority of the voters certifies a table, fewer do not', () => {
    const statement = statementOf(createContext(), table)
    assert.equal(isCertified(createContext(), statement, sealsOf(table, [A, C])), true)
    differs('certificate:majority', without => isCertified(createContext(without), statement, sealsOf(table, [A])), { with: false, without: true })
  })

  it('one voter said twice is one voter', () => {
    assert.equal(isCertified(createContext(), statementOf(createContext(), table), sealsOf(table, [A, A, A])), false)
  })

  it('a seal under something else is none', () => {
    const other = sealsOf(createTable({ version: 2 }), [A, B])
    differs('certificate:verified', without => isCertified(createContext(without), statementOf(createContext(), table), other), { with: false, without: true })
  })

  it('a member counts once however many stores it has', () => {
    const voters = [A, { member: 'a', store: '2' }, B]
    const twoStores = { config: { id: { term: 1, version: 0 }, voters } }
    differs('quorum:member-once', without => isQuorum(createContext(without), twoStores, voter => voter.startsWith('a/')), { with: false, without: true })
  })

  it('while the voters change, the former ones must have a majority too', () => {
    const joint = { config: { id: { term: 101, version: 2 }, voters: [A, B, C, D] }, previous: { id: { term: 100, version: 0 }, voters: [A, B, C] } }
    const has = [A, D, C].map(voterId)
    const onlyNext = ['b/1', 'd/1', 'x/1']
    assert.equal(isQuorum(createContext(), joint, voter => has.includes(voter)), true)
    differs('quorum:both-majorities', without => {
      const next = { ...joint, config: { ...joint.config, voters: [B, D, { member: 'x', store: '1' }] } }
      return isQuorum(createContext(without), next, voter => onlyNext.includes(voter))
    }, { with: false, without: true })
  })

  it('a learner that missed a change of voters follows it by its link', () => {
    const joint = createTable({ version: 2, config: { id: { term: 101, version: 2 }, voters: [A, B, C, D] }, previous: GENESIS_CONFIG })
    const link = { statement: statementOf(createContext(), joint), seals: sealsOf(joint, [A, B, D]) }
    const final = createTable({ ...joint, version: 3, previous: undefined, links: [link] })
    const context = createContext()

    assert.equal(distrustOf(context, genesisTable(GENESIS), { table: final, seals: sealsOf(final, [B, C, D]) }), undefined)
    assert.equal(distrustOf(context, genesisTable(GENESIS), { table: { ...final, links: [] }, seals: sealsOf(final, [B, C, D]) }), 'table:unknown-voters')
    assert.equal(distrustOf(context, genesisTable(GENESIS), { table: final, seals: sealsOf(final, [C, D]) }), 'table:uncertified')
  })
})

describe('changes of voters', () => {
  it('two voters are refused, at the beginning and later', () => {
    assert.throws(() => genesisTable({ ...GENESIS, voters: [A, B] }), /2 voters: must be 1, 3, 5 or 7/)
    assert.throws(() => genesisTable({ ...GENESIS, voters: [A, B, { member: 'a', store: '2' }] }), /each of the 3 must be of another member/)
    differs('change:two-refused', without => {
      const change = VotersChange.begin(createContext(without), 0, { type: 'remove', voter: voterId(C) }, createTable())
      return typeof change === 'string' ? change : 'begun'
    }, { with: 'two-voters', without: 'begun' })
  })

  it('what cannot be is refused by name', () => {
    assert.equal(nextVoters(GENESIS_CONFIG, { type: 'add', voter: A }, true), 'known')
    assert.equal(nextVoters(GENESIS_CONFIG, { type: 'remove', voter: 'x/1' }, true), 'unknown')
    assert.equal(nextVoters({ ...GENESIS_CONFIG, voters: [A] }, { type: 'remove', voter: voterId(A) }, true), 'no-voters')
    const seven = [A, B, C, D, E, { member: 'f', store: '1' }, { member: 'g', store: '1' }]
    assert.equal(nextVoters({ ...GENESIS_CONFIG, voters: seven }, { type: 'add', voter: { member: 'h', store: '1' } }, true), 'too-many')
  })

  it('a member with another store takes the place of its former one', () => {
    assert.deepEqual(nextVoters(GENESIS_CONFIG, { type: 'add', voter: { member: 'b', store: '2' } }, true), [A, { member: 'b', store: '2' }, C])
  })

  it('a voter is removed only while a majority of the next ones holds the lease', () => {
    const four = createTable({ config: { id: { term: 101, version: 1 }, voters: [A, B, C, D] } })
    differs('change:lease-of-next', without => {
      const context = createContext(without)
      const lease = new LeaderLease(context)
      const round = lease.send(0)
      for (const voter of [A, D]) lease.granted(1, voterId(voter), round)
      const change = VotersChange.begin(context, 0, { type: 'remove', voter: voterId(D) }, four)
      return typeof change === 'string' ? change : change.judge(1, lease)
    }, { with: 'no-majority', without: 'ready' })
  })

  it('a voter is added only after its store has answered', () => {
    differs('change:answered', without => {
      const context = createContext(without)
      const lease = new LeaderLease(context)
      const round = lease.send(0)
      for (const voter of [A, B, C]) lease.granted(1, voterId(voter), round)
      const change = VotersChange.begin(context, 0, { type: 'add', voter: D }, createTable())
      return typeof change === 'string' ? [change] : [change.judge(1, lease), change.judge(10_001, lease)]
    }, { with: [undefined, 'not-answering'], without: ['ready', 'no-majority'] })
  })
})
