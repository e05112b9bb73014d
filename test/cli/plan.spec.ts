import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, it } from 'node:test'
import { adminApp } from '../../src/cli/admin/app.js'
import { EventStream } from '../../src/cli/admin/event-stream.js'
import { startAdmin } from '../../src/cli/admin/server.js'
import { historyText, planCommand } from '../../src/cli/commands/plan.js'
import { OrderRefusedError, OrderTimeoutError } from '../../src/index.js'
import { createPeerId, FakeShoal } from './fake-shoal.js'
import type { AdminServer } from '../../src/cli/admin/server.js'
import type { PeerId } from '@libp2p/interface'

const JSON_TYPE = { 'content-type': 'application/json' }

describe('orders over the admin server', () => {
  let self: PeerId
  let shoal: FakeShoal

  before(async () => { self = await createPeerId() })

  beforeEach(() => {
    shoal = new FakeShoal(self)
    shoal.configured.set('jobs', 3)
  })

  async function post (body: unknown, headers: Record<string, string> = JSON_TYPE): Promise<{ status: number, body: unknown }> {
    const answer = await adminApp({ shoal, events: new EventStream(), counters: () => ({}) }).request('http://127.0.0.1:4080/orders', {
      method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body)
    })
    return { status: answer.status, body: await answer.json() }
  }

  it('are given, each with what it needs', async () => {
    const member = self.toString()
    const orders = [
      { order: 'freeze', group: 'jobs' }, { order: 'thaw', group: 'jobs' }, { order: 'pin', group: 'jobs', partition: 2, member },
      { order: 'unpin', group: 'jobs', partition: 2 }, { order: 'drain', member }, { order: 'undrain', member }
    ]
    for (const order of orders) assert.deepEqual(await post(order), { status: 200, body: { ok: true } })

    assert.deepEqual(shoal.orders, ['freeze jobs', 'thaw jobs', `pin jobs 2 ${member}`, 'unpin jobs 2', `drain ${member}`, `undrain ${member}`])
  })

  it('are refused where a page of another site sends them', async () => {
    const order = { order: 'freeze', group: 'jobs' }
    for (const origin of ['http://evil.example', 'null', 'http://127.0.0.1:9999']) {
      assert.equal((await post(order, { ...JSON_TYPE, origin })).status, 403)
    }
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      assert.equal((await post(order, { 'content-type': type })).status, 403)
    }
    assert.deepEqual(shoal.orders, [])
    assert.equal((await post(order, { ...JSON_TYPE, origin: 'http://127.0.0.1:4080' })).status, 200)
  })

  it('are refused by what is wrong with them', async () => {
    assert.deepEqual(await post({ order: 'melt' }), { status: 400, body: { error: 'order is "melt": must be one of freeze, thaw, pin, unpin, drain, undrain' } })
    assert.equal((await post('no json')).status, 400)
    assert.equal((await post({ order: 'freeze' })).status, 400)
    assert.equal((await post({ order: 'pin', group: 'jobs', partition: 'x', member: self.toString() })).status, 400)
    assert.equal((await post({ order: 'drain', member: 'nobody' })).status, 400)
    assert.equal((await post({ order: 'freeze', group: 'nope' })).status, 404)
    assert.equal((await post({ order: 'freeze', group: 'jobs', more: 'x'.repeat(2_000) })).status, 413)
    shoal.refusal = new OrderRefusedError('no room')
    assert.deepEqual(await post({ order: 'freeze', group: 'jobs' }), { status: 409, body: { error: 'no room' } })
    shoal.refusal = new OrderTimeoutError('no table')
    assert.equal((await post({ order: 'freeze', group: 'jobs' })).status, 504)
  })

  it('are the only thing that is written: other paths are read, and orders are not', async () => {
    const app = adminApp({ shoal, events: new EventStream(), counters: () => ({}) })
    assert.equal((await app.request('/status', { method: 'POST' })).status, 405)
    assert.equal((await app.request('/orders')).status, 405)
  })
})

describe('commands about plans', () => {
  let self: PeerId
  let shoal: FakeShoal
  let admin: AdminServer
  let printed: string[]

  before(async () => {
    self = await createPeerId()
    shoal = new FakeShoal(self)
    shoal.configured.set('jobs', 3)
    admin = await startAdmin({ host: '127.0.0.1', port: 0 }, { shoal, events: new EventStream(), counters: () => ({}) })
  })
  after(async () => { await admin.close() })

  async function run (command: Parameters<typeof planCommand>[0], ...argv: string[]): Promise<number> {
    printed = []
    return await planCommand(command, { argv: [...argv, '--admin', admin.url], env: {}, readFile: () => '' }, text => { printed.push(text) })
  }

  it('tell a member what is ordered', async () => {
    assert.equal(await run('pin', 'jobs', '2', self.toString()), 0)
    assert.equal(await run('drain', self.toString()), 0)
    assert.deepEqual(shoal.orders, [`pin jobs 2 ${self.toString()}`, `drain ${self.toString()}`])
    assert.deepEqual(printed, [`done: drain ${self.toString()}\n`])
  })

  it('say why a partition is where it is', async () => {
    shoal.explanations.set(1, {
      partition: 1, owner: self, token: 5n, since: { term: 7, version: 2 }, reason: 'pin', pinnedTo: self, frozen: true, draining: false, standbys: [], successor: undefined, text: 'Because.'
    })
    await run('explain', 'jobs', '1')
    assert.deepEqual(printed, ['Because.\n'])
    await run('explain', 'jobs', '1', '--json')
    assert.deepEqual(JSON.parse(printed.join('')), {
      group: 'jobs', partition: 1, owner: self.toString(), token: `${'0'.repeat(31)}5`, since: { term: 7, version: 2 }, reason: 'pin', pinnedTo: self.toString(), frozen: true, draining: false, standbys: [], successor: null, text: 'Because.'
    })
    await assert.rejects(run('explain', 'jobs', '2'), { name: 'AdminRefusedError', message: /no partition 2/ })
  })

  it('show what the last tables changed', async () => {
    shoal.records.push({ epoch: { term: 7, version: 2, leader: self }, at: 0, moved: 1, moves: [{ partition: 1, from: undefined, to: self, reason: 'cold' }] })
    await run('history', 'jobs', '--json')
    const records = JSON.parse(printed.join('')) as Parameters<typeof historyText>[0]
    assert.deepEqual(records[0]?.moves, [{ partition: 1, from: null, to: self.toString(), reason: 'cold' }])
    assert.match(historyText(records), /^1970-01-01T00:00:00\.000Z {2}.*: 1 moved\n {2}1: nobody -> .* \(cold\)$/)
  })

  it('say what is missing, and what cannot be', async () => {
    await assert.rejects(run('pin', 'jobs', '2'), { name: 'UsageError', message: /^pin has no PEER: accepts shoal pin GROUP PARTITION PEER --admin URL/ })
    await assert.rejects(run('unpin', 'jobs', 'x'), { name: 'UsageError', message: /PARTITION of unpin is "x"/ })
    await assert.rejects(run('freeze', 'jobs', 'more'), { name: 'UsageError' })
    await assert.rejects(planCommand('freeze', { argv: ['jobs'], env: {}, readFile: () => '' }), { name: 'UsageError', message: /--admin is missing/ })
    await assert.rejects(run('freeze', 'nope'), { name: 'AdminRefusedError', message: /there is no group nope/ })
    await assert.rejects(planCommand('freeze', { argv: ['jobs', '--admin', 'http://127.0.0.1:9'], env: {}, readFile: () => '' }), { name: 'AdminUnreachableError' })
  })
})
