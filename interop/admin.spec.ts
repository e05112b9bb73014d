import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { Readable } from 'node:stream'
import { after, before, describe, it } from 'node:test'
import { startCluster } from './process-cluster.js'
import { runCommand } from './run-command.js'
import type { EventLine, MemberJson, ProcessCluster, ProcessNode } from './process-cluster.js'
import type { ReadableStream } from 'node:stream/web'

describe('the admin server', () => {
  let cluster: ProcessCluster
  let first: ProcessNode
  let second: ProcessNode

  before(async () => {
    cluster = await startCluster({ nodes: 2, groups: { jobs: 5 } })
    ;[first, second] = cluster.nodes as [ProcessNode, ProcessNode]
    await cluster.formed()
  })

  after(async () => { await cluster.stop() })

  it('/status: who it is, who leads, the epoch, the members, the groups and the counters', async () => {
    const status = await first.status()

    assert.deepEqual(Object.keys(status), ['self', 'cluster', 'joined', 'leader', 'epoch', 'members', 'groups', 'counters'])
    assert.deepEqual([status.self, status.cluster, status.joined, status.leader], [first.peerId, 'interop', true, first.peerId])
    assert.deepEqual(Object.keys(status.epoch ?? {}), ['term', 'version', 'leader'])
    assert.deepEqual(status.groups['jobs'], { partitions: 5, mode: 'available', suspension: null, epoch: status.epoch, owners: status.groups['jobs']?.owners, unowned: 0 })
    assert.deepEqual(Object.values(status.groups['jobs']?.owners ?? {}).sort(), [2, 3])
    assert.ok((status.counters['table:applied'] ?? 0) > 0)
  })

  it('/members: the members in the order of leadership', async () => {
    const members = await (await second.get('/members')).json() as MemberJson[]

    assert.deepEqual(members.map(({ peerId }) => peerId), [first.peerId, second.peerId])
    assert.deepEqual(members.map(({ position, state, eligible, probation }) => ({ position, state, eligible, probation })), [
      { position: 1, state: 'alive', eligible: true, probation: false },
      { position: 2, state: 'alive', eligible: true, probation: false }
    ])
    assert.ok(members.every(({ addresses }) => addresses.some(address => address.startsWith('/ip4/127.0.0.1/tcp/'))))
    assert.deepEqual(Object.keys(members[0] ?? {}), ['peerId', 'state', 'position', 'priority', 'eligible', 'generation', 'incarnation', 'addresses', 'probation'])
  })

  it('/groups/NAME: the table, the same at both, and /partitions: what is its own in it', async () => {
    const table = await first.table('jobs')
    const own = table.owners.flatMap((owner, partition) => owner === second.peerId ? [{ group: 'jobs', partition, token: table.tokens[partition] }] : [])

    assert.deepEqual(Object.keys(table), ['group', 'epoch', 'owners', 'tokens', 'handoffs'])
    assert.deepEqual(await second.table('jobs'), table)
    assert.ok(table.owners.every(owner => owner === first.peerId || owner === second.peerId))
    assert.ok(table.tokens.every(token => /^[0-9a-f]{32}$/.test(token)))
    assert.deepEqual(await second.partitions(), own)
  })

  it('/healthz and /readyz: 200 once there is a table', async () => {
    const answers = await Promise.all(['/healthz', '/readyz'].map(async path => await first.get(path)))

    assert.deepEqual(answers.map(({ status }) => status), [200, 200])
    assert.deepEqual(await Promise.all(answers.map(async answer => await answer.json())), [{ ok: true }, { ok: true }])
  })

  it('anything else: 404 with a reason', async () => {
    const [path, group] = await Promise.all([first.get('/nope'), first.get('/groups/nope')])

    assert.deepEqual([path.status, group.status], [404, 404])
    assert.match(JSON.stringify(await path.json()), /no \/nope here: there are \/status/)
    assert.match(JSON.stringify(await group.json()), /nope/)
  })

  it('shoal status: a table for people, and the same as JSON', async () => {
    const args = ['status', '--admin', first.admin ?? '']
    const [people, json, fromEnv] = await Promise.all([
      runCommand(args),
      runCommand([...args, '--json']),
      runCommand(['status', '--json'], { env: { SHOAL_ADMIN: first.admin?.replace('http://', '') ?? '' } })
    ])

    assert.deepEqual([people.code, json.code, fromEnv.code], [0, 0, 0])
    assert.match(people.stdout, /^cluster +interop$/m)
    assert.match(people.stdout, new RegExp(`^1 +${first.peerId} \\(leader, self\\) +alive .*[23] +/ip4/`, 'm'))
    assert.match(people.stdout, /^jobs +5 +0 +\d+\.\d+$/m)
    assert.deepEqual([json.stdout.split('\n').length, fromEnv.stdout.split('\n').length], [2, 2])
    assert.equal((JSON.parse(json.stdout) as { self: string }).self, first.peerId)
    assert.equal((JSON.parse(fromEnv.stdout) as { self: string }).self, first.peerId)
  })

  it('shoal status of nobody: one line, exit code 1', async () => {
    const { code, stdout, stderr } = await runCommand(['status', '--admin', 'http://127.0.0.1:9'])

    assert.deepEqual([code, stdout], [1, ''])
    assert.match(stderr, /^shoal: --admin http:\/\/127\.0\.0\.1:9 gives no status: [^\n]+\n$/)
  })

  it('/events: the same objects as the lines of --json, to the very last', async () => {
    const from = second.events.length
    const answer = await second.get('/events', 60_000)
    const streamed = readEvents(answer)

    const third = await cluster.start()
    await cluster.formed()
    await third.terminate()
    await second.waitFor('member:leave')
    await second.terminate()

    const lines = second.events.slice(from)
    assert.equal(answer.headers.get('content-type'), 'text/event-stream')
    assert.deepEqual(await streamed, lines)
    assert.deepEqual(['member:join', 'member:leave', 'leave'].filter(name => !lines.some(({ event }) => event === name)), [])
    assert.equal(lines.at(-1)?.event, 'leave')
  })
})

/** Every event of a stream, to its end; the name of each must be that in its data. */
async function readEvents (answer: Response): Promise<EventLine[]> {
  const events: EventLine[] = []
  let name = ''

  for await (const text of createInterface({ input: Readable.fromWeb(answer.body as ReadableStream) })) {
    if (text.startsWith('event: ')) {
      name = text.slice('event: '.length)
    } else if (text.startsWith('data: ')) {
      const line = JSON.parse(text.slice('data: '.length)) as EventLine
      assert.equal(line.event, name)
      events.push(line)
    }
  }

  return events
}
