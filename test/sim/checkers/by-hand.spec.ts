import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createCheckers, formatViolation, Simulation } from '../../../src/sim/index.js'
import type { Checkers, NetworkOptions } from '../../../src/sim/index.js'

const IDS = ['a', 'b', 'c', 'd', 'e']
const isSide = (id: string): boolean => id < 'c'

function watched (network: Partial<NetworkOptions> = {}): { readonly simulation: Simulation, readonly checkers: Checkers } {
  const checkers = createCheckers({ nodes: IDS.length })
  const simulation = new Simulation({ seed: 3, network, observers: checkers.observers, member: { bootstrap: IDS } })

  for (const id of IDS) simulation.start(id)
  simulation.run(20_000)

  return { simulation, checkers }
}

function found ({ violations }: Checkers): string[] {
  return violations.map(formatViolation)
}

describe('checkers of a healthy run, with faults by methods', () => {
  const deeds: ReadonlyArray<readonly [string, (simulation: Simulation) => (() => void)]> = [
    ['cut()', simulation => simulation.cut((x, y) => isSide(x) && !isSide(y))],
    ['cut() and heal()', simulation => { simulation.cut((x, y) => isSide(x) && !isSide(y)); return () => { simulation.heal() } }],
    ['cutOneWay()', simulation => simulation.cutOneWay((x, y) => isSide(x) && !isSide(y))],
    ['degrade()', simulation => simulation.degrade(x => x === 'a', { loss: 1 })],
    ['setNetwork()', simulation => { simulation.setNetwork({ loss: 0.9 }); return () => { simulation.setNetwork({ loss: 0 }) } }],
    ['pause()', simulation => { simulation.pause('a'); return () => { simulation.resume('a') } }],
    ['block()', simulation => { simulation.block('a'); return () => { simulation.unblock('a') } }],
    ['slow()', simulation => { simulation.slow('a', { stall: 900, every: 1_000 }); return () => { simulation.slow('a') } }],
    ['crash()', simulation => { simulation.crash('a', { silent: true }); return () => { simulation.start('a') } }],
    ['leave()', simulation => { simulation.leave('a'); return () => { simulation.start('a') } }]
  ]

  for (const [name, begin] of deeds) {
    it(`find nothing after ${name}, and judge the end`, () => {
      const { simulation, checkers } = watched()
      const end = begin(simulation)

      simulation.run(60_000)
      assert.equal(checkers.isSettled(simulation.now), false)
      end()
      assert.deepEqual(checkers.lasting(), [])
      simulation.run(checkers.quiet + 5_000)
      simulation.end()

      assert.deepEqual(found(checkers), [])
      assert.equal(checkers.isSettled(simulation.now), true)
    })
  }

  it('still find what a cut does not excuse', () => {
    const { simulation, checkers } = watched()

    simulation.cut((x, y) => x === 'a' || y === 'a')
    simulation.run(60_000)
    assert.deepEqual(found(checkers), [])
    // No cable of e is cut, and yet nobody hears it: that is for the detector to explain.
    simulation.filter(from => from !== 'e')
    simulation.run(60_000)

    assert.ok(found(checkers).some(line => /^I16 .* e\b/.test(line)), found(checkers).join('\n'))
  })

  it('know what the network is like from the beginning', () => {
    const { simulation, checkers } = watched({ loss: 0.4 })

    simulation.run(120_000)
    simulation.end()
    assert.deepEqual(found(checkers), [])
    assert.deepEqual(checkers.lasting().map(({ kind }) => kind), ['network'])

    simulation.setNetwork({ loss: 0 })
    simulation.run(checkers.quiet + 5_000)
    simulation.end()
    assert.deepEqual(found(checkers), [])
    assert.equal(checkers.isSettled(simulation.now), true)
  })

  it('are told of a deed by its own name, once, and count it for no digest', () => {
    const faults: string[] = []
    const simulation = new Simulation({ seed: 1, observers: [{ fault: ({ fault }) => { faults.push(fault.kind) }, cables: ({ kind, isMended }) => { faults.push(`${kind} ${isMended}`) } }] })

    simulation.formed(['a', 'b'])
    simulation.pause('a')
    simulation.pause('a')
    simulation.resume('a')
    const mend = simulation.cut(() => true)
    mend()
    mend()
    simulation.heal()
    simulation.crash('a')
    simulation.crash('a')

    assert.deepEqual(faults, ['pause', 'resume', 'cut false', 'cut true', 'crash'])
    assert.equal(simulation.stats.faults.size, 0)
  })
})
