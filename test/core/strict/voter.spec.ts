import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { restoreVoterState, StrictVoter, voterId } from '../../../src/core/index.js'
import { A, B, createContext, createTable, createVoter, differs, marksOf, said } from './support.js'
import type { Prepare, StrictMessage, StrictRule, StrictTable, VoterRecord } from '../../../src/core/index.js'

const OWN = voterId(A)

function prepare (changes: Partial<Prepare> = {}): Prepare {
  return { type: 'prepare', genesis: 'g', to: OWN, term: 101, holder: { id: 'b', generation: 1 }, config: { term: 100, version: 0 }, known: { term: 100, version: 0 }, round: 1, isTrial: false, ...changes }
}

function accept (table: StrictTable): Extract<StrictMessage, { type: 'accept' }> {
  return { type: 'accept', genesis: 'g', to: OWN, holder: { id: table.leader, generation: 1 }, table }
}

/** What a voter says to one question after the other, with a disk that is at once. */
function answers (without: readonly StrictRule[], steps: ReadonlyArray<(voter: StrictVoter) => void>): string[] {
  const context = createContext(without)
  const voter = createVoter(context)

  return steps.flatMap(step => {
    step(voter)
    voter.persisted(voter.state.record.revision)
    return said(context.outbox.take())
  })
}

