import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Driver, EFFECTS_MAX, ROUND_MAX } from '../../src/libp2p/driver.js'
import { pingOf, until } from './support.js'
import type { Effect, Input, Millis, StoredRecord } from '../../src/core/index.js'
import type { Actions, Surroundings } from '../../src/libp2p/driver.js'

const RECORD: StoredRecord = { generation: 1, term: 0, members: [] }
const STORE: Effect = { type: 'store', holds: true, record: RECORD }

function send (seq: number): Effect {
  return { type: 'send', to: 'b', message: pingOf(seq) }
}

function contact (member: string): Input {
  return { type: 'contact', member }
}

/** A core that does what the test says, and remembers what it was told. */
class ScriptedCore {
  readonly steps: Array<{ now: Millis, input: Input }> = []
  react: (input: Input) => Effect[] = () => []
  timeout: Millis | undefined

  step (now: Millis, input: Input): Effect[] {
    this.steps.push({ now, input })
    return this.react(input)
  }

  nextTimeout (): Millis | undefined {
    return this.timeout
  }
}

/** A driver whose actions are written down, and whose storage is done when the test says so. */
function createDriver (changes: Partial<Actions> = {}, surroundings?: Surroundings): { core: ScriptedCore, driver: Driver, done: string[], stores: Array<() => void> } {
  const core = new ScriptedCore()
  const done: string[] = []
  const stores: Array<() => void> = []
  const actions: Actions = {
    send: (_, message) => { done.push(`send ${(message as { seq: number }).seq}`) },
    publish: topic => { done.push(`publish ${topic}`) },
    store: async () => {
      done.push('store')
      await new Promise<void>(resolve => stores.push(resolve))
    },
    bootstrap: () => { done.push('bootstrap') },
    emit: ({ type }) => { done.push(`emit ${type}`) },
    trace: mark => { done.push(`trace ${mark}`) },
    dropped: () => { done.push('dropped') },
    failed: error => { done.push(`failed ${(error as Error).message}`) },
    ...changes
  }

  return { core, driver: new Driver(core, actions, surroundings), done, stores }
}

