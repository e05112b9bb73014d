import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Simulation } from '../../src/sim/index.js'
import type { NetworkOptions } from '../../src/sim/index.js'

describe('what a simulation refuses', () => {
  const bad: Array<[string, Partial<NetworkOptions>]> = [
    ['latency', { latency: -1 }],
    ['latency', { latency: { min: 2, max: 1 } }],
    ['latency', { latency: Number.NaN }],
    ['topic.hop', { topic: { degree: 8, hop: { min: 2, max: 1 } } }],
    ['topic.degree', { topic: { degree: 0 } }],
    ['loss', { loss: 1.1 }],
    ['duplication', { duplication: -0.1 }],
    ['tail.share', { tail: { share: 2, scale: 1 } }],
    ['tail.scale', { tail: { share: 0, scale: -1 } }],
    ['linksMax', { linksMax: 0 }]
  ]

  for (const [name, network] of bad) {
    it(`a network of ${JSON.stringify(network)}, at the beginning or later`, () => {
      const simulation = new Simulation({ seed: 1 })
      const expected = { name: 'InvalidSettingError', message: new RegExp(`^${name} is `) }

      assert.throws(() => new Simulation({ seed: 1, network }), expected)
      assert.throws(() => { simulation.setNetwork(network) }, expected)
    })
  }

  it('a seed that is no whole number', () => {
    assert.throws(() => new Simulation({ seed: 0.5 }), { name: 'InvalidSettingError' })
  })

  it('an id that no peer can have, before it changes anything', () => {
    const simulation = new Simulation({ seed: 1 })

    assert.throws(() => simulation.start('n0'), { name: 'InvalidSettingError', message: /"n0".*base58/ })
    assert.throws(() => { simulation.formed(['a', 'l']) }, { name: 'InvalidSettingError' })
    assert.equal(simulation.members.has('n0'), false)
  })

  it('to run backwards, for ever, or for no number of milliseconds, and goes on after it', () => {
    const simulation = new Simulation({ seed: 1 })
    simulation.formed(['a'])
    const { now } = simulation

    for (const time of [-1, NaN, Infinity, -Infinity]) {
      const expected = { name: 'RangeError', message: new RegExp(`^\\w+ is ${time}: must be a number of milliseconds, 0 or more$`) }

      assert.throws(() => { simulation.run(time) }, expected)
      assert.throws(() => { simulation.until(() => false, time, 'never') }, expected)
      assert.throws(() => { simulation.after(time, () => undefined) }, expected)
      assert.throws(() => { simulation.stall('a', time) }, expected)
    }
    simulation.run(0)
    assert.equal(simulation.now, now)
    simulation.run(10)
    assert.equal(simulation.now, now + 10)
  })

  it('to do anything with a member that was never started', () => {
    assert.throws(() => { new Simulation({ seed: 1 }).pause('a') }, { name: 'RangeError', message: /there is no member a/ })
  })
})
