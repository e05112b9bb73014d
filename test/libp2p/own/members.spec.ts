import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { Cable } from '../cable.js'
import { formed, liveCount, member, pair, prepareMember, stopMembers } from '../members.js'
import { addressesOf } from '../nodes.js'
import { createIdentity, nextEvent, until } from '../support.js'
import { Diary, Worker } from './workers.js'
import { FencedError } from '../../../src/index.js'
import type { MemberNode, NodeInit } from '../nodes.js'
import type { PartitionFailure, ShoalInit } from '../../../src/index.js'

const PARTITIONS = 16
const TIMEOUT = 60_000
/** Handlers here are let go by the test, and in time. */
const TIMING = { joinTimeout: 500, settle: 100, rebalanceDelay: 50, handoffTimeout: 30_000, leaveTimeout: 30_000 }

const shut: Worker[] = []

afterEach(async () => {
  for (const worker of shut.splice(0)) worker.open()
  await stopMembers()
})

interface Working { readonly node: MemberNode, readonly worker: Worker }

/** A member with a worker, attached before the start. */
async function working (name: string, diary: Diary, changes: Partial<ShoalInit> = {}, init: NodeInit = {}): Promise<Working> {
  const node = await prepareMember({ timing: TIMING, ...changes }, init)
  const worker = new Worker(name, diary)
  worker.attach(node)
  await node.start()

  return { node, worker }
}

/** Nothing of it ends before the test says so. */
function hold (worker: Worker): void {
  worker.shut()
  shut.push(worker)
}

/** Two members, with work on all partitions under way. */
async function workingPair (diary: Diary): Promise<[Working, Working]> {
  const a = await working('a', diary)
  await until(() => diary.partitions('a', 'begin').length === PARTITIONS, 'a works on all')
  const b = await working('b', diary, { bootstrap: addressesOf(a.node) })
  await until(() => diary.partitions('b', 'begin').length === PARTITIONS / 2, 'b works on half')

  return [a, b]
}

