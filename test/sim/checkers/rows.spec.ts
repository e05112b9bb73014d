import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { INVARIANTS } from '../../../src/sim/checkers/index.js'
import { apply } from '../../../src/sim/apply.js'
import { Plant } from './plant.js'
import type { Row } from '../../../src/core/index.js'

const STATES = ['alive', 'suspect', 'dead', 'left'] as const

describe('the checkers of rows', () => {
  it('report nothing of a healthy cluster', () => {
    assert.deepEqual(new Plant().texts, [])
  })

  it('let through every change of one generation that the protocol has, and report every other one', () => {
    const legal = new Set<string>()

    for (const from of STATES) {
      for (const to of STATES) {
        for (const rise of [-1, 0, 1]) {
          const plant = new Plant()
          const base = plant.row('c')
          plant.change('a', shaped(base, from, 5), shaped(base, to, 5 + rise))
          if (!plant.found.some(name => /^M[123]/.test(name))) legal.add(`${from} ${to} ${rise}`)
        }
      }
    }

    assert.deepEqual([...legal].sort(), [
      // The last word of a generation stands above whatever was said before.
      'alive left -1', 'suspect left -1', 'dead left -1',
      'alive alive 0', 'alive suspect 0', 'alive dead 0', 'alive left 0', 'suspect suspect 0', 'suspect dead 0', 'suspect left 0', 'dead dead 0', 'dead left 0', 'left left 0',
      'alive alive 1', 'alive suspect 1', 'alive dead 1', 'alive left 1', 'suspect alive 1', 'suspect suspect 1', 'suspect dead 1', 'suspect left 1',
      'dead alive 1', 'dead suspect 1', 'dead dead 1', 'dead left 1', 'left left 1'
    ].sort())
  })

  it('M1: report an older generation', () => {
    const plant = new Plant()
    const base = plant.row('c')
    assert.deepEqual(plant.change('a', { ...base, generation: base.generation + 1 }, base).found, [INVARIANTS.rowOrder])
  })

  it('M3: report a row that begins with an accusation', () => {
    const plant = new Plant()
    assert.ok(plant.change('a', undefined, plant.row('c', { state: 'suspect' })).found.includes(INVARIANTS.illegalPair))
  })

  it('M4: report two claims of one incarnation, by the subject or at others', () => {
    const own = new Plant()
    const others = new Plant()
    const say = (plant: Plant): Row => plant.row('c', { claim: { ...plant.row('c').claim, metadata: Uint8Array.of(1) } })

    assert.ok(own.change('c', undefined, say(own)).found.includes(INVARIANTS.oneClaim))
    assert.ok(others.change('a', undefined, say(others)).found.includes(INVARIANTS.oneClaim))
  })

  it('M5: report a claim that its subject never made, and a row that says more than its claim', () => {
    const forged = new Plant()
    const { claim, incarnation } = forged.row('c')
    forged.change('a', undefined, forged.row('c', { incarnation: incarnation + 9, claim: { ...claim, incarnation: incarnation + 9 } }))
    assert.deepEqual(forged.found, [INVARIANTS.ownWord])

    const gone = new Plant()
    assert.deepEqual(gone.change('a', undefined, gone.row('c', { state: 'left' })).found, [INVARIANTS.ownWord])
  })

  it('M6: let a member go on under the next number after its end only if another process of it had that end', () => {
    const [same, later] = [true, false].map(isSame => {
      const plant = new Plant()
      const first = plant.row('c')
      const left = { ...first, state: 'left' as const, incarnation: 9, claim: { ...first.claim, incarnation: 9, left: true } }
      const next = { ...first, generation: first.generation + 1, claim: { ...first.claim, generation: first.generation + 1 } }
      plant.change('c', first, left)
      if (!isSame) {
        apply(plant.simulation, { at: plant.simulation.now, kind: 'crash', member: 'c' })
        plant.simulation.start('c', { bootstrap: ['a'] })
      }
      return plant.change('c', isSame ? left : first, next).found.filter(name => name === INVARIANTS.ownCounters)
    })

    assert.deepEqual([same, later], [[INVARIANTS.ownCounters], []])
  })

  it('M6: report a member whose own incarnation does not grow, or whose generation is below its clock', () => {
    const plant = new Plant()
    assert.ok(plant.change('c', plant.row('c'), plant.row('c')).found.includes(INVARIANTS.ownCounters))

    const back = new Plant()
    assert.ok(back.step('c', [], { type: 'start', unixMs: 9e12, addresses: [] }).found.includes(INVARIANTS.ownCounters))

    const last = new Plant()
    assert.ok(last.emit('c', { type: 'superseded', generation: 1 }).found.includes(INVARIANTS.ownCounters))
  })

  it('M7: report a member that holds itself to be suspect', () => {
    const plant = new Plant()
    const row = plant.row('c')
    assert.ok(plant.change('c', row, { ...row, state: 'suspect', incarnation: row.incarnation }).found.includes(INVARIANTS.selfAlive))
  })

  it('I16: report a healthy member that is suspected, or dead', () => {
    const plant = new Plant({ traces: 1_000 })
    const row = plant.row('c')
    plant.change('a', row, { ...row, state: 'suspect', accuser: 'a' }).change('a', { ...row, state: 'suspect', accuser: 'a' }, { ...row, state: 'dead', accuser: 'a' })
    assert.deepEqual(plant.found, [INVARIANTS.trusted, INVARIANTS.healthy])
  })

  it('I16: say nothing of a member that a fault has touched', () => {
    const plant = new Plant({ traces: 1_000 })
    const row = plant.row('c')
    plant.fault({ at: 0, kind: 'pause', member: 'c' }).change('a', row, { ...row, state: 'suspect', accuser: 'a' })
    assert.deepEqual(plant.texts, [])
  })

  it('I18: report a view of more members than there are', () => {
    const plant = new Plant()
    for (const id of ['x', 'y', 'z']) {
      const row = plant.row('c')
      plant.change('a', undefined, { ...row, id, claim: { ...row.claim, id } })
    }
    assert.ok(plant.found.includes(INVARIANTS.rows))
  })
})

/** The row in that state, with a claim that fits: an accusation stands on an older one. */
function shaped (row: Row, state: Row['state'], incarnation: number): Row {
  const isFirstHand = state === 'alive' || state === 'left'
  return { ...row, state, incarnation, claim: { ...row.claim, left: state === 'left', incarnation: isFirstHand ? incarnation : 0 } }
}
