import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CHAOS_DEFAULTS, chaosSchedule, FAULT_KINDS, membersIn, memberIds, runSchedule } from '../../src/sim/index.js'
import { apply } from '../../src/sim/apply.js'
import { BUSY, createLab } from './lab.js'
import type { Fault, Simulation } from '../../src/sim/index.js'

const FOUR = ['a', 'b', 'c', 'd']
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)

describe('faults as data', () => {
  it('do what they say', () => {
    const { simulation } = createLab(FOUR)
    const is = (fault: Fault): boolean => apply(simulation, fault)
    const at = 0
    const member = 'b'

    assert.ok(is({ at, kind: 'pause', member }) && simulation.member(member).execution.isPaused)
    assert.ok(is({ at, kind: 'resume', member }) && !simulation.member(member).execution.isPaused)
    assert.ok(is({ at, kind: 'block', member }) && simulation.member(member).execution.isBlocked)
    assert.ok(is({ at, kind: 'unblock', member }) && !simulation.member(member).execution.isBlocked)
    assert.ok(is({ at, kind: 'stall', member, duration: 10 }) && !simulation.member(member).execution.isRunnable)
    simulation.run(20)
    assert.ok(is({ at, kind: 'slow', member, stall: 5, every: 10 }) && !simulation.member(member).execution.isRunnable)
    assert.ok(is({ at, kind: 'slow', member, stall: 0, every: 10 }) && simulation.member(member).execution.isRunnable)
    assert.ok(is({ at, kind: 'clock', member, rate: 1.5, step: 7 }) && simulation.member(member).clock.rate === 1.5 && simulation.member(member).clock.step === 7)
    assert.ok(is({ at, kind: 'crash', member }) && !simulation.member(member).running && !simulation.member(member).isDark)
    assert.ok(is({ at, kind: 'start', member }) && simulation.member(member).stored?.members.length === 3)
    assert.ok(is({ at, kind: 'power-off', member }) && simulation.member(member).isDark)
    assert.ok(is({ at, kind: 'start-empty', member }) && simulation.member(member).stored?.members.length === 0)
    assert.ok(is({ at, kind: 'leave', member: 'c' }))
    simulation.run(3_000)
    assert.equal(simulation.member('c').running, false)
  })

  /** What some kinds need besides. */
  const MORE: Readonly<Record<string, object>> = { stall: { duration: 1 }, slow: { stall: 1, every: 2 }, update: { metadata: '' } }

  it('that have nobody to hit do nothing and do not count', () => {
    const { simulation } = createLab(FOUR)

    for (const kind of ['start', 'start-empty', 'resume', 'unblock', 'heal'] as const) {
      assert.equal(apply(simulation, (kind === 'heal' ? { at: 0, kind } : { at: 0, kind, member: 'a' }) as Fault), false, kind)
    }
    simulation.crash('a')
    for (const kind of ['crash', 'power-off', 'leave', 'pause', 'stall', 'block', 'slow', 'update'] as const) {
      assert.equal(apply(simulation, { at: 0, kind, member: 'a', ...MORE[kind] } as Fault), false, kind)
    }
    assert.equal(simulation.stats.faults.size, 0)
  })

  it('cut the links that they name, and no others, until a heal', () => {
    const at = 0
    const reach = (fault: Fault): string => {
      const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY } })

      apply(simulation, fault)
      // What is on its way arrives.
      simulation.run(2)
      recorder.clear()
      simulation.run(1_000)
      const pairs = FOUR.flatMap(from => FOUR.filter(to => from !== to && recorder.arrivals(from, to).length > 0).map(to => `${from}${to}`))
      apply(simulation, { at: 0, kind: 'heal' })
      recorder.clear()
      simulation.run(10_000)
      assert.ok(FOUR.every(from => FOUR.every(to => from === to || recorder.arrivals(from, to).length > 0)), `${fault.kind} heals`)

      return pairs.join(' ')
    }

    assert.equal(reach({ at, kind: 'split', sides: [['a', 'b'], ['c', 'd']] }), 'ab ba cd dc')
    assert.equal(reach({ at, kind: 'split', sides: [['a'], ['c']] }), 'ab ad ba bc bd cb cd da db dc')
    assert.equal(reach({ at, kind: 'cut-one-way', from: ['a'], to: ['b', 'c'] }), 'ad ba bc bd ca cb cd da db dc')
    assert.equal(reach({ at, kind: 'cut-partial', pairs: [['a', 'b'], ['c', 'd']] }), 'ac ad bc bd ca cb da db')
    assert.equal(reach({ at, kind: 'degrade', members: ['a'], loss: 1, latency: 0 }), 'bc bd cb cd db dc')
  })

  it('cut and mend in turns where they flip-flop', () => {
    const { simulation, recorder } = createLab(['a', 'b'], { member: { settings: BUSY } })
    const start = simulation.now

    apply(simulation, { at: 0, kind: 'flip-flop', a: ['a'], b: ['b'], period: 500 })
    recorder.clear()
    simulation.run(4_000)

    const turns = new Set(recorder.arrivals('a', 'b').map(({ at }) => Math.floor((at - start - 1) / 500) % 2))
    assert.deepEqual([...turns], [1])
  })

  it('change the network, but for what they do not name', () => {
    const { simulation } = createLab(FOUR, { network: { duplication: 0.5 }, member: { settings: BUSY } })

    apply(simulation, { at: 0, kind: 'network', options: { loss: 0.5 } })
    simulation.run(1_000)

    assert.ok(simulation.stats.dropped.lost > 0)
    assert.ok((simulation.stats.byFate.get('duplicated') ?? 0) > 0)
  })
})

