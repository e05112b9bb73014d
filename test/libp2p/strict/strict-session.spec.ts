import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import * as lp from 'it-length-prefixed'
import { formatToken } from '../../../src/index.js'
import { encodeStrictMessage } from '../../../src/wire/index.js'
import { startPlainNode } from '../nodes.js'
import { nextEvent, until } from '../support.js'
import { Shelf } from './shelf.js'
import { GROUPS, LEASES, StrictCluster, ownedBy, shared } from './strict-cluster.js'
import type { Seat } from './strict-cluster.js'
import type { MemberNode } from '../nodes.js'

const TIMEOUT = { timeout: 60_000 }
const ALL = Array.from({ length: GROUPS.jobs.partitions }, (_, partition) => partition)

let cluster: StrictCluster

afterEach(async () => { await cluster.stop() })

async function found (voters: number): Promise<StrictCluster> {
  cluster = await StrictCluster.found(voters)
  return cluster
}

function seat (index: number): Seat {
  return cluster.seats[index] ?? assert.fail('there is such a seat')
}

function owners (...nodes: MemberNode[]): number[] {
  return nodes.flatMap(ownedBy).sort((a, b) => a - b)
}

describe('the members of a strict group', () => {
  it('own each partition once: three voters and two others', TIMEOUT, async () => {
    const nodes = await (await found(3)).startAll(2)
    await shared(...nodes)
    assert.deepEqual(owners(...nodes), ALL)

    for (const { services: { shoal } } of nodes) {
      const group = shoal.group('jobs')
      for (const { partition, token } of group.owned()) {
        assert.equal(group.isOwner(partition), true)
        assert.equal(group.assertOwner(partition), token)
        assert.ok(group.ownerOf(partition)?.equals(shoal.self.peerId))
        assert.equal(group.table?.tokens[partition], token, formatToken(token))
      }
      assert.deepEqual([group.mode, group.suspension], ['strict', undefined])
    }
  })

  it('own everything by one voter alone', TIMEOUT, async () => {
    const [node] = await (await found(1)).startAll()
    assert.ok(node)
    await shared(node)
    assert.deepEqual(owners(node), ALL)
  })

  it('go on when a voter leaves, and its partitions are elsewhere', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    await a.stop()
    await shared(b, c)
    assert.deepEqual(owners(b, c), ALL)
  })

  it('own nothing without a majority of the voters, once their lease has run out, and say why', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    const lost = nextEvent<{ reason: string }>(c.services.shoal, 'partition:lost')
    cluster.cutOff(c)
    assert.deepEqual((await lost).reason, 'lease')
    assert.deepEqual(ownedBy(c), [])
    assert.equal(c.services.shoal.group('jobs').suspension, 'lease')
    assert.throws(() => c.services.shoal.group('jobs').assertOwner(0), { name: 'NotOwnerError' })

    await shared(a, b)
    assert.deepEqual(ownedBy(c), [])
    cluster.cable.heal()
    await shared(a, b, c)
    assert.equal(c.services.shoal.group('jobs').suspension, undefined)
  })

  it('have what a killed owner had only after its lease', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    const killed = performance.now()
    const had = ownedBy(c)
    const asked = nextEvent<{ partition: number }>(a.services.shoal, 'partition:assign', ({ partition }) => had.includes(partition))
    await cluster.cable.kill(c)
    await asked
    // The last lease was asked for before: it can end as much earlier as owners renew before the end.
    assert.ok(performance.now() - killed > LEASES.ownerLease / 3)
    await shared(a, b)
  })

  it('hand over in order to one that joins: stopped there before started here', TIMEOUT, async () => {
    await found(3)
    const nodes = await cluster.startAll()
    const working = new Map<number, string>()
    const attach = (node: MemberNode): void => {
      node.services.shoal.group('jobs').own(async ({ partition, signal }) => {
        assert.equal(working.get(partition), undefined, `nobody else works on ${partition}`)
        working.set(partition, node.peerId.toString())
        await new Promise(resolve => { signal.addEventListener('abort', resolve, { once: true }) })
        working.delete(partition)
      })
    }
    nodes.forEach(attach)
    const failures: unknown[] = []
    nodes.forEach(({ services }) => { services.shoal.addEventListener('partition:error', ({ detail }) => { failures.push(detail.error) }) })
    await shared(...nodes)
    await until(() => working.size === ALL.length, 'all work')
    const tokens = nodes.flatMap(({ services }) => services.shoal.group('jobs').owned())

    const joiner = await cluster.prepare()
    attach(joiner)
    await joiner.start()
    await shared(...nodes, joiner)
    await until(() => [...working.values()].includes(joiner.peerId.toString()) && working.size === ALL.length, 'all work, the joiner too')

    assert.deepEqual(failures, [])
    for (const { partition, token } of joiner.services.shoal.group('jobs').owned()) {
      assert.ok(token > (tokens.find(former => former.partition === partition)?.token ?? 0n))
    }
  })

  it('hand over and give the lead away when they leave, whoever leads', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    const lost: unknown[] = []
    for (const { services } of [a, b, c]) services.shoal.addEventListener('partition:lost', ({ detail }) => { lost.push(detail) })
    const leader = [a, b, c].find(({ services }) => services.shoal.counters()['leader:elected'] !== undefined) ?? assert.fail('one leads')
    const rest = [a, b, c].filter(node => node !== leader)
    const strangers = (): number[] => rest.map(({ services }) => services.shoal.counters()['strict:stranger'] ?? 0)
    const before = strangers()
    await leader.services.shoal.leave()
    assert.equal(leader.services.shoal.counters()['leader:resigned'], 1)
    await shared(...rest)
    assert.deepEqual(strangers(), before, 'its last word is heard after its goodbye too')
    assert.deepEqual(lost, [])
  })

  it('are told to stop in order when they leave, also if nobody takes over', TIMEOUT, async () => {
    const [a] = await (await found(1)).startAll() as [MemberNode]
    await shared(a)
    const reasons: string[] = []
    for (const type of ['partition:revoke', 'partition:lost'] as const) a.services.shoal.addEventListener(type, ({ detail }) => { reasons.push(`${type} ${detail.reason}`) })
    await a.services.shoal.leave()
    assert.deepEqual(reasons, ALL.map(() => 'partition:revoke leave'))
  })

  it('do not become members if the group is available to the others', TIMEOUT, async () => {
    const [a] = await (await found(1)).startAll() as [MemberNode]
    await shared(a)
    const other = await cluster.prepare(undefined, { groups: { jobs: { partitions: 12 } } })
    const conflict = nextEvent<{ error: Error }>(other.services.shoal, 'conflict')
    await other.start()
    assert.match((await conflict).error.message, /group jobs is strict on one side and available on the other/)
    assert.deepEqual(owners(a), ALL)
  })

  it('do not listen to whoever is no member', TIMEOUT, async () => {
    const [a] = await (await found(1)).startAll() as [MemberNode]
    const stranger = await startPlainNode()

    try {
      const stream = await stranger.dialProtocol(a.getMultiaddrs(), '/shoal/test/strict/1.0.0')
      stream.send(lp.encode.single(encodeStrictMessage({ type: 'pull', genesis: cluster.genesis.id, known: { term: 1, version: 0 } })))
      await until(() => a.services.shoal.counters()['strict:stranger'] === 1, 'it is counted')
      stream.send(Uint8Array.of(3, 1, 2, 3))
      await shared(a)
    } finally {
      await stranger.stop()
    }
  })
})

