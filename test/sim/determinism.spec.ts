import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { chaosSchedule, memberIds, runSchedule, Transcript } from '../../src/sim/index.js'
import type { Outcome, ScheduleSpec } from '../../src/sim/index.js'

const IDS = memberIds(6)

/** In the sources, from where the tests are compiled to. */
const GOLDEN = fileURLToPath(new URL('../../../test/sim/golden.json', import.meta.url))

describe('a simulation', () => {
  it('of one seed is the same twice, to the last line of its transcript', () => {
    const first = new Transcript({ messages: true })
    const second = new Transcript({ messages: true })

    assert.equal(chaos(7, { observers: [first] }).digest, chaos(7, { observers: [second] }).digest)
    assert.ok(first.lines.length > 1_000)
    assert.deepEqual(first.lines, second.lines)
  })

  it('is the same whether somebody watches or not', () => {
    assert.equal(chaos(7, { observers: [new Transcript({ messages: true })] }).digest, chaos(7).digest)
  })

  it('of another seed is another one', () => {
    assert.notEqual(chaos(7).digest, chaos(8).digest)
  })

  it('of another order is another one', () => {
    assert.notEqual(chaos(7).digest, chaos(7, { order: 'nasty' }).digest)
  })

  it('that another one interrupts is the same', () => {
    const runs = [7, 7].map(seed => ({ seed, ids: IDS, faults: chaosSchedule(seed, { ids: IDS, duration: 5_000 }), calm: 5_000 }))
    const digests = runs.map(run => runSchedule({ ...run, observers: [{ fault: () => { runSchedule({ seed: 1, ids: ['x'], faults: [], calm: 10 }) } }] }).digest)

    assert.equal(digests[0], digests[1])
    assert.equal(digests[0], runSchedule(runs[0] as ScheduleSpec).digest)
  })

  // A change of it is a change of what cores do, or of the simulator: SHOAL_GOLDEN=write, and say why in the commit.
  it('of the golden seed has the golden digest', () => {
    const outcomes = { fair: chaos(42), nasty: chaos(42, { order: 'nasty' }) }
    const found = Object.fromEntries(Object.entries(outcomes).map(([order, { digest, stats }]) => [order, { digest, steps: stats.steps, messages: stats.messages, bytes: stats.bytes }]))

    if (process.env['SHOAL_GOLDEN'] === 'write') {
      writeFileSync(GOLDEN, `${JSON.stringify(found, undefined, 2)}\n`)
    }
    assert.deepEqual(found, JSON.parse(readFileSync(GOLDEN, 'utf8')))
  })
})

function chaos (seed: number, changes: Partial<ScheduleSpec> = {}): Outcome {
  return runSchedule({ seed, ids: IDS, faults: chaosSchedule(seed, { ids: IDS, duration: 20_000 }), calm: 20_000, ...changes })
}
