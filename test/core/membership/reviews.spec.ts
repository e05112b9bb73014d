import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memberIds, Simulation } from '../../../src/sim/index.js'
import { accusation, accusationsIn, claim, LoneCore, UNIX_START } from '../lone-core.js'

const MANY = ['b', 'c', 'd', 'x']

describe('what reviews found', () => {
  it('the only survivor, refused by all others, takes over like any other', () => {
    const simulation = new Simulation({ seed: 1 })
    simulation.formed(['n11', 'n12', 'n13'])
    simulation.run(5_000)
    for (const id of ['n11', 'n12']) simulation.crash(id)
    const took = simulation.until(() => simulation.member('n13').core.owned('jobs').length === 64, 300_000, 'all owned')
    assert.ok(took < 8_000, `${took} ms`)
  })

  it('the claim that an accusation stands on is taken in when it comes after the accusation', () => {
    const views = [false, true].map(isLate => {
      const lone = new LoneCore({}, MANY)
      const news = [claim('x', { incarnation: 1, metadata: Uint8Array.of(9), addresses: ['/memory/new'] }), accusation('x', 'b', { incarnation: 1 })]
      for (const update of isLate ? news.reverse() : news) lone.say('b', update)
      const x = lone.core.members().find(({ id }) => id === 'x')
      return [x?.state, x?.incarnation, [...x?.metadata ?? []], x?.addresses]
    })
    assert.deepEqual(views[0], views[1])
  })

  it('one member cannot make honest witnesses by asking for a ping with no patience', () => {
    const lone = new LoneCore({}, MANY)
    lone.run(1_000)
    lone.tell('b', { type: 'ping-req', seq: 1, target: 'x', patience: 0, updates: [] })
    lone.say('b', accusation('x', 'b'))
    assert.deepEqual(accusationsIn(lone.published()), [])
  })

  it('a relay that heard the target since it was asked is no witness of its silence', () => {
    const lone = new LoneCore({ without: ['probe:accuses'] }, MANY)
    lone.silent.add('x')
    lone.tell('b', { type: 'ping-req', seq: 1, target: 'x', patience: 500, updates: [] })
    lone.run(300)
    lone.tell('x', { type: 'gossip', updates: [] })
    lone.run(150)
    lone.say('b', accusation('x', 'b'))
    assert.deepEqual(accusationsIn(lone.published()), [])
  })

  it('a pause between a ping and its ping-reqs leaves the relays their time', () => {
    const lone = new LoneCore({}, MANY)
    lone.silent.add('x')
    lone.nextPingTo('x')
    lone.run(100)
    lone.sleep(5_000)
    lone.until(() => lone.sent('ping-req').length > 0, 2_000, 'others asked')
    assert.ok(lone.sent('ping-req').every(({ message }) => message.patience >= 400), lone.sent('ping-req').map(({ message }) => message.patience).join())
  })

  it('nobody can fill a relay for hours', () => {
    const lone = new LoneCore({}, MANY)
    lone.silent.add('nobody')
    for (let seq = 0; seq < 256; seq++) lone.tell('stranger', { type: 'ping-req', seq, target: 'nobody', patience: 10_000_000, updates: [] })
    lone.run(60_000)
    lone.clear()
    lone.tell('b', { type: 'ping-req', seq: 1, target: 'c', patience: 500, updates: [] })
    assert.equal(lone.count('probe:relays-full'), 0)
  })

  it('a member whose clock does not start at 0 can be deaf too', () => {
    const lone = new LoneCore({}, MANY, 1_000_000)
    for (const id of MANY) lone.silent.add(id)
    lone.run(10_000)
    assert.deepEqual(lone.events('member:suspect'), [])
  })

  it('a third party cannot bring a dead member back to life as a suspect', () => {
    const lone = new LoneCore({}, MANY)
    lone.silent.add('x')
    lone.until(() => lone.standing('x') === 'dead@0', 30_000, 'dead by its own time')
    lone.say('b', accusation('x', 'b', { incarnation: 1 }))
    assert.equal(lone.standing('x'), 'dead@1')
  })

  it('a core that was superseded does and says nothing more', () => {
    const lone = new LoneCore({}, MANY)
    lone.say('b', claim('a', { generation: UNIX_START + 1 }))
    lone.clear()
    lone.input({ type: 'disconnected', member: 'x', lost: true })
    lone.input({ type: 'refused', member: 'x' })
    lone.run(500)
    assert.deepEqual(lone.effects.map(({ effect }) => effect.type), [])
  })

  it('a core that has left says so once', () => {
    const lone = new LoneCore({}, MANY)
    for (let time = 0; time < 3; time++) lone.input({ type: 'leave' })
    assert.equal(lone.events('left').length, 1)
  })

  it('asked to ping itself, a member answers that it lives', () => {
    const lone = new LoneCore({}, MANY)
    lone.clear()
    lone.tell('b', { type: 'ping-req', seq: 9, target: 'a', patience: 500, updates: [] })
    lone.run(450)
    assert.deepEqual([lone.sent('nack').length, lone.sent('ack').length], [0, 1])
  })

  it('a change of the protocol range or the groups is an update', () => {
    const lone = new LoneCore({}, MANY)
    lone.say('b', claim('b', { incarnation: 1, protocol: { min: 1, max: 2 } }))
    assert.equal(lone.events('member:update').length, 1)
  })

  it('one member that accuses everybody of having refused it, itself too, kills nobody', () => {
    const honest = Array.from({ length: 30 }, (_, index) => `h${index}`)
    const lone = new LoneCore({}, [...honest, 'liar'])
    lone.run(5_000)

    lone.tell('liar', { type: 'delta', joined: true, wanted: [], updates: [...honest.map(id => accusation(id, 'liar', { refused: true })), accusation('liar', 'liar')] })

    assert.deepEqual(lone.core.members().filter(({ state }) => state === 'dead'), [])
  })

  it('members that all stall again and again notice a crash all the same', () => {
    const simulation = new Simulation({ seed: 1 })
    const ids = memberIds(6)
    simulation.formed(ids)
    for (const id of ids) simulation.slow(id, { stall: 2_000, every: 2_100 })
    simulation.run(10_000)
    simulation.crash(ids[5] as string, { silent: true })

    simulation.until(() => ids.slice(0, 5).every(id => simulation.member(id).core.members().find(member => member.id === ids[5])?.state === 'dead'), 300_000, 'the death')
  })
})
