import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Simulation } from '../../../src/sim/index.js'
import { accusation, accusationsIn, claim, claimsIn, LoneCore, UNIX_START, withAndWithout } from '../lone-core.js'
import type { CoreOptions } from '../../../src/core/index.js'

const DAY = 24 * 60 * 60 * 1_000

describe('a dead member', () => {
  it('is tried again, and told what it is held to be', () => {
    assert.deepEqual(withAndWithout('heal:dead', options => {
      const lone = losing(options)
      lone.clear()
      lone.run(10_000)
      const [ping] = lone.sent('ping').filter(({ to }) => to === 'x')
      return [lone.count('heal:tried') > 0, accusationsIn(ping?.message.updates ?? []).map(({ id, state }) => [id, state])]
    }), [[true, [['x', 'dead']]], [false, []]])
  })

  it('that answers with a claim above its death is alive again', () => {
    const lone = losing()

    lone.until(() => lone.count('heal:tried') > 0, 20_000, 'x tried')
    lone.tell('x', { type: 'ack', seq: 0, target: 'x', head: { view: 0n, tables: [] }, updates: [claim('x', { incarnation: 1 })] })

    assert.equal(lone.standing('x'), 'alive@1')
    assert.deepEqual(lone.events('member:join').map(({ member }) => member.id).filter(id => id === 'x').length, 2)
  })

  it('is forgotten after a day, and an old claim that comes back later revives it only until it is probed', () => {
    const lone = losing()

    lone.run(DAY + 10_000)
    assert.equal(lone.standing('x'), 'unknown')
    lone.say('b', claim('x'))
    assert.equal(lone.standing('x'), 'alive@0')

    lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead again')
  })

  it('that believes this one dead as well is told so, and neither answers an answer: they are done in a few messages', () => {
    const simulation = new Simulation({ seed: 1, member: { groups: [] } })
    simulation.formed(['n11', 'n12'])
    simulation.run(5_000)
    const calm = messagesIn(simulation, 20_000)

    const heal = simulation.cut(() => true)
    simulation.until(() => ['n11', 'n12'].every(id => simulation.member(id).core.members().some(({ state }) => state === 'dead')), 60_000, 'each other dead')
    heal()
    const healing = messagesIn(simulation, 20_000)

    assert.ok(['n11', 'n12'].every(id => simulation.member(id).core.members().every(({ state }) => state === 'alive')))
    assert.ok(healing < calm + 20, `${healing} messages, where there are ${calm} in calm`)
  })

  it('that says that this one is dead is answered at once, beside the ack', () => {
    const lone = losing()
    lone.clear()

    lone.tell('x', { type: 'ping', seq: 5, head: { view: 0n, tables: [] }, updates: [accusation('a', 'x', { generation: UNIX_START, state: 'dead' })] })

    assert.deepEqual(lone.effects.flatMap(({ effect }) => effect.type === 'send' && effect.to === 'x' ? [effect.message.type] : []).filter(type => type !== 'sync'), ['gossip', 'ack'])
    assert.deepEqual(claimsIn(lone.published()).map(({ id, incarnation }) => [id, incarnation]), [['a', 1]])
  })
})

describe('the bootstrap addresses', () => {
  it('are tried now and then, and all the time by a member that has lost everybody', () => {
    const roundsOf = (others: string[]): readonly [number, number] => withAndWithout('heal:bootstrap', options => {
      const lone = new LoneCore(options, others)
      lone.clear()
      lone.run(60_000)
      return lone.effects.filter(({ effect }) => effect.type === 'bootstrap').length
    })
    const [company, companyWithout] = roundsOf(['b', 'c'])
    const [lonely, lonelyWithout] = roundsOf([])

    assert.ok(company >= 3 && company <= 6, `${company} in a minute`)
    assert.ok(lonely >= 20, `${lonely} in a minute, alone`)
    assert.deepEqual([companyWithout, lonelyWithout], [0, 0])
  })
})

function messagesIn (simulation: Simulation, duration: number): number {
  const sent = (): number => simulation.running().reduce((sum, member) => sum + member.sent.messages, 0)
  const before = sent()
  simulation.run(duration)

  return sent() - before
}

/** A core that lost one of the others. */
function losing (options: Partial<CoreOptions> = {}): LoneCore {
  const lone = new LoneCore(options, ['b', 'c', 'x'])

  lone.silent.add('x')
  lone.until(() => lone.standing('x') === 'dead@0', 60_000, 'x dead')

  return lone
}
