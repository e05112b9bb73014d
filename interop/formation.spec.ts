import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { freeAddress, isFormed, ProcessCluster, startCluster } from './process-cluster.js'
import type { StatusJson } from './process-cluster.js'

const JOBS = { jobs: 64 }

describe('processes that start', () => {
  it('one after another form one cluster: one leader, one view, one epoch, loads of 12 and 13', async () => {
    await using cluster = await startCluster({ nodes: 5, groups: JOBS })

    const statuses = await cluster.formed()

    assert.deepEqual(loadsIn(statuses), [12, 13, 13, 13, 13])
    assert.deepEqual(statuses[0]?.members.map(({ position }) => position), [1, 2, 3, 4, 5])
  })

  it('ring-election #8: in the same instant, each with the addresses of all, have exactly one leader', async () => {
    await using cluster = await startCluster({ nodes: 5, groups: JOBS, together: true })

    const statuses = await cluster.formed()

    assert.equal(new Set(statuses.map(({ leader }) => leader)).size, 1)
    assert.deepEqual(loadsIn(statuses), [12, 13, 13, 13, 13])
  })

  it('ring-election #39: before the address that they join keep trying it, and join it when it comes', async () => {
    await using cluster = new ProcessCluster({ groups: JOBS })
    const first = await freeAddress()

    const early = Array.from({ length: 4 }, () => cluster.launch({ join: [first] }))
    await Promise.all(early.map(async node => await node.ready()))
    await cluster.start({ listen: first, join: [] })

    await cluster.formed()
  })

  it('with another number of partitions end with one line that says so, and change nothing', async () => {
    await using cluster = await startCluster({ nodes: 2, groups: JOBS })
    const before = await cluster.formed()

    await using other = new ProcessCluster({ groups: { jobs: 65 } })
    const stranger = other.launch({ join: cluster.nodes.flatMap(({ addrs }) => addrs) })
    const exit = await stranger.exit

    assert.equal(exit.code, 1)
    assert.match(stranger.stderr, /^shoal: .*jobs.*65.*64.*\n$/)
    const after = await cluster.formed()
    assert.deepEqual(after[0]?.epoch, before[0]?.epoch)
  })

  it('ring-election #33: tell addresses that the others can dial', async () => {
    await using cluster = await startCluster({ nodes: 3, groups: JOBS })

    const [status] = await cluster.formed()

    for (const node of cluster.nodes) {
      const shown = status?.members.find(({ peerId }) => peerId === node.peerId)?.addresses ?? []
      assert.ok(shown.length > 0 && shown.every(address => node.addrs.includes(`${address}/p2p/${node.peerId}`)), `${shown.join()} of ${node.addrs.join()}`)
    }
  })

  it('ring-election #40: with the data of a former start find the others through the members that they knew', async t => {
    const { mkdtempSync, rmSync } = await import('node:fs')
    const folder = mkdtempSync(`${(await import('node:os')).tmpdir()}/shoal-rejoin-`)
    t.after(() => { rmSync(folder, { recursive: true, force: true }) })
    await using cluster = await startCluster({ nodes: 3, groups: JOBS })

    const first = await cluster.start({ args: ['--data', folder] })
    await cluster.formed()
    const generation = (await first.status()).members.find(({ peerId }) => peerId === first.peerId)?.generation ?? Infinity
    await first.terminate()
    const second = await cluster.start({ join: [], args: ['--data', folder] })
    const statuses = await cluster.until(statuses => isFormed(statuses, 4))

    assert.equal(second.peerId, first.peerId)
    assert.ok((statuses[0]?.members.find(({ peerId }) => peerId === second.peerId)?.generation ?? 0) > generation)
  })
})

function loadsIn ([status]: readonly StatusJson[]): number[] {
  return Object.values(status?.groups['jobs']?.owners ?? {}).sort((a, b) => a - b)
}
