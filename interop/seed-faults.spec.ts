import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { startCluster } from './process-cluster.js'
import { runCommand } from './run-command.js'

describe('what the seed got wrong around its members', () => {
  it('ring-election #46: the admin server answers on the leader as on any other, and to no other origin, host or method', async () => {
    await using cluster = await startCluster({ nodes: 2, groups: { jobs: 8 } })
    await cluster.formed()

    for (const node of cluster.nodes) {
      for (const path of ['/status', '/members', '/groups/jobs', '/partitions', '/healthz', '/readyz']) {
        const response = await node.get(path)
        assert.equal(response.status, 200, path)
        assert.equal(response.headers.get('access-control-allow-origin'), null)
      }
      assert.equal((await node.get('/groups/nothing')).status, 404)
      assert.equal((await fetch(`${node.admin}/status`, { method: 'POST' })).status, 405)
    }
  })

  it('ring-election #32: a member is known by its PeerId, the same everywhere and of nobody else', async () => {
    await using cluster = await startCluster({ nodes: 3, groups: { jobs: 8 } })

    const statuses = await cluster.formed()

    assert.deepEqual(new Set(statuses.flatMap(({ members }) => members.map(({ peerId }) => peerId))), new Set(cluster.nodes.map(({ peerId }) => peerId)))
    assert.ok(cluster.nodes.every(({ peerId }) => /^12D3KooW[1-9A-HJ-NP-Za-km-z]{44}$/.test(peerId)))
  })

  it('ring-election #24: a member that comes again and again is one member', async () => {
    await using cluster = await startCluster({ nodes: 2, groups: { jobs: 8 } })
    const folder = mkdtempSync(join(tmpdir(), 'shoal-again-'))

    try {
      for (let start = 0; start < 3; start++) {
        const node = await cluster.start({ args: ['--data', folder] })
        await cluster.formed()
        await node.kill()
      }
      await cluster.start({ args: ['--data', folder] })
      const [status] = await cluster.formed()

      assert.equal(status?.members.length, 3)
    } finally {
      await cluster.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('ring-election #48: without a data directory nothing is written', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shoal-cwd-'))

    try {
      const result = await runCommand(['demo', '--scenario', 'leader-crash', '--nodes', '2', '--json'], { cwd: folder, deadline: 90_000 })

      assert.equal(result.code, 0, result.stderr)
      assert.match(result.stdout, /"phase":"recovered"/)
      assert.deepEqual(readdirSync(folder), [])
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
