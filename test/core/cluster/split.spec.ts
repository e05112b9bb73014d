import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { disagreements } from '../agreement.js'
import { createCluster, eventsOf, settle, tableAt } from './scenarios.js'
import type { Simulation } from '../../../src/sim/index.js'

const FIVE = ['a', 'b', 'c', 'd', 'e']
/** The smaller side works again after its probation of 30 s. */
const HEALED_MAX = 60_000

const MINORITY = new Set(['a', 'b'])

/** Cuts the minority off and waits until both sides have gone on alone. */
function split (cluster: Simulation): () => void {
  const heal = cluster.cut((one, other) => MINORITY.has(one) && !MINORITY.has(other))

  cluster.until(() => FIVE.every(id => tableAt(cluster, id).roster.length === (MINORITY.has(id) ? 2 : 3)), 20_000, 'both sides going on')

  return heal
}

describe('a split', () => {
  it('leaves both sides serving, and heals into one leader, one epoch, one view without help', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    assert.equal(cluster.member('a').core.owned('jobs').length + cluster.member('b').core.owned('jobs').length, 64)
    assert.equal(['c', 'd', 'e'].reduce((sum, id) => sum + cluster.member(id).core.owned('jobs').length, 0), 64)
    heal()
    settle(cluster, HEALED_MAX)

    assert.equal(cluster.member('e').core.leadership?.leader, 'a')
  })

  it('ring-election #9: two leaders that never met find each other and one steps down', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    heal()
    settle(cluster, HEALED_MAX)

    assert.equal(cluster.member('c').marks.get('office:stepped-down'), 1)
  })

  it('gives every partition that both sides had a token above both', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    const left = tableAt(cluster, 'a')
    const right = tableAt(cluster, 'c')
    heal()
    settle(cluster, HEALED_MAX)
    const healed = tableAt(cluster, 'a')

    for (const [partition, token] of healed.tokens.entries()) {
      const former = [left.tokens[partition] ?? 0n, right.tokens[partition] ?? 0n]
      const isUncontested = former[0] === former[1]
      assert.ok(isUncontested ? token >= (former[0] ?? 0n) : former.every(one => token > one), `partition ${partition}`)
    }
  })

  it('ring-election #16: ends every ownership before the partition begins again, and pairs each beginning with one end', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    heal()
    settle(cluster, HEALED_MAX)

    for (const member of cluster.running()) {
      const running = new Set<number>()

      for (const event of member.events) {
        if (event.type === 'partition:assign') {
          assert.ok(!running.has(event.partition), `${member.id} began ${event.partition} twice`)
          running.add(event.partition)
        } else if (event.type === 'partition:revoke' || event.type === 'partition:lost') {
          assert.ok(running.delete(event.partition), `${member.id} ended ${event.partition}, which it did not have`)
        }
      }
      assert.deepEqual([...running].sort(), member.core.owned('jobs').map(({ partition }) => partition).sort())
    }
  })

  it('heals although the first reports after it are lost', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    const healed = cluster.now
    cluster.filter((_from, _to, message) => message.type !== 'report' || cluster.now > healed + 8_000)
    heal()
    settle(cluster, HEALED_MAX)
  })

  it('of two hours heals within two minutes', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    cluster.run(2 * 60 * 60 * 1_000)
    heal()
    settle(cluster, 120_000)
  })

  it('that no applied table can bridge is bridged by asking: the side with the lower epoch keeps its tokens until then', () => {
    const cluster = createCluster(FIVE)

    const heal = split(cluster)
    // The majority's leader dies in the split, and its successor's term is the highest of all.
    cluster.crash('c')
    cluster.until(() => cluster.member('d').core.leadership?.leader === 'd', 20_000, 'a third leader')
    heal()
    settle(cluster, HEALED_MAX)

    assert.equal(cluster.member('e').core.leadership?.leader, 'a')
  })

  it('that flips every few seconds ends in agreement', () => {
    const cluster = createCluster(FIVE)

    for (let round = 0; round < 6; round++) {
      const heal = cluster.cut((one, other) => MINORITY.has(one) && !MINORITY.has(other))
      cluster.run(3_000 + round * 2_500)
      heal()
      cluster.run(2_000)
    }
    settle(cluster, 200_000)

    assert.deepEqual(disagreements(cluster), [])
    assert.ok(eventsOf(cluster.member('e'), 'member:dead').length > 0, 'the split was to be noticed')
  })
})