describe('a voter', () => {
  it('that starts again with its store votes as before', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    const id = a.services.shoal.voterId
    await a.stop()
    const again = await cluster.start(seat(0))
    await shared(again, b, c)
    assert.equal(again.services.shoal.voterId, id)

    await cluster.cable.kill(b)
    await shared(again, c)
  })

  it('that starts again without its store says so, and does not vote', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    const id = a.services.shoal.voterId
    await a.stop()
    const again = await cluster.prepare({ ...seat(0), shelf: new Shelf() })
    const told = nextEvent<{ error: Error }>(again.services.shoal, 'vote:lost')
    await again.start()
    const { error } = await told
    assert.equal(error.name, 'VoteLostError')
    assert.match(error.message, /that store is gone: it does not vote; add .* as a voter/)
    assert.notEqual(again.services.shoal.voterId, id)
    await shared(again, b, c)

    await cluster.cable.kill(b)
    await until(() => owners(again, c).length === 0, 'one of three votes, and that is no majority')
    assert.equal(again.services.shoal.group('jobs').suspension, 'lease')
  })

  it('whose promises are damaged says so in one line, and is a member all the same', TIMEOUT, async () => {
    const [a, b, c] = await (await found(3)).startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(a, b, c)
    await a.stop()
    const { shelf } = seat(0)
    for (const [key, value] of shelf.entries) shelf.entries.set(key, value.slice(1))
    const again = await cluster.prepare(seat(0))
    const told = nextEvent<{ error: Error }>(again.services.shoal, 'vote:lost')
    await again.start()
    const { error } = await told
    assert.equal(error.name, 'VoterStoreError')
    assert.doesNotMatch(error.message, /\n/)
    await shared(again, b, c)
    assert.equal(again.services.shoal.voterId, undefined)
  })
})
