import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { scenarioNamed } from '../../src/sim/index.js'
import type { Fault } from '../../src/sim/index.js'

const OPTIONS = { seed: 1, nodes: 4, parameters: { fewest: 4 } }

/** Each kind of fault that lasts, and what ends it. */
const LASTING: ReadonlyArray<readonly [Fault, Fault]> = [
  [{ at: 20_000, kind: 'split', sides: [['n11', 'n12'], ['n13', 'n14']] }, { at: 30_000, kind: 'heal' }],
  [{ at: 20_000, kind: 'cut-one-way', from: ['n11'], to: ['n12'] }, { at: 30_000, kind: 'heal' }],
  [{ at: 20_000, kind: 'degrade', members: ['n11'], loss: 1, latency: 0 }, { at: 30_000, kind: 'heal' }],
  [{ at: 20_000, kind: 'pause', member: 'n12' }, { at: 30_000, kind: 'resume', member: 'n12' }],
  [{ at: 20_000, kind: 'block', member: 'n12' }, { at: 30_000, kind: 'unblock', member: 'n12' }],
  [{ at: 20_000, kind: 'slow', member: 'n12', stall: 900, every: 1_000 }, { at: 30_000, kind: 'slow', member: 'n12', stall: 0, every: 1_000 }],
  [{ at: 20_000, kind: 'network', options: { loss: 0.3 } }, { at: 30_000, kind: 'network', options: { loss: 0 } }]
]

function broken (faults: readonly Fault[]): string[] {
  const { violations = [] } = scenarioNamed('chaos')?.replay?.(OPTIONS, faults) ?? {}
  return violations.map(({ invariant, what }) => `${invariant}: ${what}`)
}

describe('a schedule of one\'s own', () => {
  for (const [fault, end] of LASTING) {
    it(`breaks a promise if a ${fault.kind} lasts to its end, and none if it is ended`, () => {
      const found = broken([fault])

      assert.equal(found.length, 1)
      assert.match(found[0] ?? '', new RegExp(`^I6 no fault still lasts at the end: agreement was not judged, as there still lasts: ${fault.kind}.* since 20000 ms; end the schedule with ${end.kind}`))
      assert.deepEqual(broken([fault, end]), [])
    })
  }

  it('does not take one part of a bad network for all of it', () => {
    const found = broken([{ at: 20_000, kind: 'network', options: { loss: 0.3 } }, { at: 30_000, kind: 'network', options: { latency: 1 } }])

    assert.match(found[0] ?? '', /^I6 no fault still lasts at the end: .*network since/)
  })
})
