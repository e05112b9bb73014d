import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { CallHandlers } from '../../../src/libp2p/calls/call-handlers.js'
import { Calls } from '../../../src/libp2p/calls/calls.js'
import { isSealValid } from '../../../src/libp2p/seals.js'
import { TableServer } from '../../../src/libp2p/table-protocol.js'
import { connectorOf, start, stopStarted } from '../connecting.js'
import { createIdentity, log, received, tableOf, until } from '../support.js'
import { bytes, text } from './calling.js'
import type { Table } from '../../../src/core/index.js'
import type { ShoalComponents } from '../../../src/libp2p/components.js'
import type { Counters } from '../../../src/libp2p/counters.js'
import type { PlainNode } from '../nodes.js'
import type { Identity } from '../support.js'

const TEST = { timeout: 20_000 }

/** A member that has tables and calls, and no core: what it knows is what it is given. */
interface Member {
  readonly id: string
  readonly calls: Calls
  readonly counters: Counters
  /** The newest table that it has applied. */
  table: Table | undefined
  /** What it holds dead. */
  readonly dead: Set<string>
  /** The ids of those whose tables it has taken. */
  readonly taken: string[]
  /** Asks for a newer table, if voters assign the group. */
  pull?: (from: string) => void
}

const open: Calls[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map(async calls => { await calls.close(0) }))
  await stopStarted()
})

/** Members that answer with their ids; and tables of their leader, the first one, that give all to one of them. */
async function membersOf (size: number): Promise<{ members: Member[], tableTo: (owner: number, version: number) => Promise<Table> }> {
  const identities = await Promise.all(Array.from({ length: size }, createIdentity))
  const nodes = await Promise.all(identities.map(start))
  const [leader = await createIdentity()] = identities

  return {
    members: await Promise.all(nodes.map(async node => await memberOf(node, nodes, leader))),
    tableTo: async (owner, version) => {
      const roster = identities.map(({ id }) => ({ id, generation: 1 })).sort((a, b) => a.id < b.id ? -1 : 1)
      const index = roster.findIndex(({ id }) => id === identities[owner]?.id)
      const table = tableOf(leader.id, version, { roster, owners: [index, index, index, index], tokens: [1, 1, 1, 1].map(() => BigInt(version)) })

      return (await received({ type: 'table', table }, leader)).table
    }
  }
}

async function memberOf (node: PlainNode, nodes: readonly PlainNode[], leader: Identity): Promise<Member> {
  const { registrar } = (node as unknown as { components: ShoalComponents }).components
  const { connector, counters } = connectorOf(node, nodes, { grace: 0 })
  const handlers = new CallHandlers()
  const id = node.peerId.toString()
  const calls = new Calls({
    self: node.peerId,
    cluster: 'test',
    core: () => ({
      table: () => member.table,
      tokenOf: (_group, partition) => member.table?.roster[member.table.owners[partition] ?? -1]?.id === id ? member.table.tokens[partition] : undefined,
      replicasOf: () => 0,
      isLive: other => !member.dead.has(other)
    }),
    connector,
    registrar,
    handlers,
    strict: () => ({ has: () => member.pull !== undefined, pullFrom: from => { member.pull?.(from) } }),
    takeTable: async (table, from) => {
      assert.ok(await isSealValid(table))
      member.taken.push(from)
      member.table = table
      calls.note({ type: 'table:change', table })
    },
    counters,
    log
  })
  const member: Member = { id, calls, counters, table: undefined, dead: new Set(), taken: [] }

  open.push(calls)
  handlers.add('jobs', () => bytes(id))
  await calls.open()
  await new TableServer({ cluster: 'test', registrar, seals: leader.seals, counters, log, applied: () => member.table }).open()

  return member
}

/** Asks, and gives the id of who answered. */
async function ask ({ calls }: Member): Promise<string> {
  return text(await calls.request({ group: 'jobs', partition: 2, payload: bytes(''), replicas: 'one', timeout: 10_000, signal: undefined, idempotent: false }))
}

describe('tables that differ', () => {
  it('a stale caller gets the newer table from who owned the partition, and is redirected once', TEST, async () => {
    const { members: [a, b, c], tableTo } = await membersOf(3)
    assert.ok(a !== undefined && b !== undefined && c !== undefined)
    a.table = await tableTo(1, 1)
    b.table = c.table = await tableTo(2, 2)

    assert.equal(await ask(a), c.id)

    assert.equal(b.counters.of('call:not-owner'), 1)
    assert.equal(a.counters.of('call:redirected'), 1)
    assert.equal(a.counters.of('call:retried'), 0)
    assert.deepEqual(a.taken, [b.id])
    assert.equal(a.table?.epoch.version, 2)
  })

  it('however many requests are stale, the table is pulled once', TEST, async () => {
    const { members: [a, b, c], tableTo } = await membersOf(3)
    assert.ok(a !== undefined && b !== undefined && c !== undefined)
    a.table = await tableTo(1, 1)
    b.table = c.table = await tableTo(2, 2)

    const stale = a
    assert.deepEqual(new Set(await Promise.all(Array.from({ length: 20 }, async () => await ask(stale)))), new Set([c.id]))
    assert.deepEqual(a.taken, [b.id])
  })

  it('an owner that is behind gets the newer table from its caller, and runs the next attempt', TEST, async () => {
    const { members: [a, b], tableTo } = await membersOf(2)
    assert.ok(a !== undefined && b !== undefined)
    b.table = await tableTo(0, 1)
    a.table = await tableTo(1, 2)

    assert.equal(await ask(a), b.id)

    assert.equal(b.counters.of('call:behind'), 1)
    assert.equal(a.counters.of('call:retried'), 1)
    assert.deepEqual(b.taken, [a.id])
  })

  it('a stale caller of a strict group asks who refused for the table of the voters, and goes on when that is there', TEST, async () => {
    const { members: [a, b, c], tableTo } = await membersOf(3)
    assert.ok(a !== undefined && b !== undefined && c !== undefined)
    const [stale, asked, newer] = [a, new Set<string>(), await tableTo(2, 2)]
    a.table = await tableTo(1, 1)
    b.table = c.table = newer
    a.pull = from => {
      asked.add(from)
      stale.table = newer
      stale.calls.note({ type: 'table:change', table: newer })
    }

    assert.equal(await ask(a), c.id)
    assert.deepEqual([[...asked], a.taken], [[b.id], []])
  })

  it('an owner of a strict group that is behind asks its caller for the table of the voters', TEST, async () => {
    const { members: [a, b], tableTo } = await membersOf(2)
    assert.ok(a !== undefined && b !== undefined)
    const [behind, newer] = [b, await tableTo(1, 2)]
    b.table = await tableTo(0, 1)
    a.table = newer
    b.pull = () => { behind.table = newer }

    assert.equal(await ask(a), b.id)
    assert.deepEqual(b.taken, [])
  })

  it('a caller that its owner holds dead is refused by name, and served once it is alive there again', TEST, async () => {
    const { members: [a, b], tableTo } = await membersOf(2)
    assert.ok(a !== undefined && b !== undefined)
    a.table = b.table = await tableTo(1, 1)
    b.dead.add(a.id)
    const owner = b

    const answer = ask(a)
    await until(() => owner.counters.of('call:stranger') > 0, 'it was refused')
    b.dead.delete(a.id)

    assert.equal(await answer, b.id)
  })
})
