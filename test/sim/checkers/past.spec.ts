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

/**
 * b does not hear of the second start of a, and c does. On a clock that is behind both, and without its disk, a comes back a
 * third time. What c answers is lost; b stops again and again, so that it need not be heard.
 */
function thirdStart (answering: 'b' | 'nobody'): readonly Violation[] {
  const checkers = createCheckers({ nodes: 3 })
  const simulation = new Simulation({ seed: 4, observers: checkers.observers, member: { groups: [{ name: 'jobs', partitions: 4 }] } })
  for (const id of ['b', 'c', 'a']) {
    simulation.start(id, { bootstrap: ['b', 'c', 'a'].filter(other => other !== id) })
    simulation.run(3_000)
  }
  apply(simulation, { at: 0, kind: 'split', sides: [['b'], ['a', 'c']] })
  simulation.run(30_000)
  apply(simulation, { at: 0, kind: 'crash', member: 'a' })
  apply(simulation, { at: 0, kind: 'start-empty', member: 'a' })
  simulation.run(5_000)
  apply(simulation, { at: 0, kind: 'crash', member: 'a' })
  apply(simulation, { at: 0, kind: 'clock', member: 'a', step: -simulation.now })
  simulation.run(5_000)
  apply(simulation, { at: 0, kind: 'heal' })
  apply(simulation, { at: 0, kind: 'slow', member: 'b', stall: 5, every: 1_000 })

  simulation.filter((from, to, { type }) => to !== 'a' || type !== 'delta' || from === answering)
  apply(simulation, { at: 0, kind: 'start-empty', member: 'a' })
  simulation.until(() => simulation.member('a').core.phase === 'joined', 60_000, 'a in a cluster')

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

  it('excuses one that was let in by somebody who remembers less, before it heard anybody else', () => {
    assert.deepEqual(thirdStart('b').map(formatViolation), [])
  })

  it('does not excuse one that nobody let in, when all whom it could hear remember', () => {
    const [broken, ...others] = thirdStart('nobody')
    assert.equal(broken?.invariant, INVARIANTS.ownCounters)
    assert.match(broken.what, /begins as \d+ after \d+, and was told/)
    assert.deepEqual(others, [])
  })
})
