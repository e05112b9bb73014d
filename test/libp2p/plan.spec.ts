import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { formed, member, stopMembers } from './members.js'
import { addressesOf } from './nodes.js'
import { createIdentity, until } from './support.js'
import type { MemberNode } from './nodes.js'

const JOBS = { jobs: { partitions: 12, replicas: 1 } }

describe('the plan of a group', () => {
  after(stopMembers)

  it('has standbys, says why each partition is where it is, and what its tables changed', { timeout: 60_000 }, async () => {
    const [a, b] = await two()
    const jobs = b.services.shoal.group('jobs')

    for (let partition = 0; partition < 12; partition++) {
      const owner = jobs.ownerOf(partition)
      const told = jobs.explain(partition)
      assert.equal(jobs.standbysOf(partition).length, 1)
      assert.ok([a, b].some(node => jobs.standbysOf(partition)[0]?.equals(node.peerId) === true && owner?.equals(node.peerId) === false))
      assert.ok(owner !== undefined && told?.owner?.equals(owner))
      assert.match(told?.text ?? '', new RegExp(`^Partition ${partition} of jobs is ${owner.toString()}'s since term \\d+, version \\d+, because .*\\. Standing by: `))
    }
    assert.equal(jobs.explain(12), undefined)
    assert.deepEqual(jobs.standbysOf(12), [])

    const moves = a.services.shoal.group('jobs').history().flatMap(record => record.moves)
    assert.equal(moves.filter(({ to, reason }) => to?.equals(b.peerId) === true && reason === 'balance').length, 6)
  })

  it('takes a pin and takes it back, from any member', { timeout: 60_000 }, async () => {
    const [a, b] = await two()
    const jobs = b.services.shoal.group('jobs')
    const partition = a.services.shoal.group('jobs').owned()[0]?.partition ?? -1

    await jobs.pin(partition, b.peerId)
    await until(() => jobs.isOwner(partition), 'the partition where it is pinned')

    assert.ok(jobs.explain(partition)?.pinnedTo?.equals(b.peerId))
    assert.equal(jobs.explain(partition)?.reason, 'pin')
    await jobs.unpin(partition)
    assert.equal(jobs.explain(partition)?.pinnedTo, undefined)
  })

  it('freezes and thaws: who joins a frozen group gets nothing', { timeout: 60_000 }, async () => {
    const [a, b] = await two()
    await b.services.shoal.group('jobs').freeze()
    const late = await member({ groups: JOBS, bootstrap: addressesOf(a) })
    await formed(a, b, late)

    assert.deepEqual(late.services.shoal.group('jobs').owned(), [])
    assert.equal(late.services.shoal.group('jobs').explain(0)?.frozen, true)
    await late.services.shoal.group('jobs').thaw()
    await until(() => late.services.shoal.group('jobs').owned().length === 4, 'its part')
  })

  it('drains a member, which stays one', { timeout: 60_000 }, async () => {
    const [a, b] = await two()

    await a.services.shoal.drain(b.peerId)
    await until(() => b.services.shoal.group('jobs').owned().length === 0, 'nothing left')
    await until(() => a.services.shoal.group('jobs').owned().length === 12, 'all with the other')
    await b.services.shoal.undrain(b.peerId)
    await until(() => b.services.shoal.group('jobs').owned().length === 6, 'its part again')
  })

  it('refuses by name what cannot be', { timeout: 60_000 }, async () => {
    const [a] = await two()
    const jobs = a.services.shoal.group('jobs')
    const stranger = (await createIdentity()).peerId

    await assert.rejects(jobs.pin(12, a.peerId), { name: 'OrderRefusedError', message: /there is no partition 12 of jobs: there are 0 to 11/ })
    await assert.rejects(jobs.pin(1, stranger), { name: 'OrderRefusedError', message: /names no member that is known here/ })
    await assert.rejects(a.services.shoal.drain(stranger), { name: 'OrderRefusedError' })
    await assert.rejects(jobs.freeze({ signal: AbortSignal.abort() }), { name: 'AbortError' })
    await assert.rejects((await alone()).services.shoal.group('jobs').freeze(), { name: /UnknownGroupError|NotStartedError/ })
  })
})

async function two (): Promise<[MemberNode, MemberNode]> {
  const a = await member({ groups: JOBS })
  const b = await member({ groups: JOBS, bootstrap: addressesOf(a) })
  await formed(a, b)

  return [a, b]
}

/** A member that cannot reach those that it is to join. */
async function alone (): Promise<MemberNode> {
  return await member({ groups: JOBS, bootstrap: ['/ip4/127.0.0.1/tcp/9'], timing: { joinTimeout: 60_000 } })
}
