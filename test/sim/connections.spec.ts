import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLab, Recorder } from './lab.js'
import { memberIds, Simulation } from '../../src/sim/index.js'
import type { Input } from '../../src/core/index.js'

const FOUR = ['a', 'b', 'c', 'd']

describe('simulated connections', () => {
  it('are made by a dial of two latencies, which both sides hear of', () => {
    const recorder = new Recorder()
    const simulation = new Simulation({ seed: 1, network: { latency: 5 }, observers: [recorder] })

    simulation.start('a')
    simulation.run(100)
    simulation.start('b', { bootstrap: ['a'] })
    simulation.run(100)

    assert.deepEqual(recorder.inputsOf('a', 'connected'), [{ at: 105, member: 'a', input: { type: 'connected', member: 'b' } }])
    assert.deepEqual(recorder.inputsOf('b', 'connected', 'contact'), [
      { at: 110, member: 'b', input: { type: 'connected', member: 'a' } },
      { at: 110, member: 'b', input: { type: 'contact', member: 'a' } }
    ])
  })

  it('break for every peer when a process dies, after a latency', () => {
    const { simulation, recorder } = createLab(FOUR, { network: { latency: 5 } })
    const start = simulation.now

    simulation.crash('d')
    simulation.run(20)

    for (const id of ['a', 'b', 'c']) {
      assert.deepEqual(recorder.inputsOf(id, 'disconnected'), [{ at: start + 5, member: id, input: { type: 'disconnected', member: 'd', lost: true } }])
    }
  })

  it('refuse a dial to a dead process on a live machine after a round trip', () => {
    const { simulation, recorder } = createLab(FOUR, { network: { latency: 5 } })

    simulation.crash('d')
    simulation.until(() => recorder.inputsOf('a', 'refused').length > 0, 60_000, 'a refusal')

    assert.ok(simulation.stats.dropped.undialled > 0)
  })

  it('stay as they are when the power fails, and nobody refuses a dial', () => {
    const { simulation, recorder } = createLab(FOUR)

    simulation.crash('d', { silent: true })
    simulation.run(60_000)

    const told = FOUR.flatMap(id => recorder.inputsOf(id, 'refused', 'disconnected')).map(({ input }) => input)
    // Each closes its own end once it holds d for dead.
    assert.deepEqual(told, Array.from({ length: 3 }, (): Input => ({ type: 'disconnected', member: 'd', lost: false })))
    assert.ok(simulation.stats.dropped.ended > 0)
  })

  it('that a restarted machine does not know are broken when somebody writes on them', () => {
    const { simulation, recorder } = createLab(FOUR)

    simulation.crash('d', { silent: true })
    simulation.start('d', { bootstrap: [], stored: { generation: 1, term: 0, members: [] } })
    simulation.until(() => recorder.inputsOf('a', 'disconnected').length > 0, 5_000, 'a broken connection')

    assert.deepEqual(recorder.inputsOf('a', 'disconnected')[0]?.input, { type: 'disconnected', member: 'd', lost: true })
  })

  it('are not made over a path that is open one way only, and what waits for them is given up', () => {
    const recorder = new Recorder()
    const simulation = new Simulation({ seed: 1, observers: [recorder] })

    simulation.cutOneWay((from, to) => from === 'a' && to === 'b')
    simulation.start('a')
    simulation.start('b', { bootstrap: ['a'] })
    simulation.run(10_000)

    assert.deepEqual(recorder.inputs.filter(({ input }) => input.type === 'connected'), [])
    assert.equal(simulation.member('b').core.members().length, 1)
  })

  it('of two dials that cross come to one', () => {
    const recorder = new Recorder()
    const simulation = new Simulation({ seed: 1, network: { latency: 20 }, observers: [recorder] })

    simulation.start('a', { bootstrap: ['b'] })
    simulation.start('b', { bootstrap: ['a'] })
    simulation.run(10_000)

    assert.equal(recorder.inputsOf('a', 'connected').length, 1)
    assert.equal(recorder.inputsOf('b', 'connected').length, 1)
    assert.deepEqual(recorder.inputs.filter(({ input }) => input.type === 'disconnected'), [])
    assert.equal(simulation.member('a').core.members().length, 2)
  })

  it('are no more than the most allowed, and the least recently used goes in good order', () => {
    const recorder = new Recorder()
    const simulation = new Simulation({ seed: 1, network: { linksMax: 5, topic: { degree: 2 } }, observers: [recorder], member: { keepEvents: false } })
    const ids = memberIds(100)

    simulation.formed(ids)
    simulation.run(30_000)

    const counts = simulation.running().map(({ links, mesh }) => ({ links: links.size, mesh: mesh.size }))
    // What is in the mesh is kept whatever the limit, as the adapter keeps it.
    assert.ok(counts.every(({ links, mesh }) => links <= Math.max(5, mesh + 1)), JSON.stringify(counts))
    const closed = recorder.inputs.flatMap(({ input }) => input.type === 'disconnected' ? [input] : [])
    assert.ok(closed.length > 100)
    assert.ok(closed.every(({ lost }) => !lost))
    assert.ok(simulation.running().every(({ core }) => core.members().filter(({ state }) => state === 'alive').length === 100))
  })

  it('to a member that a core holds for dead are closed', () => {
    const { simulation } = createLab(FOUR)

    assert.ok(simulation.member('a').links.has('d'))
    simulation.crash('d', { silent: true })
    simulation.until(() => simulation.member('a').events.some(({ type }) => type === 'member:dead'), 60_000, 'a death')

    assert.equal(simulation.member('a').links.has('d'), false)
  })
})
