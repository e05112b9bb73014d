import { formatToken, packToken } from '../../src/core/index.js'
import type { MemberId, Table } from '../../src/core/index.js'
import type { SimulatedMember, Simulation } from '../../src/sim/index.js'

/** What is wrong with a cluster that should have settled; empty if nothing is. */
export function disagreements (cluster: Simulation, group = 'jobs'): string[] {
  const running = cluster.running()
  const views = new Set(running.map(viewOf))
  const leaders = new Set(running.map(({ core }) => core.leadership === undefined ? 'none' : `${core.leadership.leader} ${core.leadership.term}`))
  const epochs = new Set(running.map(({ core }) => epochOf(core.table(group))))
  const expected = running.map(({ id }) => id).sort().join()
  const problems: string[] = []

  if (views.size !== 1 || ![...views][0]?.startsWith(`${expected} `)) problems.push(`views: ${[...views].join(' | ')}, running: ${expected}`)
  if (leaders.size !== 1 || leaders.has('none')) problems.push(`leaders: ${[...leaders].join(' | ')}`)
  if (epochs.size !== 1 || epochs.has('none')) problems.push(`epochs: ${[...epochs].join(' | ')}`)
  const rosters = new Set(running.map(({ core }) => core.table(group)?.roster.map(({ id }) => id).join()))
  if (rosters.size !== 1 || !rosters.has(expected)) problems.push(`rosters: ${[...rosters].join(' | ')}`)
  const onProbation = running.filter(({ core }) => core.self.probation).map(({ id }) => id)
  if (onProbation.length > 0) problems.push(`on probation: ${onProbation.join()}`)
  const handedOver = running[0]?.core.table(group)?.successors.filter(successor => successor >= 0).length ?? 0
  if (handedOver > 0) problems.push(`${handedOver} partitions are being handed over`)
  problems.push(...misownedIn(running, group))

  return problems
}

/** Loads of the running members, by id. */
export function loads (member: SimulatedMember, group = 'jobs'): Map<MemberId, number> {
  const table = member.core.table(group)
  const counts = new Map<MemberId, number>()

  for (const owner of table?.owners ?? []) {
    const id = table?.roster[owner]?.id ?? 'nobody'
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }

  return counts
}

function misownedIn (running: readonly SimulatedMember[], group: string): string[] {
  const problems: string[] = []
  const held = new Map<number, MemberId[]>()

  for (const { id, core } of running) {
    for (const { partition } of core.owned(group)) {
      held.set(partition, [...held.get(partition) ?? [], id])
    }
  }
  for (let partition = 0; partition < (running[0]?.core.table(group)?.partitions ?? 0); partition++) {
    const owners = held.get(partition) ?? []
    if (owners.length !== 1) problems.push(`partition ${partition} is owned by ${owners.join(' and ') || 'nobody'}`)
  }

  return problems
}

function viewOf ({ core }: SimulatedMember): string {
  const live = core.members().filter(({ position }) => position !== undefined)
  return `${live.map(({ id }) => id).sort().join()} ${live.map(({ id, generation, incarnation, state }) => [id, generation, incarnation, state].join(':')).sort().join()}`
}

function epochOf (table: Table | undefined): string {
  return table === undefined ? 'none' : formatToken(packToken(table.epoch))
}
