import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { figuresOf, judgePartition, refusedInOrder } from '../bench/torture/judge.js'
import type { JudgedBy } from '../bench/torture/judge.js'
import type { LedgerRow } from '../bench/torture/ledger.js'

const BY: JudgedBy = { deeds: [{ kind: 'crash', at: 150 }, { kind: 'pause', at: 400 }], owners: new Set(['a', 'b']), healedAt: 450, boundMs: 100 }

function row (seq: number, token: string, owner: string, at = seq * 100): LedgerRow {
  return { seq, at, partition: 3, token, owner }
}

function rulesOf (rows: readonly LedgerRow[], by = BY): string[] {
  return judgePartition(3, rows, by).violations.map(({ rule }) => rule)
}

describe('the judge of the torture', () => {
  it('has nothing against tokens that grow, each of one owner, and writes after the last fault', () => {
    assert.deepEqual(rulesOf([row(1, '01', 'a'), row(2, '01', 'a'), row(3, '02', 'b'), row(4, '03', 'b'), row(5, '04', 'a')]), [])
  })

  it('sees a token that goes back', () => {
    assert.deepEqual(rulesOf([row(1, '01', 'a'), row(2, '02', 'b'), row(3, '01', 'a'), row(5, '02', 'b')]), ['token-went-back'])
  })

  it('sees two owners under one token, also when another one lies between', () => {
    assert.deepEqual(rulesOf([row(1, '01', 'a'), row(2, '01', 'b'), row(5, '01', 'a')]), ['two-owners-one-token'])
  })

  it('sees a partition that nobody writes after the last fault, or too late', () => {
    assert.deepEqual(rulesOf([]), ['not-written-again'])
    assert.deepEqual(rulesOf([row(1, '01', 'a'), row(2, '01', 'a', 450)]), ['not-written-again'])
    assert.deepEqual(rulesOf([row(1, '01', 'a'), row(2, '01', 'a', 551)]), ['not-written-again'])
    assert.deepEqual(rulesOf([row(1, '01', 'a'), row(2, '01', 'a', 550)]), [])
  })

  it('sees an owner that was never started', () => {
    assert.deepEqual(rulesOf([row(5, '01', 'c')]), ['stranger'])
  })

  it('sees a write that is refused while everything is in order, and lets it be while something is not', () => {
    assert.equal(refusedInOrder([{ at: 99, partition: 1 }, { at: 100, partition: 2 }, { at: 201, partition: 3 }], [{ from: 100, to: 200 }]).length, 1)
  })

  it('measures from the last write of the one to the first of the other, by the deed before', () => {
    const { changes } = judgePartition(3, [row(1, '01', 'a'), row(2, '02', 'b', 180), row(3, '03', 'b', 200), row(5, '04', 'a')], BY)

    assert.deepEqual(figuresOf(changes), [
      { deed: 'crash', changes: 1, medianMs: 80, worstMs: 80 },
      { deed: 'pause', changes: 1, medianMs: 300, worstMs: 300 }
    ])
  })
})
