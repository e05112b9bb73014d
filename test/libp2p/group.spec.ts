import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { GroupView, partitionOf } from '../../src/libp2p/group.js'
import { Handlers } from '../../src/libp2p/own/handlers.js'
import { PlanView } from '../../src/libp2p/plan/group-planning.js'
import { OrderDesk } from '../../src/libp2p/plan/order-desk.js'
import { TableHistory } from '../../src/libp2p/plan/table-history.js'
import { createIdentity, tableOf } from './support.js'
import type { NotOwnerError } from '../../src/index.js'
import type { ShoalCore } from '../../src/core/index.js'

const alice = await createIdentity()
const bob = await createIdentity()

const noCalls = { handle: () => () => undefined, request: async () => new Uint8Array() }

interface Vector { readonly key: string, readonly partitions: number, readonly partition: number }

function vectors (): Vector[] {
  // Tests run from the compiled tree or from the sources: the vectors are where npm runs.
  const file = JSON.parse(readFileSync('interop/vectors/key-to-partition.json', 'utf8')) as { keys: Vector[] }
  return file.keys
}

/** A core that has applied a table with bob as the owner of partition 1, and of nothing else. */
function coreWithTable (): ShoalCore {
  const table = tableOf(alice.id, 1, {
    roster: [alice, bob].map(({ id }) => ({ id, generation: 1 })),
    owners: [0, 1, -1, 0],
    tokens: [7n, 8n, 0n, 9n]
  })

  return {
    table: (group: string) => group === 'jobs' ? table : undefined,
    tokenOf: (_: string, partition: number) => new Map([[0, 7n], [3, 9n]]).get(partition),
    owned: () => [{ partition: 0, token: 7n }, { partition: 3, token: 9n }]
  } as unknown as ShoalCore
}

describe('the partition of a key', () => {
  it('ring-election #34: is that of the published vectors', () => {
    const all = vectors()

    assert.ok(all.length > 0)
    for (const { key, partitions, partition } of all) {
      assert.equal(partitionOf(Buffer.from(key, 'hex'), partitions), partition, `${key} of ${partitions}`)
    }
  })

  it('is what another SHA-256 says', () => {
    fc.assert(fc.property(fc.string(), fc.integer({ min: 1, max: 131_072 }), (key, partitions) => {
      const digest = createHash('sha256').update(key, 'utf8').digest()
      return partitionOf(key, partitions) === Number(digest.readBigUInt64BE(0) % BigInt(partitions))
    }))
  })

  it('of a text is that of its UTF-8 bytes', () => {
    assert.equal(partitionOf('Grüße', 1_000), partitionOf(new TextEncoder().encode('Grüße'), 1_000))
  })
})

const work = new Handlers({ groups: [{ name: 'jobs' }], handoffTimeout: 1_000, onFailure: () => undefined }).of('jobs')

function groupOf (core: () => ShoalCore | undefined): GroupView {
  const desk = new OrderDesk({ core, give: () => undefined, events: new EventTarget() })
  return new GroupView('jobs', 4, core, { work, calls: noCalls, planning: new PlanView({ group: 'jobs', core, desk, history: new TableHistory() }) })
}

describe('Group', () => {
  const jobs = groupOf(coreWithTable)

  it('names the owner of a partition', () => {
    assert.ok(jobs.ownerOf(1)?.equals(bob.peerId))
    assert.ok(jobs.ownerOf(3)?.equals(alice.peerId))
  })

  it('names nobody for a partition without owner, and for one that is none', () => {
    assert.equal(jobs.ownerOf(2), undefined)
    assert.equal(jobs.ownerOf(4), undefined)
    assert.equal(jobs.ownerOf(-1), undefined)
  })

  it('names the owner of a key: that of its partition', () => {
    const key = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].find(text => jobs.partitionOf(text) === 1) ?? ''

    assert.notEqual(key, '')
    assert.ok(jobs.ownerOf(key)?.equals(bob.peerId))
  })

  it('tells what is owned here, with its token', () => {
    assert.deepEqual(jobs.owned(), [{ group: 'jobs', partition: 0, token: 7n }, { group: 'jobs', partition: 3, token: 9n }])
    assert.equal(jobs.token(3), 9n)
    assert.equal(jobs.isOwner(3), true)
    assert.equal(jobs.isOwner(1), false)
    assert.equal(jobs.token(1), undefined)
  })

  it('gives the token of what is owned here, and names who owns the rest', () => {
    const refused = (partition: number): NotOwnerError => {
      try {
        jobs.assertOwner(partition)
      } catch (error) {
        return error as NotOwnerError
      }
      throw new Error(`${partition} is owned`)
    }

    assert.equal(jobs.assertOwner(3), 9n)
    const { name, message, group, partition, owner } = refused(1)
    assert.deepEqual({ name, group, partition, owner }, { name: 'NotOwnerError', group: 'jobs', partition: 1, owner: bob.id })
    assert.equal(message, `this member does not own partition 1 of jobs: ${bob.id} does`)
    assert.equal(refused(2).message, 'this member does not own partition 2 of jobs: nobody is known to')
    assert.equal(refused(2).owner, undefined)
    assert.equal(refused(4).message, 'there is no partition 4 of jobs: there are 0 to 3')
  })

  it('shows the same table as the same object', () => {
    const core = coreWithTable()
    const group = groupOf(() => core)

    assert.equal(group.table, group.table)
    assert.deepEqual(group.table?.owners.map(owner => owner?.toString()), [alice.id, bob.id, undefined, alice.id])
  })

  it('before there is a table, owns nothing and names nobody', () => {
    const group = groupOf(() => undefined)

    assert.equal(group.table, undefined)
    assert.deepEqual(group.owned(), [])
    assert.equal(group.ownerOf('key'), undefined)
  })
})