describe('handlers of real members', () => {
  it('ring-election #19: are handed a partition when the former one has stopped, not before', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const a = await working('a', diary)
    await until(() => diary.partitions('a', 'begin').length === PARTITIONS, 'a works on all')
    hold(a.worker)
    const b = await working('b', diary, { bootstrap: addressesOf(a.node) })
    await until(() => a.worker.aborted === PARTITIONS / 2, 'a is told to stop with half')
    assert.equal(a.node.services.shoal.group('jobs').owned().length, PARTITIONS)
    assert.deepEqual(diary.partitions('b', 'begin'), [])

    a.worker.open()
    await until(() => diary.partitions('b', 'begin').length === PARTITIONS / 2, 'b works on half')

    assert.deepEqual(diary.partitions('a', 'end').sort(), diary.partitions('b', 'begin').sort())
    assert.deepEqual(diary.overlaps(), [])
    assert.deepEqual(diary.reasons('a'), ['PartitionRevokedError moved'])
    assert.equal(b.node.services.shoal.group('jobs').owned().length, PARTITIONS / 2)
  })

  it('that take their time do not keep the member from leading and answering', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const [a, b] = await workingPair(diary)
    const accused: string[] = []
    for (const type of ['member:suspect', 'member:dead'] as const) {
      b.node.services.shoal.addEventListener(type, () => { accused.push(type) })
    }
    hold(a.worker)
    const c = await working('c', diary, { bootstrap: addressesOf(b.node) })
    await until(() => a.worker.aborted > 0, 'a is told to stop with some')
    await until(() => diary.partitions('c', 'begin').length > 0, 'c is given what b has let go of, by a, which leads')
    const told = nextEvent<{ metadata: Uint8Array }>(c.node.services.shoal, 'member:update', ({ metadata }) => metadata[0] === 7)
    a.node.services.shoal.setMetadata(Uint8Array.of(7))
    await told

    assert.ok(c.node.services.shoal.leader?.equals(a.node.peerId))
    assert.equal(liveCount(b.node), 3)
    assert.deepEqual(accused, [])
  })

  it('are waited for when their member leaves', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const [a, b] = await workingPair(diary)
    const before = diary.partitions('a', 'begin').length
    hold(b.worker)
    let hasLeft = false
    const leaving = b.node.services.shoal.leave().then(() => { hasLeft = true })
    await until(() => b.worker.aborted === PARTITIONS / 2, 'b is told to stop with all')
    // The tables that a third member brings come after any that a release of those would have brought.
    await working('c', diary, { bootstrap: addressesOf(a.node) })
    await until(() => a.node.services.shoal.group('jobs').table?.roster.length === 3, 'a plans for c')
    assert.equal(hasLeft, false)
    assert.equal(diary.partitions('a', 'begin').length, before)
    assert.deepEqual(diary.partitions('c', 'begin'), [])

    b.worker.open()
    await leaving
    await until(() => diary.deeds.filter(({ did }) => did === 'begin').length - diary.deeds.filter(({ did }) => did === 'end').length === PARTITIONS, 'all is worked on')

    assert.deepEqual(diary.overlaps(), [])
    assert.deepEqual(diary.reasons('b'), ['PartitionRevokedError leave'])
  })

  it('that throw are called again, and then another member has their partitions', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const a = await working('a', diary)
    const node = await prepareMember({ timing: TIMING, bootstrap: addressesOf(a.node) })
    const failures: PartitionFailure[] = []
    node.services.shoal.addEventListener('partition:error', ({ detail }) => { failures.push(detail) })
    node.services.shoal.group('jobs').own(() => { throw new Error('no disk') }, { retries: 1 })
    await node.start()
    await until(() => failures.some(({ attempt }) => attempt === 2), 'a second attempt')
    const { partition, token } = failures.find(({ attempt }) => attempt === 2) ?? { partition: -1, token: 0n }
    await until(() => diary.deeds.some(deed => deed.did === 'begin' && deed.partition === partition && deed.token > token), 'a works on it again')

    assert.deepEqual(diary.overlaps(), [])
    assert.deepEqual(failures.filter(failure => failure.partition === partition && failure.token === token).map(({ attempt }) => attempt), [1, 2])
  })

  it('go on in the next life of their node', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const { node } = await working('a', diary)
    await until(() => diary.partitions('a', 'begin').length === PARTITIONS, 'it works on all')
    await node.stop()
    assert.equal(diary.partitions('a', 'end').length, PARTITIONS)
    assert.deepEqual(node.services.shoal.group('jobs').owned(), [])

    await node.start()
    await until(() => diary.partitions('a', 'begin').length === 2 * PARTITIONS, 'it works on all again')

    assert.deepEqual(diary.overlaps(), [])
  })

  it('taken away leave their partitions to the other member', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const a = await working('a', diary)
    const b = await member({ timing: TIMING, bootstrap: addressesOf(a.node) })
    const worker = new Worker('b', diary)
    const registration = worker.attach(b)
    await until(() => diary.partitions('b', 'begin').length === PARTITIONS / 2, 'b works on half')
    const [partition = -1] = diary.partitions('b', 'begin')
    await registration.stop()

    assert.equal(diary.partitions('b', 'end').length, PARTITIONS / 2)
    assert.deepEqual(diary.reasons('b'), ['PartitionRevokedError stopped'])
    await until(() => diary.deeds.filter(deed => deed.worker === 'a' && deed.did === 'begin' && deed.partition === partition).length === 2, 'a has it back')
    assert.deepEqual(diary.overlaps(), [])
  })
})

