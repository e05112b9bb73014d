import { packToken, standbysOf } from '../../core/index.js'
import type { MemberId, Table, Token } from '../../core/index.js'

/** Who is to be asked for a partition, by one table. */
export interface Route {
  /** The epoch of the table. */
  readonly epoch: Token
  /** Under which the partition is owned. */
  readonly token: Token
  /** The owner, then the standbys; none if nobody owns it. */
  readonly places: readonly MemberId[]
  /** How many of them the group wants to have. */
  readonly wanted: number
}

/** The owner of a partition, then its standbys. */
export function placesOf (table: Table, partition: number): MemberId[] {
  const owner = table.roster[table.owners[partition] ?? -1]
  return owner === undefined ? [] : [owner, ...standbysOf(table, partition)].map(({ id }) => id)
}

/** Who is to be asked for a partition of a group that wants so many standbys; undefined without a table. */
export function routeIn (table: Table | undefined, partition: number, replicas: number): Route | undefined {
  if (table === undefined) {
    return undefined
  }

  return { epoch: packToken(table.epoch), token: table.tokens[partition] ?? 0n, places: placesOf(table, partition), wanted: 1 + replicas }
}