describe('a strict voter', () => {
  it('promises a term once, and the same leader may renew it', () => {
    assert.deepEqual(answers([], [
      voter => voter.prepare(0, 'b', prepare()),
      voter => voter.prepare(1, 'b', prepare({ round: 2 })),
      voter => voter.prepare(9_000, 'c', prepare({ holder: { id: 'c', generation: 1 } })),
      voter => voter.prepare(9_000, 'c', prepare({ holder: { id: 'c', generation: 1 }, term: 102 }))
    ]), ['promise', 'promise', 'refusal:term', 'promise'])
  })

  it('a later start of the leader is somebody else', () => {
    assert.deepEqual(answers([], [
      voter => voter.prepare(0, 'b', prepare()),
      voter => voter.prepare(1, 'b', prepare({ term: 102, holder: { id: 'b', generation: 2 } }))
    ]), ['promise', 'refusal:lease'])
  })

  it('holds back for a leader until its lease has ended by any clock', () => {
    const rival = prepare({ term: 102, holder: { id: 'c', generation: 1 } })
    differs('voter:drift', without => answers(without, [voter => voter.prepare(0, 'b', prepare()), voter => voter.prepare(2_010, 'c', rival)]), {
      with: ['promise', 'refusal:lease'], without: ['promise', 'promise']
    })
    assert.deepEqual(answers([], [voter => voter.prepare(0, 'b', prepare()), voter => voter.prepare(2_041, 'c', rival)]), ['promise', 'promise'])
  })

  it('says nothing before what it says is durable', () => {
    differs('voter:durable-first', without => {
      const context = createContext(without)
      const voter = createVoter(context)
      voter.prepare(0, 'b', prepare())
      const early = said(context.outbox.take())
      voter.persisted(1)
      return [early, said(context.outbox.take())]
    }, { with: [[], ['promise']], without: [['promise'], []] })
  })

  it('an older write that ends does not let a newer answer go', () => {
    const context = createContext()
    const voter = createVoter(context)
    voter.prepare(0, 'b', prepare())
    voter.accept(0, 'b', accept(createTable({ leader: 'b' })))
    context.outbox.take()
    voter.persisted(1)

    assert.deepEqual(said(context.outbox.take()), ['promise'])
  })

  it('a question that only tries changes nothing', () => {
    differs('voter:trial-changes-nothing', without => {
      const voter = createVoter(createContext(without))
      voter.prepare(0, 'b', prepare({ isTrial: true }))
      return voter.state.record.term
    }, { with: 100, without: 101 })
  })

  it('accepts no older table after a newer one', () => {
    differs('voter:accept-order', without => answers(without, [
      voter => voter.accept(0, 'b', accept(createTable({ leader: 'b', version: 2 }))),
      voter => voter.accept(0, 'b', accept(createTable({ leader: 'b', version: 1 })))
    ]), { with: ['accepted', 'refusal:order'], without: ['accepted', 'accepted'] })
  })

  it('accepts nothing of a term below its promise', () => {
    differs('voter:accept-promise', without => answers(without, [
      voter => voter.prepare(0, 'b', prepare({ term: 103 })),
      voter => voter.accept(0, 'c', accept(createTable({ leader: 'c', term: 102 })))
    ]), { with: ['promise', 'refusal:term'], without: ['promise', 'accepted'] })
  })

  it('does not promise to somebody who counts on voters of the past', () => {
    const next = createTable({ leader: 'b', config: { id: { term: 101, version: 1 }, voters: [A, B] } })
    differs('voter:config-order', without => answers(without, [
      voter => voter.accept(0, 'b', accept(next)),
      voter => voter.prepare(9_000, 'c', prepare({ term: 102, holder: { id: 'c', generation: 1 } }))
    ]), { with: ['accepted', 'refusal:config'], without: ['accepted', 'promise'] })
  })

  it('seals no table that does not name it', () => {
    const others = createTable({ leader: 'b', config: { id: { term: 101, version: 1 }, voters: [B] } })
    differs('voter:named-only', without => answers(without, [voter => voter.accept(0, 'b', accept(others))]), { with: [], without: ['accepted'] })
  })

  it('lets go of a lease for the one alone that it gave it to', () => {
    const rival = prepare({ term: 102, holder: { id: 'c', generation: 1 } })
    const resign = (from: string) => (voter: StrictVoter): void => voter.resign(from, { type: 'resign', genesis: 'g', term: 101, holder: { id: from, generation: 1 } })
    differs('voter:resign-own', without => answers(without, [voter => voter.prepare(0, 'b', prepare()), resign('c'), voter => voter.prepare(1, 'c', rival)]), {
      with: ['promise', 'refusal:lease'], without: ['promise', 'promise']
    })
    assert.deepEqual(answers([], [voter => voter.prepare(0, 'b', prepare()), resign('b'), voter => voter.prepare(1, 'c', rival)]), ['promise', 'promise'])
  })

  it('after a restart it holds back as if it had promised a moment before', () => {
    const record: VoterRecord = { genesis: 'g', voter: OWN, revision: 7, term: 101, holder: { id: 'b', generation: 1 }, accepted: createTable() }
    differs('voter:lease-after-restart', without => {
      const context = createContext(without)
      const voter = new StrictVoter(context, restoreVoterState(context, 50_000, record))
      voter.prepare(50_100, 'c', prepare({ term: 102, holder: { id: 'c', generation: 1 }, config: { term: 100, version: 0 } }))
      voter.persisted(8)
      return said(context.outbox.take())
    }, { with: ['refusal:lease'], without: ['promise'] })
  })

  it('measures a lease anew when its clock cannot be trusted', () => {
    differs('voter:distrust', without => answers(without, [
      voter => voter.prepare(0, 'b', prepare()),
      voter => voter.distrust(2_000),
      voter => voter.prepare(3_000, 'c', prepare({ term: 102, holder: { id: 'c', generation: 1 } }))
    ]), { with: ['promise', 'refusal:lease'], without: ['promise', 'promise'] })
  })

  it('does not answer for a store that it has not got', () => {
    differs('voter:own-store', without => {
      const context = createContext(without)
      createVoter(context).prepare(0, 'b', prepare({ to: 'a/2', isTrial: true }))
      return marksOf(context.outbox.take())
    }, { with: ['voter:other-store'], without: [] })
  })

  it('counts why it refuses', () => {
    const context = createContext()
    const voter = createVoter(context)
    voter.prepare(0, 'b', prepare())
    voter.prepare(0, 'c', prepare({ holder: { id: 'c', generation: 1 } }))
    voter.prepare(0, 'c', prepare({ holder: { id: 'c', generation: 1 }, term: 102 }))
    voter.accept(0, 'b', accept(createTable({ leader: 'b', version: 2, config: { id: { term: 101, version: 1 }, voters: [A, B] } })))
    voter.accept(0, 'b', accept(createTable({ leader: 'b' })))
    voter.prepare(0, 'b', prepare({ term: 103 }))
    voter.accept(0, 'b', accept(createTable({ term: 104, config: { id: { term: 104, version: 1 }, voters: [B] } })))

    assert.deepEqual(marksOf(context.outbox.take()), ['voter:granted', 'voter:refused-term', 'voter:refused-lease', 'voter:refused-order', 'voter:refused-config', 'voter:not-named'])
  })
})
