import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { before, beforeEach, describe, it } from 'node:test'
import { adminApp } from '../../src/cli/admin/app.js'
import { CLIENTS_MAX, EventStream } from '../../src/cli/admin/event-stream.js'
import { startAdmin } from '../../src/cli/admin/server.js'
import { statusText } from '../../src/cli/commands/status.js'
import { stamp } from '../../src/cli/json-lines.js'
import { VoterChangeError } from '../../src/index.js'
import { createPeerId, FakeShoal, memberInfo } from './fake-shoal.js'
import type { StatusJson } from '../../src/cli/admin/snapshot.js'
import type { PeerId } from '@libp2p/interface'

const LEAVE = stamp({ event: 'leave' })

describe('the admin app', () => {
  let self: PeerId
  let other: PeerId
  let shoal: FakeShoal

  before(async () => { [self, other] = await Promise.all([createPeerId(), createPeerId()]) })

  beforeEach(() => {
    shoal = new FakeShoal(self)
    shoal.configured.set('jobs', 3)
  })

  async function get (path: string, events = new EventStream()): Promise<{ status: number, body: unknown }> {
    const answer = await adminApp({ shoal, events, counters: () => ({ 'table:applied': 4 }) }).request(path)
    return { status: answer.status, body: await answer.json() }
  }

  function applyTable (): void {
    shoal.tables.set('jobs', {
      group: 'jobs', epoch: { term: 9, version: 3, leader: other }, partitions: 3, roster: [self, other], owners: [self, undefined, other], tokens: [1n, 0n, 2n ** 127n], successors: [other, undefined, undefined]
    })
  }

  it('shows a member that has nothing yet', async () => {
    shoal.joined = false
    const { status, body } = await get('/status')

    assert.equal(status, 200)
    assert.deepEqual(body, {
      self: self.toString(),
      cluster: 'orders',
      joined: false,
      leader: null,
      epoch: null,
      members: [{ peerId: self.toString(), state: 'alive', position: 1, priority: 1, eligible: true, generation: 100, incarnation: 2, addresses: ['/ip4/127.0.0.1/tcp/4001'], probation: false }],
      groups: { jobs: { partitions: 3, mode: 'available', suspension: null, epoch: null, owners: {}, unowned: 3 } },
      counters: { 'table:applied': 4 }
    })
  })

  it('counts the owners and the partitions that have none', async () => {
    applyTable()
    const { body } = await get('/status')

    assert.deepEqual((body as { groups: unknown }).groups, {
      jobs: { partitions: 3, mode: 'available', suspension: null, epoch: { term: 9, version: 3, leader: other.toString() }, owners: { [self.toString()]: 1, [other.toString()]: 1 }, unowned: 1 }
    })
  })

  it('shows a dead member without a position', async () => {
    shoal.others = [memberInfo(other, { state: 'dead' })]
    const { body } = await get('/members')

    assert.deepEqual((body as Array<Record<string, unknown>>).map(({ state, position }) => [state, position]), [['alive', 1], ['dead', null]])
  })

  it('shows who is on probation, to people only of those that live', async () => {
    shoal.others = [memberInfo(other, { position: 2, probation: true })]
    const { body } = await get('/status')
    const status = body as StatusJson
    const dead = { ...status, members: status.members.map(member => ({ ...member, state: 'dead', position: null })) }

    assert.deepEqual(status.members.map(({ probation }) => probation), [false, true])
    assert.match(statusText(status), new RegExp(`^2 +${other.toString()} +alive, on probation +1 `, 'm'))
    assert.match(statusText(status), new RegExp(`^1 +${self.toString()} \\(self\\) +alive +1 `, 'm'))
    assert.doesNotMatch(statusText(dead), /probation/)
  })

  it('shows a table with null for nobody, and the own partitions', async () => {
    applyTable()

    assert.deepEqual(await get('/groups/jobs'), {
      status: 200,
      body: {
        group: 'jobs',
        epoch: { term: 9, version: 3, leader: other.toString() },
        owners: [self.toString(), null, other.toString()],
        tokens: [`${'0'.repeat(31)}1`, '0'.repeat(32), `8${'0'.repeat(31)}`],
        handoffs: [{ partition: 0, from: self.toString(), to: other.toString() }]
      }
    })
    assert.deepEqual(await get('/partitions'), { status: 200, body: [{ group: 'jobs', partition: 0, token: `${'0'.repeat(31)}1` }] })
  })

  it('is ready when it has joined and every group has a table, and says what is missing', async () => {
    shoal.joined = false
    assert.deepEqual(await get('/readyz'), { status: 503, body: { ok: false, reason: 'not joined' } })
    shoal.joined = true
    assert.deepEqual(await get('/readyz'), { status: 503, body: { ok: false, reason: 'no table yet: jobs' } })
    assert.equal((await get('/groups/jobs')).status, 503)
    applyTable()
    assert.deepEqual(await get('/readyz'), { status: 200, body: { ok: true } })
    assert.deepEqual(await get('/healthz'), { status: 200, body: { ok: true } })
  })

  it('is not ready while it has no lease in a strict group, and says which', async () => {
    applyTable()
    assert.equal((await get('/readyz')).status, 200)
    shoal.suspended = 'lease'
    assert.deepEqual(await get('/readyz'), { status: 503, body: { ok: false, reason: 'no lease: jobs: a majority of the voters is not reached' } })
    assert.deepEqual((await get('/status')).body, { ...(await get('/status')).body as object, groups: { jobs: { ...((await get('/status')).body as { groups: { jobs: object } }).groups.jobs, suspension: 'lease' } } })
  })

  it('shows the voters, and takes changes of them as JSON only', async () => {
    assert.equal((await get('/voters')).status, 503)
    shoal.voters = { voters: ['A/s'], leader: 'A', isChanging: false }
    assert.deepEqual(await get('/voters'), { status: 200, body: { self: null, voters: ['A/s'], leader: 'A', changing: false } })

    const post = async (body: string, type: string): Promise<number> => (await adminApp({ shoal, events: new EventStream(), counters: () => ({}) }).request('/voters', { method: 'POST', body, headers: { 'content-type': type } })).status
    assert.equal(await post('{"add":"B/s"}', 'text/plain'), 403)
    for (const body of ['', '{}', '{"add":1}', '{"add":"B/s","remove":"A/s"}']) assert.equal(await post(body, 'application/json'), 400)
    assert.deepEqual(shoal.changes, [])
    assert.equal(await post('{"add":"B/s"}', 'application/json'), 200)
    assert.equal(await post('{"remove":"A/s"}', 'application/json'), 200)
    assert.deepEqual(shoal.changes, [{ add: 'B/s' }, { remove: 'A/s' }])
    shoal.refusal = new VoterChangeError('no', 'busy')
    assert.equal(await post('{"remove":"A/s"}', 'application/json'), 409)
  })

  it('answers what is not there, and what fails, with JSON', async () => {
    assert.equal((await get('/')).status, 404)
    assert.deepEqual(await get('/groups/nope'), { status: 404, body: { error: 'there is no group nope' } })
    shoal.members = () => { throw new Error('broken') }
    assert.deepEqual(await get('/members'), { status: 500, body: { error: 'broken' } })
  })

  it(`refuses follower ${CLIENTS_MAX + 1}, and takes another one when one has gone`, async () => {
    const events = new EventStream()
    const app = adminApp({ shoal, events, counters: () => ({}) })
    const answers = await Promise.all(Array.from({ length: CLIENTS_MAX }, async () => await app.request('/events')))

    assert.deepEqual(await get('/events', events), { status: 503, body: { error: 'too many followers of /events' } })
    await answers[0]?.body?.cancel()
    assert.equal((await app.request('/events')).status, 200)
    assert.equal(events.clients, CLIENTS_MAX)
  })
})