describe('Driver', () => {
  it('carries out effects in the order of the core; what is only counted is counted at once', () => {
    const { core, driver, done } = createDriver()
    core.react = () => [send(1), { type: 'publish', topic: 'membership', message: pingOf(0) }, { type: 'bootstrap' }, { type: 'trace', mark: 'join:alone' }, send(2)]

    driver.input({ type: 'wake' })

    assert.deepEqual(done, ['trace join:alone', 'send 1', 'publish membership', 'bootstrap', 'send 2'])
  })

  it('what follows a store waits until the record is durable; the core goes on meanwhile', async () => {
    const { core, driver, done, stores } = createDriver()
    core.react = input => input.type === 'wake' ? [send(1), STORE, send(2)] : [send(3)]

    driver.input({ type: 'wake' })
    driver.input(contact('c'))
    assert.equal(core.steps.length, 2)
    assert.deepEqual(done, ['send 1', 'store'])

    stores[0]?.()
    await until(() => done.length === 4, 'the rest is carried out')
    assert.deepEqual(done, ['send 1', 'store', 'send 2', 'send 3'])
  })

  it('of two stores, the second waits for the first', async () => {
    const { core, driver, done, stores } = createDriver()
    core.react = () => [STORE, send(1), STORE, send(2)]

    driver.input({ type: 'wake' })
    stores[0]?.()
    await until(() => stores.length === 2, 'the second store begins')
    assert.deepEqual(done, ['store', 'send 1', 'store'])

    stores[1]?.()
    await until(() => done.length === 4, 'the rest is carried out')
  })

  it('an input that a listener gives is stepped after the effects before it, never within', () => {
    const driven = createDriver({
      emit: ({ type }) => {
        driven.done.push(`emit ${type}`)
        driven.driver.input(contact('c'))
        driven.done.push('listener done')
      }
    })
    driven.core.react = input => input.type === 'wake' ? [{ type: 'emit', event: { type: 'left' } }, send(1)] : [send(2)]

    driven.driver.input({ type: 'wake' })

    assert.deepEqual(driven.done, ['emit left', 'listener done', 'send 1', 'send 2'])
  })

  it('the core is woken when its deadline comes', async () => {
    const { core, driver } = createDriver()
    core.timeout = performance.now() + 5
    core.react = ({ type }) => {
      core.timeout = type === 'wake' ? undefined : core.timeout
      return []
    }

    driver.input(contact('c'))
    await until(() => core.steps.length > 1, 'a wake')

    assert.equal(core.steps[1]?.input.type, 'wake')
    driver.stop()
  })

  it('a deadline that moves forward is kept', async () => {
    const { core, driver } = createDriver()
    core.timeout = performance.now() + 60_000
    driver.input(contact('b'))
    core.timeout = performance.now()
    driver.input(contact('c'))

    await until(() => core.steps.some(({ input }) => input.type === 'wake'), 'a wake')
    driver.stop()
  })

  it('now never goes back', () => {
    let clock = 0
    const { core, driver } = createDriver({}, { clock: () => clock })

    for (clock of [5, 3, 8]) driver.input(contact('b'))

    assert.deepEqual(core.steps.map(({ now }) => now), [5, 5, 8])
  })

  it('lets no time pass while the event loop does not come round, and all of it when it does', () => {
    const rounds: Array<() => void> = []
    let clock = 1_000
    const { core, driver } = createDriver({}, { clock: () => clock, afterRound: task => { rounds.push(task) } })

    driver.input(contact('b'))
    clock += ROUND_MAX
    driver.input(contact('c'))
    clock += 5_000
    driver.input(contact('d'))
    clock += 1_000
    driver.input(contact('e'))
    assert.equal(rounds.length, 1)
    rounds.shift()?.()

    const held = 1_000 + ROUND_MAX
    assert.deepEqual(core.steps.map(({ now, input }) => [now, input.type]), [
      [1_000, 'contact'], [held, 'contact'], [held, 'contact'], [held, 'contact'], [held + 6_000, 'wake']
    ])
  })

  it('does not wake the core once more for a round that was in time', () => {
    const rounds: Array<() => void> = []
    const { core, driver } = createDriver({}, { clock: () => 1_000, afterRound: task => { rounds.push(task) } })

    driver.input(contact('b'))
    rounds.shift()?.()

    assert.equal(core.steps.length, 1)
  })

  it('goes on to wake the core when the clock has gone back within a late round', async () => {
    const rounds: Array<() => void> = []
    let clock = 1_000
    const { core, driver } = createDriver({}, { clock: () => clock, afterRound: task => { rounds.push(task) } })
    core.timeout = 1_150
    core.react = ({ type }) => {
      if (type === 'wake') core.timeout = undefined
      return []
    }

    driver.input(contact('b'))
    clock += ROUND_MAX + 1
    driver.input(contact('c'))
    clock -= ROUND_MAX
    rounds.shift()?.()
    clock = 1_150
    await until(() => core.steps.some(({ input }) => input.type === 'wake'), 'it is woken')
  })

  it(`behind a store that hangs, at most ${EFFECTS_MAX} messages wait, and events are never dropped`, async () => {
    const { core, driver, done, stores } = createDriver()
    core.react = input => input.type === 'wake' ? [STORE] : [send(1), { type: 'emit', event: { type: 'left' } }]

    driver.input({ type: 'wake' })
    for (let count = 0; count < EFFECTS_MAX; count++) {
      driver.input(contact('b'))
    }
    const dropped = done.filter(what => what === 'dropped').length
    stores[0]?.()
    await until(() => done.includes('emit left'), 'the rest is carried out')

    assert.equal(dropped, EFFECTS_MAX / 2)
    assert.equal(done.filter(what => what === 'emit left').length, EFFECTS_MAX)
    assert.equal(done.filter(what => what === 'send 1').length, EFFECTS_MAX / 2)
  })

  it('a broken invariant ends it, and is told', () => {
    const { core, driver, done } = createDriver()
    core.react = () => { throw new Error('cannot be') }

    driver.input({ type: 'wake' })
    driver.input({ type: 'wake' })

    assert.deepEqual(done, ['failed cannot be'])
    assert.equal(core.steps.length, 1)
  })

  it('stopped within an effect, it carries out nothing more', () => {
    const driven = createDriver({ bootstrap: () => { driven.driver.stop() } })
    driven.core.react = () => [{ type: 'bootstrap' }, send(1)]

    driven.driver.input({ type: 'wake' })

    assert.deepEqual(driven.done, [])
  })
})
