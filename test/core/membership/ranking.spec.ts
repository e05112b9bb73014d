import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareRanks } from '../../../src/core/index.js'
import { Ranking } from '../../../src/core/membership/ranking.js'
import { createRandom } from '../../../src/core/random.js'
import { draftClaim } from '../../../src/core/membership/self.js'
import type { Row } from '../../../src/core/index.js'

const STEPS = 3_000

describe('a ranking', () => {
  it('is what sorting the rows by rank gives, whatever comes and goes', () => {
    for (const { ranking, rows } of histories()) {
      const sorted = rows.toSorted((a, b) => compareRanks(a.claim, b.claim))

      assert.equal(ranking.length, sorted.length)
      assert.deepEqual(ranking.rows(), sorted)
    }
  })

  it('finds each row by its place, each place by its row, and where another one would stand', () => {
    for (const { ranking, rows } of histories()) {
      const sorted = ranking.rows()
      const absent = row(500, 'absent')

      assert.deepEqual(sorted.map((_, place) => ranking.at(place)), sorted)
      assert.deepEqual(sorted.map(each => ranking.placeOf(each)), sorted.map((_, place) => place))
      assert.equal(ranking.placeOf(absent), rows.filter(each => compareRanks(each.claim, absent.claim) < 0).length)
      assert.equal(ranking.at(sorted.length), undefined)
    }
  })

  it('never changes: what is made from it is another one', () => {
    const [first, second] = [row(1, 'a'), row(2, 'b')]
    const one = new Ranking().with(first)

    const two = one.with(second)
    const other = two.without(first)

    assert.deepEqual([one, two, other].map(ranking => ranking.rows()), [[first], [first, second], [second]])
  })
})

/** Rankings on the way from none to many rows and back to none, with the rows that belong in them. */
function * histories (): Generator<{ readonly ranking: Ranking, readonly rows: readonly Row[] }> {
  const random = createRandom(7)
  const rows: Row[] = []
  let ranking = new Ranking()

  for (let step = 0; step < STEPS || rows.length > 0; step++) {
    if (random.fraction() < (step < STEPS / 2 ? 0.7 : 0.2)) {
      const added = row(random.below(1_000), `m${step}`)
      rows.push(added)
      ranking = ranking.with(added)
    } else if (rows.length > 0) {
      const [removed] = rows.splice(random.below(rows.length), 1)
      ranking = removed === undefined ? ranking : ranking.without(removed)
    }
    if (step % 97 === 0 || rows.length === 0) yield { ranking, rows }
  }
}

function row (priority: number, id: string): Row {
  const claim = draftClaim('test', id, { groups: [], priority })
  return { id, generation: 0, incarnation: 0, state: 'alive', claim, since: 0, aliveSince: 0, returned: false }
}
