import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLab, Recorder } from './lab.js'
import { Simulation } from '../../src/sim/index.js'
import type { Input } from '../../src/core/index.js'
import type { Order } from '../../src/sim/index.js'

const FOUR = ['a', 'b', 'c', 'd']

describe('a simulated process', () => {
  for (const [order, first] of [['fair', 'message'], ['nasty', 'wake']] as const) {
    it(`that was paused takes no step, and sees a ${first} first when it goes on in the ${order} order`, () => {
      const { simulation, recorder } = createLab(FOUR, { order })

      simulation.pause('b')
      recorder.clear()
      simulation.run(3_000)
      assert.deepEqual(recorder.inputs.filter(({ member }) => member === 'b'), [])
      assert.ok(simulation.member('b').execution.waiting > 0)
      simulation.resume('b')

      const types = recorder.inputs.filter(({ member }) => member === 'b').map(({ input }) => input.type)
      assert.equal(types[0], first)
      assert.ok(types.includes('message') && types.includes('wake'))
      assert.equal(simulation.member('b').execution.waiting, 0)
    })
  }

  it('that was paused accuses nobody when it goes on', () => {
    for (const order of ['fair', 'nasty'] satisfies Order[]) {
      const { simulation } = createLab(FOUR, { order })

      simulation.pause('b')
      simulation.run(2_500)
      simulation.resume('b')
      simulation.run(10_000)

      assert.deepEqual(simulation.member('b').events.filter(({ type }) => type === 'member:suspect' || type === 'member:dead'), [])
    }
  })

  it('that is stalled does nothing for so long, and then all at once', () => {
    const { simulation, recorder } = createLab(FOUR)
    const start = simulation.now

    simulation.stall('b', 2_000)
    simulation.run(4_000)

    const steps = recorder.inputs.filter(({ member }) => member === 'b')
    assert.equal(steps[0]?.at, start + 2_000)
    assert.ok(steps.filter(({ at }) => at === start + 2_000).length > 2)
  })

  it('can be stalled between two steps of one instant', () => {
    const { simulation } = createLab(FOUR)
    const start = simulation.now
    let stalledAt = 0

    simulation.after(100, () => { stalledAt = simulation.now; simulation.stall('b', 50) })
    simulation.after(100, () => { simulation.member('b').execution.receive(() => { assert.equal(simulation.now, start + 150) }) })
    simulation.run(100)
    assert.equal(simulation.member('b').execution.waiting, 1)
    simulation.run(100)

    assert.equal(stalledAt, start + 100)
    assert.equal(simulation.member('b').execution.waiting, 0)
  })

  it('that is blocked goes by its timers, but says and hears nothing until it is not', () => {
    const { simulation, recorder } = createLab(FOUR)

    simulation.block('b')
    recorder.clear()
    // Not for so long that the others hold it for dead, and close what they have to it.
    simulation.run(1_300)
    const during = recorder.inputs.filter(({ member }) => member === 'b')
    assert.ok(during.length > 0 && during.every(({ input }) => input.type === 'wake'))
    assert.deepEqual(recorder.passages.filter(({ from }) => from === 'b'), [])
    recorder.clear()
    simulation.unblock('b')
    simulation.run(100)

    assert.ok(recorder.inputsOf('b', 'message').length > 0)
    assert.ok(recorder.arrivals('b').some(({ message }) => message.type === 'ping'), 'what it wanted to say')
    assert.ok(recorder.arrivals('b').some(({ message }) => message.type === 'ack'), 'what it answers to what it was asked')
  })

  it('that is starved of the processor runs in its share of the time only', () => {
    const { simulation, recorder } = createLab(FOUR)
    const start = simulation.now

    simulation.slow('b', { stall: 300, every: 1_000 })
    simulation.run(10_000)
    const steps = recorder.inputs.filter(({ member }) => member === 'b')
    assert.ok(steps.length > 20)
    assert.ok(steps.every(({ at }) => Math.round(at - start) % 1_000 >= 300 || Math.round(at - start) % 1_000 === 0))
    assert.ok(steps.some(({ at }) => Math.round((at - start) % 1_000) === 300))
    simulation.slow('b')
    recorder.clear()
    simulation.run(5_000)

    assert.ok(recorder.inputs.some(({ member, at }) => member === 'b' && (at - start) % 1_000 < 250))
  })

  it('has a clock that can run at another rate, by which its timers go', () => {
    const counts = new Map([0.5, 1, 2].map(rate => {
      const recorder = new Recorder()
      const simulation = new Simulation({ seed: 5, observers: [recorder] })

      simulation.setClock('a', { rate })
      simulation.formed(['a', 'b'])
      recorder.clear()
      simulation.run(60_000)

      return [rate, recorder.arrivals('a', 'b').filter(({ message }) => message.type === 'ping').length]
    }))
    const one = counts.get(1) ?? 0

    assert.ok(Math.abs(one - 60) <= 1, `${one}`)
    assert.ok(Math.abs((counts.get(2) ?? 0) - 120) <= 3)
    assert.ok(Math.abs((counts.get(0.5) ?? 0) - 30) <= 2)
  })

  it('sees a clock that never goes back, however its rate changes', () => {
    const { simulation } = createLab(FOUR)

    for (const rate of [1.001, 0.3, 5, 0.999, 1]) {
      simulation.setClock('b', { rate })
      // The core itself refuses a step with an earlier time.
      simulation.run(3_333)
    }

    assert.equal(simulation.member('b').core.phase, 'joined')
  })

  it('takes a changed wall clock at its next start', () => {
    const { simulation } = createLab(FOUR)
    const before = simulation.member('b').core.self.generation

    simulation.setClock('b', { step: 3_600_000 })
    simulation.run(1_000)
    assert.equal(simulation.member('b').core.self.generation, before)
    simulation.crash('b', { disk: 'lost' })
    simulation.start('b', { bootstrap: ['a'] })
    simulation.run(2_000)

    assert.ok(simulation.member('b').core.self.generation >= before + 3_600_000)
  })

  it('finds at its next start what it stored, unless the disk is lost', () => {
    for (const disk of ['kept', 'lost'] as const) {
      const { simulation } = createLab(FOUR)

      simulation.run(3_000)
      simulation.crash('b', { disk })
      const again = simulation.start('b')

      assert.equal(again.stored?.members.length ?? 0, disk === 'kept' ? 3 : 0)
      assert.equal(again.core.phase, disk === 'kept' ? 'joining' : 'joined')
    }
  })

  it('that goes in good order ends by itself', () => {
    const { simulation, recorder } = createLab(FOUR)

    simulation.leave('b')
    simulation.run(3_000)

    assert.equal(simulation.member('b').running, false)
    assert.ok(simulation.member('b').events.some(({ type }) => type === 'left'))
    const told = recorder.inputsOf('a', 'disconnected').map(({ input }) => input)
    assert.deepEqual(told, [{ type: 'disconnected', member: 'b', lost: false } satisfies Input])
  })

  it('calls its application back, also when that ends the process', () => {
    const { simulation } = createLab(FOUR)
    const seen: string[] = []

    simulation.member('a').on('member:dead', ({ member }) => {
      seen.push(member.id)
      simulation.crash('a')
    })
    simulation.crash('d', { silent: true })
    simulation.until(() => !simulation.member('a').running, 60_000, 'the end of a')

    assert.deepEqual(seen, ['d'])
  })

  it('can do without keeping its events', () => {
    const { simulation } = createLab(FOUR, { member: { keepEvents: false } })

    assert.deepEqual(simulation.member('a').events, [])
  })
})