describe('a schedule of chaos', () => {
  const ids = memberIds(5)
  const schedules = SEEDS.map(seed => chaosSchedule(seed, { ids, duration: 60_000 }))

  it('is the same for one seed, in order, and another for another', () => {
    assert.deepEqual(chaosSchedule(3, { ids, duration: 60_000 }), schedules[2])
    assert.notDeepEqual(schedules[0], schedules[1])
    assert.ok(schedules.every(faults => faults.every(({ at }, index) => at >= (faults[index - 1]?.at ?? 0) && at <= 70_000)))
  })

  it('has, over the seeds, faults of every kind, all of members that there are', () => {
    const all = schedules.flat()

    assert.deepEqual(FAULT_KINDS.filter(kind => !all.some(fault => fault.kind === kind)), [])
    assert.ok(all.every(fault => membersIn(fault).every(id => ids.includes(id))))
  })

  it('leaves at least two members up and running', () => {
    for (const faults of schedules) {
      const out = new Set<string>()

      for (const fault of faults) {
        if (fault.kind === 'crash' || fault.kind === 'power-off' || fault.kind === 'leave' || fault.kind === 'pause') out.add(fault.member)
        if (fault.kind === 'start' || fault.kind === 'start-empty' || fault.kind === 'resume') out.delete(fault.member)
        assert.ok(ids.length - out.size >= CHAOS_DEFAULTS.upMin)
      }
    }
  })

  it('ends with everybody there and everything mended', () => {
    for (const [index, faults] of schedules.slice(0, 6).entries()) {
      const { simulation, stats } = runSchedule({ seed: index, ids, faults, calm: 1_000 })

      assert.equal(simulation.running().length, ids.length)
      assert.ok(simulation.running().every(({ execution }) => execution.isRunnable && !execution.isBlocked))
      assert.equal(simulation.heal(), false)
      assert.ok(stats.faults.size >= 2)
    }
  })

  it('survives being printed', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(schedules)), schedules)
  })
})

describe('a run of a schedule', () => {
  it('applies each fault at its time from the beginning of the schedule', () => {
    const seen: Array<{ readonly at: number, readonly kind: string }> = []
    const observers = [{ fault: ({ at, fault }: { readonly at: number, readonly fault: Fault }) => { seen.push({ at, kind: fault.kind }) } }]

    const { simulation } = runSchedule({ seed: 1, ids: FOUR, begin: 'formed', observers, calm: 1_000, faults: [{ at: 2_000, kind: 'start', member: 'a' }, { at: 500, kind: 'crash', member: 'a' }, { at: 3_000, kind: 'crash', member: 'a' }] })
    const begin = simulation.now - 4_000

    assert.deepEqual(seen, [{ at: begin + 500, kind: 'crash' }, { at: begin + 2_000, kind: 'start' }, { at: begin + 3_000, kind: 'crash' }])
  })

  it('tells its observers of its end', () => {
    const ends: Simulation[] = []
    const { simulation } = runSchedule({ seed: 1, ids: FOUR, faults: [], calm: 10, observers: [{ end: ended => { ends.push(ended) } }] })

    assert.deepEqual(ends.map(ended => ended === simulation), [true])
  })
})
