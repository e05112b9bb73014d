import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { BUSY, createLab } from './lab.js'
import type { NetworkOptions, Passage } from '../../src/sim/index.js'

const FOUR = ['a', 'b', 'c', 'd']

describe('the simulated network', () => {
  it('loses as many messages as it is told to', () => {
    const passages = traffic({ loss: 0.3 })
    const lost = passages.filter(({ fate }) => fate === 'lost').length / passages.length

    assert.ok(lost > 0.27 && lost < 0.33, `${lost}`)
  })

  it('loses none if it is not told to', () => {
    assert.deepEqual(traffic({}).filter(({ fate }) => fate !== 'delivered'), [])
  })

  it('duplicates as many messages as it is told to, and gives each copy a time of its own', () => {
    const passages = traffic({ duplication: 0.2, reordering: true })
    const copies = passages.filter(({ fate }) => fate === 'duplicated')
    const share = copies.length / (passages.length - copies.length)
    const originals = new Map(passages.filter(({ fate }) => fate === 'delivered').map(({ message, at }) => [message, at]))

    assert.ok(share > 0.17 && share < 0.23, `${share}`)
    assert.ok(copies.every(({ message }) => originals.has(message)))
    assert.ok(copies.some(({ message, at }) => originals.get(message) !== at))
  })

  it('takes between the least and the most latency, and a heavy tail where there is one', () => {
    const pings = (network: Partial<NetworkOptions>): number[] => roundTrips(network)
    const plain = pings({ latency: { min: 3, max: 5 } })
    const heavy = pings({ latency: { min: 3, max: 5 }, tail: { share: 0.1, scale: 300 } })

    assert.ok(plain.every(time => time >= 6 && time <= 10), `${Math.min(...plain)} to ${Math.max(...plain)}`)
    assert.ok(heavy.some(time => time > 100))
    assert.ok(heavy.every(time => time <= 600))
    // One of ten each way takes longer than usual, and half of those no more than twice the usual.
    const late = heavy.filter(time => time > 10).length / heavy.length
    assert.ok(late > 0.05 && late < 0.25, `${late}`)
  })

  it('keeps the order of what one member sends another, unless it may not', () => {
    const network = { latency: { min: 1, max: 400 } }

    assert.equal(overtakings(traffic(network)), 0)
    const mixed = overtakings(traffic({ ...network, reordering: true }))
    assert.ok(mixed > 50, `${mixed}`)
  })

  it('lets nothing through a cut cable, and tells nobody', () => {
    const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY } })
    const mend = simulation.cut((from, to) => from === 'a' && to === 'b')

    simulation.run(15)
    assert.ok(recorder.inputsOf('b', 'disconnected', 'refused').length === 0)
    simulation.run(2_000)
    assert.deepEqual([...recorder.arrivals('a', 'b'), ...recorder.arrivals('b', 'a')], [])
    assert.ok(recorder.arrivals('a', 'c').length > 0)
    assert.ok(simulation.stats.dropped.cut > 0)
    mend()
    recorder.clear()
    simulation.run(2_000)
    assert.ok(recorder.arrivals('a', 'b').length > 0)
  })

  it('lets everything through the other way of a one-way cut', () => {
    const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY } })

    simulation.cutOneWay((from, to) => from === 'a' && to === 'b')
    simulation.run(1_000)

    assert.deepEqual(recorder.arrivals('a', 'b'), [])
    assert.ok(recorder.arrivals('b', 'a').length > 0)
  })

  it('loses and delays more on links that have gone bad, and on no others', () => {
    const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY } })

    const mend = simulation.degrade((from, to) => from === 'a' && to === 'b', { loss: 0.5, latency: 4 })
    simulation.run(4_000)
    const lost = recorder.passages.filter(({ fate, via }) => fate === 'lost' && via === 'link')

    assert.ok(lost.length > 20)
    assert.ok(lost.every(({ from, to }) => from === 'a' && to === 'b'))
    mend()
    recorder.clear()
    simulation.run(2_000)
    assert.deepEqual(recorder.passages.filter(({ fate }) => fate === 'lost'), [])
  })

  it('heals all at once', () => {
    const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY } })

    simulation.cut(from => from === 'a')
    simulation.degrade(() => true, { loss: 1 })
    assert.ok(simulation.heal())
    simulation.run(500)

    assert.ok(recorder.arrivals('a', 'b').length > 0)
    assert.deepEqual(simulation.stats.dropped.cut + simulation.stats.dropped.lost, 0)
    assert.equal(simulation.heal(), false)
  })

  it('keeps from a core what a filter does not let pass', () => {
    const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY } })
    const restore = simulation.filter((from, to, message) => !(from === 'a' && to === 'b' && message.type === 'ping'))

    simulation.run(400)
    assert.deepEqual(recorder.arrivals('a', 'b').filter(({ message }) => message.type === 'ping'), [])
    assert.ok(simulation.stats.dropped.filtered > 0)
    restore()
    simulation.run(400)
    assert.ok(recorder.arrivals('a', 'b').some(({ message }) => message.type === 'ping'))
  })

  it('in the nasty order lets later messages pass earlier ones, and has what is due within a millisecond come at one instant', () => {
    const { simulation, recorder } = createLab(FOUR, { member: { settings: BUSY }, order: 'nasty', network: { reordering: true, latency: 1 } })

    simulation.run(4_000)

    assert.ok(overtakings(recorder.passages.filter(({ via }) => via === 'link')) > 0)
    assert.ok(recorder.arrivals().every(({ at }) => Number.isInteger(at)))
    assert.ok(recorder.inputs.some(({ at, input }) => input.type === 'wake' && !Number.isInteger(at)))
  })
})

/** What was said on connections in a busy while. */
function traffic (network: Partial<NetworkOptions>): Passage[] {
  const { simulation, recorder } = createLab(FOUR, { network, member: { settings: BUSY } })

  // How much is said in which time is for the detector to decide.
  simulation.until(() => recorder.passages.length >= 4_000, 600_000, 'traffic')

  return recorder.passages.filter(({ via }) => via === 'link')
}

/** Times from a ping's sending to its ack's arrival. */
function roundTrips (network: Partial<NetworkOptions>): number[] {
  const sent = new Map<number, number>()
  const times: number[] = []
  const { simulation } = createLab(['a', 'b'], {
    network,
    observers: [{
      step: ({ at, member, input, effects }) => {
        for (const effect of member.id === 'a' ? effects : []) {
          if (effect.type === 'send' && effect.message.type === 'ping') sent.set(effect.message.seq, at)
        }
        const asked = member.id === 'a' && input.type === 'message' && input.message.type === 'ack' ? sent.get(input.message.seq) : undefined
        if (asked !== undefined) times.push(at - asked)
      }
    }]
  })

  simulation.run(400_000)

  return times
}

/** Pings that arrive after a later one of the same sender to the same receiver. */
function overtakings (passages: readonly Passage[]): number {
  const latest = new Map<string, number>()
  let count = 0

  for (const { from, to, message, fate } of passages) {
    if (message.type === 'ping' && fate === 'delivered') {
      const key = `${from} ${to}`
      count += Number(message.seq < (latest.get(key) ?? 0))
      latest.set(key, Math.max(message.seq, latest.get(key) ?? 0))
    }
  }

  return count
}
