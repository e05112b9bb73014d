import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withAndWithout } from '../lone-core.js'
import { eventsOf, tableAt } from './scenarios.js'
import { createEmpty } from './simulated.js'
import type { CoreOptions } from '../../../src/core/index.js'
import type { Simulation } from '../../../src/sim/index.js'

const WEB = { name: 'web', partitions: 8 }
const GPU = { name: 'gpu', partitions: 4 }

describe('a group whose only worker comes back from the dead', () => {
  it('is served by it at once, while it is on probation for all else', () => {
    const [standingIn, waiting] = withAndWithout('workers:stand-in', options => {
      const cluster = createMixed(options)
      cluster.pause('w')
      cluster.until(() => !ownsAny(cluster, 'gpu'), 60_000, 'w given up')
      cluster.run(5_000)
      cluster.resume('w')
      cluster.until(() => cluster.member('w').core.self.probation, 20_000, 'w on probation')
      const took = cluster.until(() => ownsAny(cluster, 'gpu'), 90_000, 'gpu served')
      return { took, web: tableAt(cluster, 'first', 'web').roster.some(({ id }) => id === 'w') }
    })

    assert.ok(standingIn.took * 10 < waiting.took, `${standingIn.took} ms, ${waiting.took} ms without`)
    assert.equal(standingIn.web, false)
  })

  it('goes to a steady worker as soon as there is one', () => {
    const cluster = createMixed({})

    cluster.pause('w')
    cluster.until(() => !ownsAny(cluster, 'gpu'), 60_000, 'w given up')
    cluster.run(5_000)
    cluster.resume('w')
    cluster.until(() => ownsAny(cluster, 'gpu'), 90_000, 'gpu served by w')
    cluster.start('z', { bootstrap: ['first'], groups: [GPU] })
    cluster.until(() => cluster.member('z').core.owned('gpu').length === GPU.partitions, 5_000, 'gpu served by z')

    assert.equal(ownsAny(cluster, 'gpu'), false)
    assert.ok(eventsOf(cluster.member('w'), 'partition:revoke').length >= GPU.partitions)
  })
})

/** A leader that works for nothing, two members that serve the web, and `w`, that alone has what the other group takes. */
function createMixed (core: Partial<CoreOptions>): Simulation {
  const cluster = createEmpty()

  for (const [id, groups] of [['first', []], ['w', [GPU, WEB]], ['x', [WEB]], ['y', [WEB]]] as const) {
    cluster.start(id, { bootstrap: id === 'first' ? [] : ['first'], groups, core })
    cluster.run(500)
  }
  cluster.until(() => ownsAny(cluster, 'gpu') && tableAt(cluster, 'first', 'web').roster.length === 3, 10_000, 'both groups served')

  return cluster
}

function ownsAny (cluster: Simulation, group: string): boolean {
  const roster = cluster.member('first').core.table(group)?.roster ?? []
  return roster.some(({ id }) => id === 'w') && cluster.member('w').core.owned(group).length > 0
}
