import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { generateKeyPair } from '@libp2p/crypto/keys'
import { until } from '../support.js'
import { Shelf } from './shelf.js'
import { StrictCluster, shared } from './strict-cluster.js'
import type { Seat } from './strict-cluster.js'
import type { MemberNode } from '../nodes.js'
import type { VotersChange } from '../../../src/index.js'

const TIMEOUT = { timeout: 60_000 }

let cluster: StrictCluster

afterEach(async () => { await cluster.stop() })

async function createSeat (): Promise<Seat> {
  return { privateKey: await generateKeyPair('Ed25519'), shelf: new Shelf() }
}

function leaderOf (nodes: readonly MemberNode[]): MemberNode {
  return nodes.find(({ peerId, services }) => services.shoal.voters?.leader === peerId.toString()) ?? assert.fail('one leads')
}

function voterIdOf ({ services }: MemberNode): string {
  return services.shoal.voterId ?? assert.fail('it has a store')
}

async function refused (node: MemberNode, change: VotersChange, reason: string): Promise<void> {
  await assert.rejects(node.services.shoal.changeVoters(change), { name: 'VoterChangeError', reason })
}

describe('the voters', () => {
  it('are changed while the cluster works, and those that came are enough once the others are gone', TIMEOUT, async () => {
    cluster = await StrictCluster.found(3)
    const [a, b, c] = await cluster.startAll() as [MemberNode, MemberNode, MemberNode]
    const added = [await cluster.start(await createSeat()), await cluster.start(await createSeat())] as const
    const all = [a, b, c, ...added]
    await shared(...all)

    for (const node of added) await leaderOf(all).services.shoal.changeVoters({ add: voterIdOf(node) })
    assert.equal(leaderOf(all).services.shoal.voters?.voters.length, 5)
    const gone = [a, b, c].find(node => node !== leaderOf(all)) ?? a
    await leaderOf(all).services.shoal.changeVoters({ remove: voterIdOf(gone) })
    assert.equal(leaderOf(all).services.shoal.voters?.voters.includes(voterIdOf(gone)), false)
    await until(() => all.every(({ services }) => services.shoal.voters?.voters.length === 4), 'all know')

    // Three of the four are left, and only two of the first three are among them.
    const killed = [a, b, c].find(node => node !== gone && node !== leaderOf(all)) ?? a
    await cluster.cable.kill(killed)
    await shared(...all.filter(node => node !== killed))
  })

  it('are not changed without a reason against it', TIMEOUT, async () => {
    cluster = await StrictCluster.found(3)
    const nodes = await cluster.startAll() as [MemberNode, MemberNode, MemberNode]
    await shared(...nodes)
    const leader = leaderOf(nodes)
    const other = nodes.find(node => node !== leader) ?? leader

    await refused(other, { remove: voterIdOf(leader) }, 'not-leader')
    await refused(leader, { add: voterIdOf(other) }, 'known')
    await refused(leader, { remove: 'nobody/none' }, 'unknown')
    await refused(leader, { remove: voterIdOf(other) }, 'two-voters')
    await assert.rejects(leader.services.shoal.changeVoters({ add: 'nobody' }), { name: 'InvalidSettingError' })
    await assert.rejects(leader.services.shoal.changeVoters({ remove: voterIdOf(other) }, { signal: AbortSignal.abort(new Error('no more')) }), /no more/)
    assert.equal(leader.services.shoal.voters?.voters.length, 3)
    assert.equal(leader.services.shoal.voters?.isChanging, false)
  })

  it('take in nobody that does not answer: the cluster stays as it is', TIMEOUT, async () => {
    cluster = await StrictCluster.found(1)
    const [a] = await cluster.startAll() as [MemberNode]
    await shared(a)
    const voter = voterIdOf(a).replace(/\/.*/, '/0123')
    await refused(a, { add: voter }, 'not-answering')
    await shared(a)
  })

  it('can be seen by members of strict mode only, and changed by no other', TIMEOUT, async () => {
    cluster = await StrictCluster.found(1)
    const node = await cluster.prepare()
    assert.equal(node.services.shoal.voters, undefined)
    await refused(node, { remove: 'nobody/none' }, 'not-leader')
  })
})