describe('a partition of real members that is lost', () => {
  it('after a split that heals has its handler aborted on one side, as a conflict', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const cable = new Cable()
    const nodes: MemberNode[] = []
    for (const name of ['a', 'b']) {
      const { id, privateKey } = await createIdentity()
      cable.put(id, name)
      const { node } = await working(name, diary, { bootstrap: nodes.flatMap(addressesOf) }, { privateKey, connectionGater: cable.gaterOf(id) })
      cable.watch(node)
      nodes.push(node)
    }
    await formed(...nodes)
    const owned = (): number[] => nodes.map(({ services }) => services.shoal.group('jobs').owned().length)
    await until(() => owned().join() === '8,8', 'each has half')
    cable.cut(nodes)
    await until(() => owned().join() === '16,16', 'each has all')
    cable.heal()
    await until(() => owned().reduce((sum, count) => sum + count) === PARTITIONS, 'each partition has one owner')
    await until(() => ['a', 'b'].flatMap(name => diary.reasons(name)).some(reason => reason.startsWith('PartitionLostError')), 'handlers are told')

    const lost = ['a', 'b'].flatMap(name => diary.reasons(name)).filter(reason => reason.startsWith('PartitionLostError'))
    assert.deepEqual([...new Set(lost)], ['PartitionLostError conflict'])
  })

  it('to a later start of the member is superseded', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const { privateKey } = await createIdentity()
    const a = await working('a', diary)
    const b = await working('b', diary, { bootstrap: addressesOf(a.node) }, { privateKey })
    await until(() => diary.partitions('b', 'begin').length === PARTITIONS / 2, 'b works on half')
    const conflict = nextEvent(b.node.services.shoal, 'conflict')
    await member({ bootstrap: addressesOf(a.node), timing: TIMING }, { privateKey })
    await conflict
    await until(() => diary.partitions('b', 'end').length === PARTITIONS / 2, 'b has stopped')

    assert.deepEqual(diary.reasons('b'), ['PartitionLostError superseded'])
  })

  it('as its handler was refused by a resource comes back under a token above what that has seen', { timeout: TIMEOUT }, async () => {
    const node = await prepareMember({ timing: TIMING })
    const tokens: bigint[] = []
    let seen = 0n
    node.services.shoal.group('jobs').own(({ partition, token }) => {
      if (partition !== 3) return
      tokens.push(token)
      seen = tokens.length === 1 ? token + 5n : seen
      if (token < seen) throw new FencedError(seen)
    })
    await node.start()
    await until(() => (tokens.at(-1) ?? 0n) > seen, 'a larger token')

    assert.equal(node.services.shoal.group('jobs').token(3), tokens.at(-1))
  })

  it('as a resource has seen more comes back under a larger token, and to another member if the handler does not end', { timeout: TIMEOUT }, async () => {
    const diary = new Diary()
    const a = await working('a', diary)
    const node = await prepareMember({ timing: TIMING, bootstrap: addressesOf(a.node) })
    const worker = new Worker('b', diary)
    worker.attach(node, { startTimeout: 100 })
    await node.start()
    await until(() => diary.partitions('b', 'begin').length === PARTITIONS / 2, 'b works on half')
    const { partition, token } = diary.deeds.find(deed => deed.worker === 'b') ?? { partition: -1, token: 0n }
    hold(worker)
    const lost = nextEvent<{ reason: string }>(node.services.shoal, 'partition:lost')
    assert.equal(node.services.shoal.group('jobs').reportFenced(partition, token + 5n), true)

    assert.equal((await lost).reason, 'fenced')
    await until(() => diary.deeds.some(deed => deed.worker === 'a' && deed.partition === partition && deed.did === 'begin' && deed.token > token + 5n), 'a has it')
    assert.equal(diary.partitions('b', 'begin').filter(begun => begun === partition).length, 1)
  })
})

describe('a fenced function of a real member', () => {
  it('is called by the owner only, and keeps the partition while it runs', { timeout: TIMEOUT }, async () => {
    const [a, b] = await pair()
    await until(() => b.services.shoal.group('jobs').owned().length === PARTITIONS / 2, 'b has half')
    const { partition, token } = b.services.shoal.group('jobs').owned()[0] ?? { partition: -1, token: 0n }
    const told = Promise.withResolvers<void>()
    const written = Promise.withResolvers<string>()
    await assert.rejects(a.services.shoal.group('jobs').withFence(partition, () => undefined), { name: 'NotOwnerError', owner: b.peerId.toString() })

    const result = b.services.shoal.group('jobs').withFence(partition, async fence => {
      assert.equal(fence.token, token)
      fence.signal.addEventListener('abort', () => { told.resolve() })
      return await written.promise
    })
    const leaving = b.services.shoal.leave()
    await told.promise
    assert.equal(b.services.shoal.group('jobs').assertOwner(partition), token)
    written.resolve('written')

    assert.equal(await result, 'written')
    await leaving
  })
})
