import { disagreements } from '../agreement.js'
import { createEmpty } from './simulated.js'
import type { CoreEvent, MemberId, Table } from '../../../src/core/index.js'
import type { MemberOptions, SimulatedMember, Simulation } from '../../../src/sim/index.js'

/** A settled cluster whose members joined in this order, through the first of them. */
export function createCluster (ids: readonly MemberId[], options: MemberOptions = {}): Simulation {
  const cluster = createEmpty()

  for (const id of ids) {
    cluster.start(id, { bootstrap: id === ids[0] ? [] : [ids[0] as MemberId], ...options })
    cluster.run(500)
  }
  settle(cluster, 10_000)

  return cluster
}

/** Runs until the running members see each other and nobody else, and agree about everything. */
export function settle (cluster: Simulation, limit: number, group?: string): number {
  return cluster.until(() => disagreements(cluster, group).length === 0, limit, 'agreement')
}

/** The member's events of that type, in order. */
export function eventsOf<T extends CoreEvent['type']> (member: SimulatedMember, type: T): Array<Extract<CoreEvent, { type: T }>> {
  return member.events.filter((event): event is typeof event & Extract<CoreEvent, { type: T }> => event.type === type)
}

/** The group's table at a member. */
export function tableAt (cluster: Simulation, id: MemberId, group = 'jobs'): Table {
  const table = cluster.member(id).core.table(group)

  if (table === undefined) {
    throw new Error(`${id} has no table of ${group}`)
  }

  return table
}

/** By partition, who owns it under which token. */
export function ownershipsOf (table: Table): Array<{ readonly owner: MemberId | undefined, readonly token: bigint | undefined }> {
  return table.owners.map((index, partition) => ({ owner: table.roster[index]?.id, token: table.tokens[partition] }))
}
