import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Ranking } from '../../../src/core/membership/ranking.js'
import { Round } from '../../../src/core/membership/round.js'
import { createRandom } from '../../../src/core/random.js'
import { draftClaim } from '../../../src/core/membership/self.js'
import type { MemberId } from '../../../src/core/index.js'

const IDS = Array.from({ length: 300 }, (_, index) => `m${String(index).padStart(3, '0')}`)

describe('a round', () => {
  it('brings everybody once, and then nobody', () => {
    const drawn = rest(roundOf(IDS), 1)

    assert.deepEqual(drawn.toSorted(), IDS)
    assert.notDeepEqual(drawn, IDS)
  })

  it('goes in an order that is the seed\'s', () => {
    assert.deepEqual(rest(roundOf(IDS), 1), rest(roundOf(IDS), 1))
    assert.notDeepEqual(rest(roundOf(IDS), 1), rest(roundOf(IDS), 2))
  })

  it('puts everybody in every place equally often', () => {
    const ids = IDS.slice(0, 4)
    const counts = new Map<string, number>()

    for (let seed = 0; seed < 4_000; seed++) {
      for (const [place, id] of rest(roundOf(ids), seed).entries()) {
        counts.set(`${id} ${place}`, (counts.get(`${id} ${place}`) ?? 0) + 1)
      }
    }

    // 1,000 each on average; the seeds are fixed, so what holds once holds always.
    assert.equal(counts.size, 16)
    assert.deepEqual([...counts].filter(([, count]) => Math.abs(count - 1_000) > 120), [])
  })

  it('takes in who comes while it is under way, once, and not who is in it', () => {
    const random = createRandom(1)
    const round = roundOf(IDS)
    const before = Array.from({ length: 100 }, () => round.draw(random))

    round.include(new Set(['x', 'y', IDS[0] ?? '', before[0] ?? '']))
    round.include(new Set(['y', 'z']))
    const after = rest(round, 2)

    assert.equal(before.length + after.length, IDS.length + 3)
    assert.deepEqual([...before, ...after].toSorted(), [...IDS, 'x', 'y', 'z'])
    assert.notDeepEqual(after.slice(-3).toSorted(), ['x', 'y', 'z'])
  })
})

function roundOf (ids: readonly MemberId[]): Round {
  const rows = ids.map(id => ({
    id, generation: 0, incarnation: 0, state: 'alive' as const, claim: draftClaim('test', id, { groups: [] }), since: 0, aliveSince: 0, returned: false
  }))

  return new Round(rows.reduce((ranking, row) => ranking.with(row), new Ranking()))
}

function rest (round: Round, seed: number): MemberId[] {
  const random = createRandom(seed)
  const drawn: MemberId[] = []

  for (let id = round.draw(random); id !== undefined; id = round.draw(random)) {
    drawn.push(id)
  }

  return drawn
}
