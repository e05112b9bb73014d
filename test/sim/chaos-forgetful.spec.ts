import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { formatViolation, INVARIANTS } from '../../src/sim/checkers/index.js'
import { Chaos } from './chaos-run.js'
import { FORGETFUL_SEEDS } from './kept-seeds.js'

/** What comes of it: two things said under one number, one epoch or one token, and a younger process that gives way. */
const EXCUSED: ReadonlySet<string> = new Set([INVARIANTS.oneClaim, INVARIANTS.oneTable, INVARIANTS.oneHolder, INVARIANTS.ownCounters])

describe('a member that lost its disk and its clock, and that nobody whom it meets remembers', () => {
  it('breaks nothing but what takes a number for a new one', () => {
    const broken = FORGETFUL_SEEDS.flatMap(run => new Chaos().run({ ...run, isPastJudged: true }))

    assert.deepEqual(broken.filter(({ invariant }) => !EXCUSED.has(invariant)).map(formatViolation), [])
    assert.ok(broken.length > 0, 'some of the seeds show it')
  })

  it('breaks nothing else', () => {
    for (const run of FORGETFUL_SEEDS) {
      assert.deepEqual(new Chaos().run(run).map(formatViolation), [], `seed ${run.seed}`)
    }
  })
})
