import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { compareTables, isFormed, isNewer, isRecovered } from '../../src/cli/demo/verdicts.js'
import type { StatusJson, TableJson } from '../../src/cli/admin/snapshot.js'

const EPOCH = { term: 5, version: 2, leader: 'a' }

/** What members `ids` see when they are one cluster. */
function cluster (ids: readonly string[] = ['a', 'b', 'c']): StatusJson[] {
  return ids.map(self => ({
    self,
    cluster: 'x',
    joined: true,
    leader: 'a',
    epoch: EPOCH,
    members: ids.map(peerId => ({ peerId, state: 'alive', position: 1, priority: 1, eligible: true, generation: 1, incarnation: 0, addresses: [], probation: false })),
    groups: { jobs: { partitions: 4, mode: 'available', suspension: null, epoch: EPOCH, owners: Object.fromEntries(ids.map((id, index) => [id, index === 0 ? 2 : 1])), unowned: 0 } },
    counters: {}
  }))
}

/** The same, where the last one sees something else. */
function except (change: Partial<StatusJson>): StatusJson[] {
  return cluster().map((status, index) => index === 2 ? { ...status, ...change } : status)
}

function jobs (change: object): Partial<StatusJson> {
  const [status] = cluster()
  return { groups: { jobs: { partitions: 4, mode: 'available', suspension: null, epoch: EPOCH, owners: {}, unowned: 0, ...status?.groups['jobs'], ...change } } }
}

function table (owners: TableJson['owners'], tokens: TableJson['tokens']): TableJson {
  return { group: 'jobs', epoch: EPOCH, owners, tokens, handoffs: [] }
}

describe('isFormed', () => {
  it('is true of members that see the same', () => {
    assert.equal(isFormed(cluster(), 3), true)
    assert.equal(isFormed(cluster(['a']), 1), true)
  })

  it('says what is missing', () => {
    const members = cluster()[0]?.members ?? []
    const cases: ReadonlyArray<readonly [StatusJson[], RegExp]> = [
      [[], /0 of 3 members answer/],
      [cluster(['a', 'b']), /2 of 3 members answer/],
      [except({ members: members.slice(1) }), /c sees 2 of 3/],
      [except({ members: members.map(member => ({ ...member, state: member.peerId === 'b' ? 'dead' : 'alive' })) }), /c sees 2 of 3/],
      [except({ leader: 'b' }), /leaders: a, a, b/],
      [except({ leader: null }), /leaders: a, a, none/],
      [except(jobs({ epoch: { ...EPOCH, version: 1 } })), /jobs has 2 epochs/],
      [except(jobs({ epoch: null })), /jobs has 2 epochs/],
      [cluster().map(status => ({ ...status, ...jobs({ unowned: 1 }) })), /1 partitions without an owner/],
      [cluster().map(status => ({ ...status, ...jobs({ owners: { a: 2, b: 1, z: 1 } }) })), /owned by z, who is not there/],
      [cluster().map(status => ({ ...status, ...jobs({ owners: { a: 3, b: 1 } }) })), /loads 3, 1, 0/]
    ]

    for (const [statuses, missing] of cases) {
      assert.match(String(isFormed(statuses, 3)), missing)
    }
  })
})

describe('isRecovered', () => {
  it('wants an epoch above the former one at every member', () => {
    assert.equal(isRecovered(cluster(), 3, { ...EPOCH, version: 1 }), true)
    assert.match(String(isRecovered(cluster(), 3, EPOCH)), /no table above epoch 5\.2/)
    assert.match(String(isRecovered(except(jobs({ epoch: { ...EPOCH, version: 1 } })), 3, { ...EPOCH, version: 1 })), /c has no table above/)
  })
})

describe('isNewer', () => {
  it('compares the term before the version', () => {
    assert.ok(isNewer({ ...EPOCH, term: 6, version: 1 }, EPOCH))
    assert.ok(isNewer({ ...EPOCH, version: 3 }, EPOCH))
    assert.ok(!isNewer(EPOCH, EPOCH))
    assert.ok(!isNewer({ ...EPOCH, term: 4, version: 9 }, EPOCH))
  })
})

describe('compareTables', () => {
  const before = table(['a', 'b', 'c'], ['01', '01', '01'])

  it('counts what moved and what stayed', () => {
    assert.deepEqual(compareTables(before, table(['b', 'b', 'c'], ['02', '01', '01']), new Set(['a'])), { moved: 1, kept: 2 })
  })

  it('finds what must not happen', () => {
    const cases: ReadonlyArray<readonly [TableJson, RegExp]> = [
      [table(['b', 'b', 'c'], ['01', '01', '01']), /partition 0 moved and its token did not grow/],
      [table(['b', 'b', 'c'], ['02', '02', '01']), /partition 1 stayed and its token changed/],
      [table(['b', 'c', 'c'], ['02', '02', '01']), /partition 1 moved although its owner lives/]
    ]

    for (const [after, wrong] of cases) {
      assert.match(compareTables(before, after, new Set(['a'])).wrong ?? '', wrong)
    }
  })
})
