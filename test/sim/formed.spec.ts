import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memberIds, Simulation } from '../../src/sim/index.js'
import { Recorder } from './lab.js'
import type { MemberSnapshot } from '../../src/core/index.js'

const SIX = memberIds(6)

describe('a formed cluster', () => {
  it('is as one whose members joined one by one', () => {
    const formed = new Simulation({ seed: 1 })
    const joined = new Simulation({ seed: 1 })

    formed.formed(SIX)
    for (const id of SIX) {
      joined.start(id, { bootstrap: id === SIX[0] ? [] : SIX.slice(0, 1) })
      joined.run(1_000)
    }
    joined.run(10_000)

    assert.deepEqual(storyOf(formed), storyOf(joined))
    assert.ok(formed.running().every(({ core }) => [10, 11].includes(core.owned('jobs').length)))
  })

  it('has the first as its leader, and one table, at everybody', () => {
    const simulation = new Simulation({ seed: 1 })

    simulation.formed(SIX)

    for (const { core } of simulation.running()) {
      assert.equal(core.leadership?.leader, SIX[0])
      assert.deepEqual(core.table('jobs')?.roster.map(({ id }) => id), SIX)
      assert.deepEqual(core.table('jobs')?.epoch, simulation.member(SIX[0] ?? '').core.table('jobs')?.epoch)
    }
  })

  it('passes no news on about its forming', () => {
    const recorder = new Recorder()
    const simulation = new Simulation({ seed: 1, observers: [recorder], member: { keepEvents: false } })

    simulation.formed(memberIds(40))
    simulation.run(20_000)

    // The one claim that is news is that of the leader, with its term.
    const claims = recorder.passages.flatMap(({ message }) => 'updates' in message ? message.updates : []).flatMap(update => update.type === 'claim' ? [update.claim.id] : [])
    assert.deepEqual([...new Set(claims)], memberIds(1).map(() => memberIds(40)[0]))
    assert.equal(recorder.passages.filter(({ message }) => message.type === 'sync').length, 0)
  })

  it('stays as it is while nothing happens', () => {
    const simulation = new Simulation({ seed: 1 })

    simulation.formed(memberIds(20))
    const before = storyOf(simulation)
    simulation.run(120_000)

    assert.deepEqual(storyOf(simulation), before)
  })

  it('can be one member, and can be without anybody who leads', () => {
    const alone = new Simulation({ seed: 1 })
    const leaderless = new Simulation({ seed: 1, member: { eligible: false } })

    alone.formed(['a'])
    leaderless.formed(SIX)

    assert.equal(alone.member('a').core.owned('jobs').length, 64)
    assert.equal(leaderless.now, 0)
    assert.ok(leaderless.running().every(({ core }) => core.members().length === 6 && core.leadership === undefined))
  })

  it('has members that can say something new, which all others hear', () => {
    const simulation = new Simulation({ seed: 1 })
    const [, second = ''] = SIX

    simulation.formed(SIX)
    simulation.update(second, Uint8Array.of(7))
    simulation.run(5_000)

    for (const { core } of simulation.running()) {
      assert.deepEqual(core.members().map(({ id, metadata }) => [id, [...metadata]]), SIX.map(id => [id, id === second ? [7] : []]))
    }
  })

  it('takes in a member that starts later, and one that comes back', () => {
    const simulation = new Simulation({ seed: 1 })

    simulation.formed(SIX)
    simulation.run(5_000)
    simulation.start('new', { bootstrap: SIX.slice(1, 2) })
    simulation.crash(SIX[3] ?? '')
    simulation.run(2_000)
    simulation.start(SIX[3] ?? '')

    simulation.until(() => simulation.running().every(({ core }) => core.members().filter(({ state }) => state === 'alive').length === 7), 30_000, 'seven members')
  })
})

/** By member, what it holds of all: without generations, which tell when each one started, and incarnations, which count what was said. */
function storyOf (simulation: Simulation): unknown {
  const shown = ({ id, state, priority, position, eligible, addresses, groups }: MemberSnapshot) => ({ id, state, priority, position, eligible, addresses, groups })

  return simulation.running().map(({ id, core }) => ({ id, phase: core.phase, leader: core.leadership?.leader, members: core.members().map(shown)}))
}
