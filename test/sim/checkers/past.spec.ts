import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply } from '../../../src/sim/apply.js'
import { createCheckers, formatViolation, INVARIANTS } from '../../../src/sim/checkers/index.js'
import { Simulation } from '../../../src/sim/index.js'
import type { Violation } from '../../../src/sim/checkers/index.js'
import type { Rule } from '../../../src/core/index.js'

/**
 * a is alone, and leads; later b comes. Both end. On a clock that shows the instant of its first start again a comes
 * back, without its disk if that is lost; then b does, without its own.
 */
function secondLife ({ isPastJudged = false, disk = 'lost', without = [] }: { readonly isPastJudged?: boolean, readonly disk?: 'kept' | 'lost', readonly without?: readonly Rule[] }): readonly Violation[] {
  const checkers = createCheckers({ nodes: 2, isPastJudged })
  const simulation = new Simulation({ seed: 4, observers: checkers.observers, member: { core: { without }, groups: [{ name: 'jobs', partitions: 4 }] } })
  simulation.start('a', { metadata: Uint8Array.of(1) })
  simulation.run(5_000)
  simulation.start('b', { bootstrap: ['a'] })
  simulation.run(10_000)
  for (const member of ['a', 'b']) apply(simulation, { at: 0, kind: 'crash', member })
  simulation.run(1_000)

  simulation.crash('a', { disk })
  apply(simulation, { at: 0, kind: 'clock', member: 'a', step: -simulation.now })
  simulation.start('a', { metadata: Uint8Array.of(2) })
  simulation.run(5_000)
  apply(simulation, { at: 0, kind: 'start-empty', member: 'b' })
  simulation.run(checkers.quiet + 5_000)
  simulation.end()

  return checkers.violations
}

describe('the checker of the past', () => {
  it('excuses a process that could not know its number, and all that comes of it', () => {
    assert.deepEqual(secondLife({}).map(formatViolation), [])
  })

  it('excuses two claims of one start, two tables of one epoch and two owners with one token, and nothing else', () => {
    const broken = new Set(secondLife({ isPastJudged: true }).map(({ invariant }) => invariant))
    assert.deepEqual([...broken].sort(), [INVARIANTS.oneTable, INVARIANTS.oneHolder, INVARIANTS.oneClaim].sort())
  })

  it('excuses nothing of one that has its disk', () => {
    assert.deepEqual(secondLife({ disk: 'kept' }).map(formatViolation), [])

    const broken = secondLife({ disk: 'kept', without: ['records:generation-grows'] })
    assert.ok(broken.some(({ invariant, what }) => invariant === INVARIANTS.ownCounters && what.includes('has its disk')), broken.map(formatViolation).join('; '))
  })
})
