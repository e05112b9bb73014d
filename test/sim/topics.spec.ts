import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLab } from './lab.js'
import { memberIds } from '../../src/sim/index.js'

const TWENTY = memberIds(20)
const [FIRST = '', ...OTHERS] = TWENTY

describe('the simulated topics', () => {
  it('flood round a cut between the publisher and most of the others', () => {
    const { simulation, recorder } = createLab(TWENTY, { network: { topic: { degree: 4 } } })
    const near = [...simulation.member(FIRST).mesh].map(({ peer }) => peer)[0] ?? ''

    // The publisher has one cable left, which is in its mesh.
    simulation.cut((a, b) => a === FIRST && b !== near)
    recorder.clear()
    simulation.update(FIRST, Uint8Array.of(1))
    simulation.inject(near, FIRST, { type: 'gossip', updates: [accusationOf(simulation.member(FIRST).core.self)] })
    simulation.run(50)

    const reached = new Set(recorder.passages.filter(({ via, from, fate }) => via === 'topic' && from === FIRST && fate === 'delivered').map(({ to }) => to))
    assert.deepEqual([...reached].sort(), OTHERS)
  })

  it('bring each publication to each core once', () => {
    const { simulation, recorder } = createLab(TWENTY)

    simulation.inject(OTHERS[0] ?? '', FIRST, { type: 'gossip', updates: [accusationOf(simulation.member(FIRST).core.self)] })
    simulation.run(20)

    const delivered = recorder.passages.filter(({ via, fate }) => via === 'topic' && fate === 'delivered').map(({ to }) => to)
    assert.deepEqual(delivered.toSorted(), OTHERS)
    assert.ok(recorder.passages.filter(({ via, fate }) => via === 'topic' && fate === 'duplicated').length > OTHERS.length)
  })

  it('take a hop\'s time for a hop', () => {
    const { simulation, recorder } = createLab(TWENTY, { network: { topic: { degree: 3, hop: { min: 100, max: 200 } } } })

    simulation.run(5_000)
    const start = simulation.now

    recorder.clear()
    simulation.inject(OTHERS[0] ?? '', FIRST, { type: 'gossip', updates: [accusationOf(simulation.member(FIRST).core.self)] })
    simulation.run(1_000)

    const hops = recorder.passages.filter(({ via, from }) => via === 'topic' && from === FIRST)
    const times = hops.filter(({ message, fate }) => message === hops[0]?.message && fate === 'delivered').map(({ at }) => at - start)
    assert.equal(times.length, OTHERS.length)
    assert.ok(Math.min(...times) >= 100)
    assert.ok(Math.max(...times) > 300, 'some are more than two hops away')
  })

  it('are not passed on by a paused member until it goes on', () => {
    const { simulation, recorder } = createLab(['a', 'b', 'c'])

    simulation.cut((a, b) => a === 'a' && b === 'c')
    simulation.pause('b')
    recorder.clear()
    simulation.inject('b', 'a', { type: 'gossip', updates: [accusationOf(simulation.member('a').core.self, 'b')] })
    simulation.run(300)
    assert.deepEqual(recorder.passages.filter(({ via, fate }) => via === 'topic' && fate === 'delivered'), [])
    simulation.resume('b')
    simulation.run(10)

    assert.deepEqual(recorder.passages.filter(({ via, from, fate }) => via === 'topic' && from === 'a' && fate === 'delivered').map(({ to }) => to), ['b', 'c'])
  })

  it('have a mesh in which nobody has too many neighbours, and which makes up for dead ones', () => {
    const ids = memberIds(60)
    const { simulation } = createLab(ids, { network: { topic: { degree: 6 } } })

    for (const id of ids.slice(30)) simulation.crash(id)
    simulation.run(60_000)

    for (const { mesh } of simulation.running()) {
      assert.ok(mesh.size <= 12)
      assert.ok([...mesh].every(({ peer, state }) => state === 'open' && simulation.member(peer).running))
    }
    assert.ok(simulation.running().reduce((sum, { mesh }) => sum + mesh.size, 0) / 30 >= 3)
  })
})

/** What makes its subject speak: it refutes, and publishes that. */
function accusationOf ({ id, generation, incarnation }: { readonly id: string, readonly generation: number, readonly incarnation: number }, accuser = OTHERS[0] ?? '') {
  return { type: 'accusation', accusation: { id, generation, incarnation, state: 'suspect', refused: false, accuser } } as const
}