describe('the event stream', () => {
  it('sends every follower the same, and ends after the last', async () => {
    const events = new EventStream()
    const bodies = [events.follow(() => undefined), events.follow(() => undefined)]
    events.send(LEAVE)
    events.end()

    for (const body of bodies) {
      assert.equal(await new Response(body).text(), `event: leave\ndata: ${JSON.stringify(LEAVE)}\n\n`)
    }
    assert.equal(events.clients, 0)
  })

  it('cuts a follower off that does not read, and counts it; the others go on', async () => {
    const events = new EventStream(2)
    let cut = 0
    events.follow(() => { cut++ })
    const reader = events.follow(() => { cut += 100 })?.getReader()

    for (let n = 0; n < 3; n++) {
      events.send(LEAVE)
      assert.equal((await reader?.read())?.done, false)
    }

    assert.deepEqual([cut, events.dropped, events.clients], [1, 1, 1])
  })
})

describe('the admin server', () => {
  it('closes the connection of a follower that does not read, and lets the others be', { timeout: 20_000 }, async () => {
    const shoal = new FakeShoal(await createPeerId())
    const events = new EventStream(4)
    const admin = await startAdmin({ host: '127.0.0.1', port: 0 }, { shoal, events, counters: () => ({}) })
    const socket = connect(Number(new URL(admin.url).port), '127.0.0.1')
    socket.write('GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await once(socket, 'data')
    socket.pause()

    // What the kernel holds for a socket is some megabytes.
    const big = stamp({ event: 'ready', peerId: 'x'.repeat(1_000_000), addrs: [], admin: null })
    for (let n = 0; n < 100 && events.dropped === 0; n++) {
      events.send(big)
      await (await fetch(new URL('/healthz', admin.url))).text()
    }

    assert.equal(events.dropped, 1)
    socket.resume()
    await once(socket, 'close')
    await admin.close()
  })

  it('says which port is in use', async () => {
    const sources = { shoal: new FakeShoal(await createPeerId()), events: new EventStream(), counters: () => ({}) }
    const admin = await startAdmin({ host: '127.0.0.1', port: 0 }, sources)
    const port = Number(new URL(admin.url).port)

    await assert.rejects(startAdmin({ host: '127.0.0.1', port }, sources), { name: 'AdminListenError', message: new RegExp(`--admin 127\\.0\\.0\\.1:${port}: the port is in use`) })
    await admin.close()
  })
})
