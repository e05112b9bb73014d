import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { MemberList } from '../../../src/core/index.js'
import { createRandom } from '../../../src/core/random.js'
import { draftClaim } from '../../../src/core/membership/self.js'
import type { MemberId, MemberState, Row } from '../../../src/core/index.js'

const IDS = Array.from({ length: 12 }, (_, index) => `m${index}`)
const STATES: readonly MemberState[] = ['alive', 'alive', 'suspect', 'dead', 'left']

describe('a list of members', () => {
  it('is the same with a base as without one, whatever becomes of its rows', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = createRandom(seed)
      const base = new MemberList()
      const plain = new MemberList()
      for (const id of IDS.slice(0, 8)) for (const list of [base, plain]) list.set(row(id))
      const shared = new MemberList(undefined, base)
      const before = contentsOf(base)

      for (let step = 0; step < 60; step++) {
        const id = IDS[random.below(IDS.length)] ?? ''
        const next = row(id, { state: STATES[random.below(STATES.length)], priority: random.below(3), term: random.below(2), probation: random.below(3) === 0, incarnation: step })
        const isGone = random.below(5) === 0
        for (const list of [shared, plain]) if (isGone) list.delete(id); else list.set(next)

        assert.deepEqual(contentsOf(shared), contentsOf(plain))
      }
      assert.deepEqual(contentsOf(base), before)
    }
  })

  it('tells once who came to be live, from nowhere or from the dead', () => {
    const list = new MemberList()

    for (const id of ['a', 'b', 'c']) list.set(row(id))
    list.set(row('b', { state: 'dead' }))
    list.set(row('d', { state: 'left' }))
    assert.deepEqual([...list.takeArrivals()], ['a', 'b', 'c'])

    list.set(row('a', { state: 'suspect' }))
    list.set(row('a', { incarnation: 1 }))
    list.set(row('b', { incarnation: 1 }))
    assert.deepEqual([...list.takeArrivals()], ['b'])
    assert.deepEqual([...list.takeArrivals()], [])
  })

  it('tells of nobody who was there in its base', () => {
    const base = new MemberList()
    base.set(row('a'))

    assert.deepEqual([...new MemberList(undefined, base).takeArrivals()], [])
  })

  it('counts those on probation if there are no others', () => {
    const list = new MemberList()
    const idsInView = (): MemberId[] => list.view().map(({ id }) => id)

    for (const id of ['a', 'b']) list.set(row(id, { probation: true }))
    assert.deepEqual(idsInView(), ['a', 'b'])

    list.set(row('c'))
    assert.deepEqual(idsInView(), ['c'])
  })
})

interface RowChanges { readonly state?: MemberState | undefined, readonly priority?: number, readonly term?: number, readonly probation?: boolean, readonly incarnation?: number }

function row (id: MemberId, { state = 'alive', priority = 0, term = 0, probation = false, incarnation = 0 }: RowChanges = {}): Row {
  const claim = { ...draftClaim('test', id, { groups: [], priority }), incarnation, term, probation }
  return { id, generation: 0, incarnation, state, claim, since: incarnation, aliveSince: 0, returned: false }
}

function contentsOf (list: MemberList): unknown {
  const inOrderOfIds = (rows: Iterable<Row>): Row[] => [...rows].sort((a, b) => a.id < b.id ? -1 : 1)

  return {
    size: list.size,
    live: list.liveCount,
    digest: list.digest,
    ranked: list.ranked(),
    view: list.view(),
    peers: IDS.map(id => list.livePeers(id)),
    rows: inOrderOfIds(list.rows()),
    got: IDS.map(id => list.get(id)),
    ended: inOrderOfIds(list.ended()),
    leaders: inOrderOfIds(list.leaders()),
    places: list.ranked().map(each => list.snapshot(each).position)
  }
}
