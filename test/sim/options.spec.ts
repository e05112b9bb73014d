import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, createCheckers, Simulation } from '../../src/sim/index.js'
import type { Fault, MemberOptions, NetworkOptions, SimulationOptions } from '../../src/sim/index.js'

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
    ['linksMax', { linksMax: 0 }],
    ['colour', { colour: 1 } as Partial<NetworkOptions>],
    ['grade', { topic: { degree: 8, grade: 1 } } as Partial<NetworkOptions>],
    ['topic', { topic: null } as unknown as Partial<NetworkOptions>],
    ['reordering', { reordering: 'yes' } as unknown as Partial<NetworkOptions>]
  ]

  for (const [name, network] of bad) {
    it(`a network of ${JSON.stringify(network)}, at the beginning or later`, () => {
      const simulation = new Simulation({ seed: 1 })
      const expected = { name: 'InvalidSettingError', message: new RegExp(`^${name} is `) }

      assert.throws(() => new Simulation({ seed: 1, network }), expected)
      assert.throws(() => { simulation.setNetwork(network) }, expected)
    })
  }

  it('a seed that is no whole number, or a negative one', () => {
    for (const seed of [0.5, -1, NaN, 2 ** 53, '1' as unknown as number]) {
      assert.throws(() => new Simulation({ seed }), { name: 'InvalidSettingError', message: /^seed is .*: must be a whole number from 0 to/ })
    }
    assert.equal(new Simulation({ seed: Number.MAX_SAFE_INTEGER }).now, 0)
  })

  it('an option that there is none of, by its name', () => {
    for (const [options, message] of [
      [{ colour: 1 }, /^colour is no option of a simulation: there are seed, cluster, network/],
      [{ order: 'fairest' }, /^order is fairest: must be one of fair, nasty$/],
      [{ network: 3 }, /^network is 3: must be an object of latency/],
      [{ member: { group: [] } }, /^group is no option of a member: there are bootstrap, groups/],
      [{ member: { settings: { probeIntervall: 100 } } }, /^probeIntervall is no setting: there are probeInterval/],
      [{ member: { settings: { probeInterval: 100 } } }, /^probeTimeout is 500: must be below probeInterval, which is 100$/],
      [{ member: { settings: 'moon' } }, /^detector preset is moon: must be one of local, lan, wan$/]
    ] as const) {
      assert.throws(() => new Simulation({ seed: 1, ...options as Partial<SimulationOptions> }), { name: 'InvalidSettingError', message })
      const { member } = options as { readonly member?: MemberOptions }
      if (member !== undefined) {
        const simulation = new Simulation({ seed: 1 })
        assert.throws(() => simulation.start('a', member), { name: 'InvalidSettingError', message })
        assert.throws(() => { simulation.formed(['a'], member) }, { name: 'InvalidSettingError', message })
        assert.equal(simulation.members.size, 0)
      }
    }
    assert.throws(() => createCheckers({ settings: { probeTimeout: 5_000 } }), { name: 'InvalidSettingError', message: /^probeTimeout is 5000/ })
  })

  it('nobody, or a member twice, as a settled cluster, and a second one', () => {
    const simulation = new Simulation({ seed: 1 })

    assert.throws(() => { simulation.formed([]) }, { name: 'InvalidSettingError', message: /no members/ })
    assert.throws(() => { simulation.formed(['a', 'b', 'a']) }, { name: 'InvalidSettingError', message: /given a twice/ })
    simulation.start('z')
    assert.throws(() => { simulation.formed(['a', 'z']) }, { name: 'InvalidSettingError', message: /given z, which was started already/ })
    simulation.formed(['a', 'b'])
    assert.throws(() => { simulation.formed(['c']) }, { name: 'InvalidSettingError', message: /formed already/ })
    assert.deepEqual([...simulation.members.keys()], ['z', 'a', 'b'])
  })

  it('a clock, a rhythm or a link that cannot be', () => {
    const simulation = new Simulation({ seed: 1 })
    simulation.formed(['a'])

    for (const rate of [0, -1, NaN, 101]) {
      assert.throws(() => { simulation.setClock('a', { rate }) }, { name: 'InvalidSettingError', message: /^rate is .*between 0.01 and 100$/ })
    }
    assert.throws(() => { simulation.setClock('a', { step: NaN }) }, { name: 'InvalidSettingError', message: /^step is NaN/ })
    assert.throws(() => { simulation.slow('a', { stall: 2, every: 2 }) }, { name: 'InvalidSettingError', message: /^stall is 2: must be below every, which is 2$/ })
    assert.throws(() => { simulation.degrade(() => true, { loss: 2 }) }, { name: 'InvalidSettingError', message: /^loss is 2/ })
    assert.throws(() => { simulation.degrade(() => true, { latency: { min: 2, max: 1 } }) }, { name: 'InvalidSettingError', message: /^latency is 2/ })
    assert.equal(simulation.heal(), false)
  })

  it('a fault that is none, by its name', () => {
    const simulation = new Simulation({ seed: 1 })
    simulation.formed(['a'])

    assert.throws(() => apply(simulation, { at: 0, kind: 'melt', member: 'a' } as unknown as Fault), { name: 'InvalidSettingError', message: /kind is "melt": accepts crash, / })
    assert.throws(() => apply(simulation, { at: 0, kind: 'stall', member: 'a' } as Fault), { name: 'InvalidSettingError', message: /duration is missing: accepts/ })
  })

  it('to say more of a condition than it was told', () => {
    const simulation = new Simulation({ seed: 1 })

    assert.throws(() => simulation.until(() => false, 10), { message: 'seed 1: not within 10 ms: what the condition asks for (a third argument can say it)' })
    assert.throws(() => simulation.until(() => false, 10, 'snow'), { message: 'seed 1: not within 10 ms: snow' })
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

describe('settings of a simulated member', () => {
  it('are those of the preset with some changed', () => {
    const simulation = new Simulation({ seed: 1, member: { settings: { probeInterval: 2_000, joinTimeout: 100 } } })
    simulation.formed(['a', 'b'])
    simulation.start('c', { bootstrap: ['a'], settings: 'wan' })
    simulation.run(10_000)

    assert.deepEqual(
      ['a', 'c'].map(id => simulation.member(id).settings).map(({ probeInterval, probeTimeout, joinTimeout }) => [probeInterval, probeTimeout, joinTimeout]),
      [[2_000, 500, 100], [5_000, 3_000, 2_000]]
    )
    assert.equal(simulation.member('c').core.phase, 'joined')
  })
})

describe('a listener of a simulation', () => {
  it('hears the first step of a process, every member, and every restart, until it is ended', () => {
    const simulation = new Simulation({ seed: 1, member: { groups: [{ name: 'jobs', partitions: 2 }] } })
    const heard: string[] = []
    const end = simulation.on('partition:assign', (member, { group, partition }) => { heard.push(`${member.id}#${member.start} ${group} ${partition}`) })

    // It forms a cluster in its first step: who listens after start() has missed that.
    const late: number[] = []
    simulation.start('a').on('partition:assign', ({ partition }) => { late.push(partition) })
    assert.deepEqual([heard, late], [['a#0 jobs 0', 'a#0 jobs 1'], []])

    simulation.crash('a')
    simulation.start('a')
    simulation.run(5_000)
    assert.deepEqual(heard.slice(2), ['a#1 jobs 0', 'a#1 jobs 1'])

    end()
    simulation.crash('a')
    simulation.start('a')
    simulation.run(5_000)
    assert.equal(heard.length, 4)
  })
})
