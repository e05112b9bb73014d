import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { StrictDriver } from '../../../src/libp2p/strict/strict-driver.js'
import { until } from '../support.js'
import { recordOf } from './promises.js'
import type { StrictEffect, StrictInput, StrictMessage } from '../../../src/core/index.js'

const PULL: StrictMessage = { type: 'pull', genesis: 'g1', known: { term: 1, version: 0 } }
const ACCEPTED: StrictMessage = { type: 'accepted', genesis: 'g1', voter: 'A/s', term: 1, version: 1, digest: '00' }
const RELEASED: StrictInput = { type: 'released', group: 'jobs', partition: 0, token: 1n }

/** A core that does as it is told, and a driver of it whose world is all written down. */
class Bench {
  readonly steps: Array<readonly [now: number, input: StrictInput]> = []
  readonly deeds: string[] = []
  now = 0
  trouble = 0
  timeout: number | undefined
  answers: (input: StrictInput) => StrictEffect[] = () => []
  save: () => Promise<void> = async () => undefined
  readonly driver: StrictDriver

  constructor () {
    this.driver = new StrictDriver({
      step: (now, input) => {
        this.steps.push([now, input])
        return this.answers(input)
      },
      nextTimeout: () => this.timeout
    }, {
      self: 'me',
      send: (to, message) => { this.deeds.push(`send ${message.type} to ${to}${'signature' in message ? ' signed' : ''}`) },
      publish: message => { this.deeds.push(`publish ${message.type}`) },
      sign: async () => new Uint8Array(64),
      save: async ({ revision }) => {
        await this.save()
        this.deeds.push(`saved ${revision}`)
      },
      emit: ({ type }) => { this.deeds.push(`emit ${type}`) },
      trace: mark => { this.deeds.push(`trace ${mark}`) },
      settled: () => undefined,
      unsaved: () => { this.deeds.push('unsaved') },
      failed: error => { this.deeds.push(`failed ${String(error)}`) }
    }, () => this.trouble > 0 && this.trouble-- > 0, () => this.now)
  }

  /** What the core was told, by type. */
  get told (): string[] {
    return this.steps.map(([, { type }]) => type)
  }
}

describe('the driver of a strict core', () => {
  it('steps by the clock as it is, however long ago the last step was', () => {
    const bench = new Bench()
    for (const now of [5, 10_000, 10_000.5]) {
      bench.now = now
      bench.driver.input(RELEASED)
    }
    assert.deepEqual(bench.steps.map(([now]) => now), [5, 10_000, 10_000.5])
  })

  it('says first that the clock is not to be trusted', () => {
    const bench = new Bench()
    bench.trouble = 1
    bench.driver.input(RELEASED)
    assert.deepEqual(bench.told, ['clock-trouble', 'released'])
  })

  it('says that a record is durable only when it is, and writes the newest of those that came meanwhile', async () => {
    const bench = new Bench()
    const gate = Promise.withResolvers<void>()
    bench.save = async () => { await gate.promise }
    let revision = 0
    bench.answers = ({ type }) => type === 'released' ? [{ type: 'persist', record: recordOf(++revision) }] : []
    for (let times = 0; times < 3; times++) bench.driver.input(RELEASED)
    assert.deepEqual(bench.told, ['released', 'released', 'released'])
    gate.resolve()
    await until(() => bench.steps.length === 5, 'both writes are done')
    assert.deepEqual(bench.deeds, ['saved 1', 'saved 3'])
    assert.deepEqual(bench.steps.slice(3).map(([, input]) => input), [{ type: 'persisted', revision: 1 }, { type: 'persisted', revision: 3 }])
  })

  it('does not say that a record is durable whose write failed, and writes it again', async () => {
    const bench = new Bench()
    bench.save = async () => {
      bench.save = async () => undefined
      throw new Error('disk is full')
    }
    bench.answers = ({ type }) => type === 'released' ? [{ type: 'persist', record: recordOf(1) }] : []
    bench.driver.input(RELEASED)
    await until(() => bench.told.includes('persisted'), 'it is written in the end')
    assert.deepEqual(bench.deeds, ['unsaved', 'saved 1'])
  })

  it('takes what is for itself as an input, once it is signed if it must be', async () => {
    const bench = new Bench()
    bench.answers = ({ type }) => type === 'released'
      ? [{ type: 'send', to: 'me', message: PULL }, { type: 'send', to: 'me', message: ACCEPTED, statement: {} as never }, { type: 'send', to: 'you', message: ACCEPTED, statement: {} as never }, { type: 'publish', message: PULL }]
      : []
    bench.driver.input(RELEASED)
    assert.deepEqual(bench.told, ['released', 'message'])
    await until(() => bench.steps.length === 3 && bench.deeds.length === 2, 'both are signed')
    assert.ok('message' in (bench.steps[2]?.[1] ?? {}))
    assert.deepEqual(bench.deeds, ['publish pull', 'send accepted to you signed'])
  })

  it('wakes the core at its timeout', async () => {
    const bench = new Bench()
    bench.timeout = 5
    bench.answers = ({ type }) => {
      if (type === 'wake') bench.timeout = undefined
      return []
    }
    bench.driver.input(RELEASED)
    await until(() => bench.told.includes('wake'), 'it wakes')
    await bench.driver.stop()
  })

  it('does nothing once it has stopped, and stops when the write under way is done', async () => {
    const bench = new Bench()
    const gate = Promise.withResolvers<void>()
    bench.save = async () => { await gate.promise }
    bench.answers = () => [{ type: 'persist', record: recordOf(1) }]
    bench.driver.input(RELEASED)
    const stopped = bench.driver.stop()
    bench.driver.input(RELEASED)
    gate.resolve()
    await stopped
    assert.deepEqual([bench.told, bench.deeds], [['released'], ['saved 1']])
  })

  it('says so and stops when the core breaks a rule of its own', () => {
    const bench = new Bench()
    bench.answers = () => { throw new Error('broken') }
    bench.driver.input(RELEASED)
    bench.driver.input(RELEASED)
    assert.deepEqual([bench.told, bench.deeds], [['released'], ['failed Error: broken']])
  })
})
