import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { InvariantError } from '../../src/core/index.js'
import { decodeMessage, encodeMessage } from '../../src/wire/index.js'
import { Codec, unsignedSeal } from '../../src/sim/codec.js'
import { Simulation } from '../../src/sim/index.js'
import { messages } from '../wire/arbitraries.js'
import { createLab, Recorder } from './lab.js'

describe('the codec of the simulator', () => {
  it('makes of a message what encoding and decoding makes of it, also the second time', () => {
    const codec = new Codec(true)

    fc.assert(fc.property(messages(), message => {
      const bytes = encodeMessage(message, unsignedSeal)
      const expected = { message: decodeMessage(bytes), bytes: bytes.length }

      for (let time = 0; time < 2; time++) {
        const { hash: _, ...parcel } = codec.pack(message, true)
        assert.deepEqual(parcel, expected)
      }
    }))
  })

  it('gives everybody the same claim, however often it travels', () => {
    const { simulation } = createLab(['a', 'b', 'c'])
    const codec = new Codec(true)
    const [claim] = simulation.member('a').core.members().map(({ id, generation, incarnation, priority, eligible, addresses, groups, metadata, probation, leaving, protocol }) =>
      ({ id, generation, incarnation, priority, eligible, addresses, groups, metadata, probation, leaving, protocol, cluster: 'c', left: false, term: 0 }))
    assert.ok(claim !== undefined)

    const first = codec.pack({ type: 'gossip', updates: [{ type: 'claim', claim }] }).message
    const second = codec.pack({ type: 'gossip', updates: [{ type: 'claim', claim }] }).message
    assert.ok(first.type === 'gossip' && second.type === 'gossip')
    const third = codec.pack(first).message
    assert.ok(third.type === 'gossip')

    const seen = [first, second, third].map(({ updates }) => updates[0]?.type === 'claim' ? updates[0].claim : undefined)
    assert.equal(seen[0], seen[1])
    assert.equal(seen[0], seen[2])
  })

  it('weighs every message of a run', () => {
    const recorder = new Recorder()
    const simulation = new Simulation({ seed: 1, observers: [recorder] })

    for (const id of ['a', 'b', 'c']) simulation.start(id, { bootstrap: ['a'] })
    simulation.run(10_000)

    assert.ok(recorder.passages.length > 50)
    assert.ok(recorder.passages.every(({ bytes }) => bytes > 0))
    assert.equal(simulation.stats.bytes, recorder.passages.reduce((sum, { bytes }) => sum + bytes, 0))
  })

  it('does not let through what no frame has room for', () => {
    const codec = new Codec(true)
    const wanted = Array.from({ length: 512 }, (_, index) => `n${'1'.repeat(127 - String(index).length)}${String(index).replaceAll('0', 'z')}`)
    const members = { type: 'report', seq: 1, term: 1, tables: Array.from({ length: 64 }, (_, index) => ({ group: `g${index}`, epoch: 1n })) } as const

    assert.ok(codec.pack({ type: 'delta', joined: true, updates: [], wanted }).bytes > 64 * 1024)
    assert.ok(codec.pack(members).bytes < 64 * 1024)
    assert.throws(() => codec.pack({ ...members, tables: Array.from({ length: 4_000 }, (_, index) => ({ group: `g${index}`, epoch: 1n })) }), InvariantError)
  })

  it('can be left out, and the run is one of the same kind', () => {
    const { simulation } = createLab(['a', 'b', 'c'], { wire: false })

    simulation.run(10_000)

    assert.equal(simulation.stats.bytes, 0)
    assert.ok(simulation.running().every(({ core }) => core.members().length === 3 && core.table('jobs') !== undefined))
  })
})
