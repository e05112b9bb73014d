import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareStandings } from '../../../src/core/membership/member.js'
import { createEmpty } from '../cluster/simulated.js'
import { createClaim } from '../support.js'
import type { Standing } from '../../../src/core/membership/member.js'
import type { Update } from '../../../src/core/index.js'
import type { Simulation } from '../../../src/sim/index.js'

const STANDINGS: Standing[] = [1, 2].flatMap(generation => [0, 1, 2].flatMap(incarnation =>
  (['alive', 'suspect', 'dead', 'left'] as const).map(state => ({ generation, incarnation, state }))))

/** Everything that can be said of one start of a member, within two incarnations. */
const UPDATES: Update[] = [0, 1, 2].flatMap(incarnation => [
  { type: 'claim', claim: createClaim('x', { incarnation }) },
  { type: 'claim', claim: createClaim('x', { incarnation, left: true }) },
  ...(['suspect', 'dead'] as const).map((state): Update => ({
    type: 'accusation', accusation: { id: 'x', generation: 1, incarnation, state, accuser: 'y', refused: false }
  }))
])

describe('the order of claims', () => {
  it('is total: of any two that differ exactly one is newer', () => {
    for (const a of STANDINGS) {
      for (const b of STANDINGS) {
        assert.equal(Math.sign(compareStandings(a, b)) + Math.sign(compareStandings(b, a)), 0)
        assert.equal(compareStandings(a, b) === 0, a === b)
      }
    }
  })

  it('is transitive', () => {
    for (const a of STANDINGS) {
      for (const b of STANDINGS) {
        for (const c of STANDINGS) {
          assert.ok(!(compareStandings(a, b) > 0 && compareStandings(b, c) > 0) || compareStandings(a, c) > 0)
        }
      }
    }
  })

  it('puts a later start above anything said of an earlier one', () => {
    assert.ok(compareStandings({ generation: 2, incarnation: 0, state: 'alive' }, { generation: 1, incarnation: 9, state: 'left' }) > 0)
  })

  it('puts dead above suspect, suspect above alive, a higher incarnation above these, and left above all', () => {
    const [alive, suspect, dead, left] = (['alive', 'suspect', 'dead', 'left'] as const).map(state => ({ generation: 1, incarnation: 1, state }))
    const order = [alive, suspect, dead, { generation: 1, incarnation: 2, state: 'alive' as const }, left] as Standing[]

    for (const [index, standing] of order.slice(1).entries()) {
      assert.ok(compareStandings(standing, order[index] as Standing) > 0)
    }
  })
})

describe('merging', () => {
  it('any three updates about a known member, in any order and repeated, ends in one standing', () => {
    for (const one of UPDATES) {
      for (const two of UPDATES) {
        for (const three of UPDATES) {
          const outcomes = new Set(orders([one, two, three]).map(mergedInto))
          assert.equal(outcomes.size, 1, `${JSON.stringify([one, two, three])} ended as ${[...outcomes].join(' or ')}`)
        }
      }
    }
  })

  it('a death without a suspicion before it is a suspicion: the accused must have time to refute', () => {
    const cluster = alone()

    say(cluster, { type: 'claim', claim: createClaim('x') })
    say(cluster, { type: 'accusation', accusation: { id: 'x', generation: 1, incarnation: 0, state: 'dead', accuser: 'y', refused: false } })
    assert.equal(standingAt(cluster), '1 0 suspect')
    say(cluster, { type: 'accusation', accusation: { id: 'x', generation: 1, incarnation: 0, state: 'dead', accuser: 'y', refused: false } })
    assert.equal(standingAt(cluster), '1 0 suspect')

    cluster.run(1_000)
    say(cluster, { type: 'accusation', accusation: { id: 'x', generation: 1, incarnation: 0, state: 'dead', accuser: 'y', refused: false } })
    assert.equal(standingAt(cluster), '1 0 suspect', 'however often it is said')
    cluster.until(() => standingAt(cluster) === '1 0 dead', 60_000, 'dead by its own time')
  })

  it('dead evidence of a higher incarnation keeps an older alive claim from reviving the dead', () => {
    const cluster = alone()

    say(cluster, { type: 'claim', claim: createClaim('x', { incarnation: 1 }) })
    say(cluster, { type: 'accusation', accusation: { id: 'x', generation: 1, incarnation: 1, state: 'suspect', accuser: 'y', refused: false } })
    cluster.until(() => standingAt(cluster) === '1 1 dead', 60_000, 'dead by its own time')
    say(cluster, { type: 'accusation', accusation: { id: 'x', generation: 1, incarnation: 10, state: 'dead', accuser: 'y', refused: false } })
    say(cluster, { type: 'claim', claim: createClaim('x', { incarnation: 2 }) })

    assert.equal(standingAt(cluster), '1 10 dead')
  })
})

function alone (): Simulation {
  const cluster = createEmpty()
  cluster.start('a')
  say(cluster, { type: 'claim', claim: createClaim('y') })
  say(cluster, { type: 'claim', claim: createClaim('z') })
  return cluster
}

function say (cluster: Simulation, update: Update, from = 'y'): void {
  cluster.inject(from, 'a', { type: 'gossip', updates: [update] })
}

function mergedInto (updates: readonly Update[]): string {
  const cluster = alone()

  say(cluster, { type: 'claim', claim: createClaim('x') })
  for (const update of [...updates, ...updates]) {
    say(cluster, update)
  }

  return standingAt(cluster)
}

function standingAt (cluster: Simulation): string {
  const row = cluster.member('a').core.members().find(({ id }) => id === 'x')
  return `${row?.generation} ${row?.incarnation} ${row?.state}`
}

function orders<T> ([a, b, c]: readonly [T, T, T]): T[][] {
  return [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]
}
