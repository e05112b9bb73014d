import { isInRoster } from '../assignment/table.js'
import { isLive } from '../membership/member.js'
import type { Tables } from '../assignment/tables.js'
import type { Context } from '../context.js'
import type { Row } from '../membership/member.js'
import type { GroupSpec, MemberId, Millis, RosterEntry, Table } from '../types.js'
import type { Traits } from '../assignment/plan-table.js'

/**
 * How long one that came back from the dead waits for work, as a share of the `probation` setting: by then it has seen
 * that it was replaced, and has gone on probation, or is really back.
 */
const RETURN_SHARE = 1 / 3

/** Whom the tables are planned for. */
export class Workers {
  readonly #context: Context
  readonly #tables: Tables

  constructor (context: Context, tables: Tables) {
    this.#context = context
    this.#tables = tables
  }

  /** A group is as big as its table says, or else as the first in rank to name it says; who names it first says the rest, too. */
  groups (): GroupSpec[] {
    const groups = new Map<string, GroupSpec>()
    const isSet = new Set<string>()

    for (const { group, partitions } of this.#tables.all()) {
      groups.set(group, { name: group, partitions })
    }
    for (const { name, partitions, replicas, maxMoves } of this.#context.members.view().flatMap(row => row.claim.groups).filter(({ isStrict }) => isStrict !== true)) {
      const known = groups.get(name)

      if ((known === undefined || known.partitions === partitions) && !isSet.has(name)) {
        isSet.add(name)
        groups.set(name, { name, partitions, ...(replicas === undefined ? {} : { replicas }), ...(maxMoves === undefined ? {} : { maxMoves }) })
      }
    }

    return [...groups.values()]
  }

  /** What a member says of itself that a plan of that group depends on; one that is gone, what it said last. */
  traitsOf (id: MemberId, { name }: GroupSpec): Traits {
    const claim = this.#context.members.get(id)?.claim
    const zone = claim?.zone

    return { weight: claim?.groups.find(group => group.name === name)?.weight ?? 1, ...(zone === undefined ? {} : { zone }) }
  }

  /**
   * Who works for a group. One that has just come back does only if it has work there: here, or on the other side of a
   * split; one on probation does not, and one that is about to go. Where that leaves nobody, any live member does: late work is better than none.
   */
  of (now: Millis, group: GroupSpec, foreign: readonly Table[]): RosterEntry[] {
    const { applies, members } = this.#context
    const stays = (row: Row): boolean => isWorkerOf(row, group) && (!row.claim.leaving || !applies('workers:stay'))
    const steady = members.view().filter(row => stays(row) && !this.#isWaiting(now, row, group, foreign))
    const workers = steady.length > 0 || !applies('workers:stand-in') ? steady : members.ranked().filter(stays)

    return workers.map(({ id, generation }) => ({ id, generation }))
  }

  /**
   * All that a plan depends on, to see when it changes: a line for each worker of each group, and for whoever else lives
   * and has a place in its table, as long as it has something to hand over.
   */
  key (now: Millis): string {
    const line = ({ id, generation }: RosterEntry, group: GroupSpec, role: string): string => `${role} ${id} ${generation} ${group.name}:${group.partitions}${this.#detailsOf(id, group)}`

    return this.groups().flatMap(group => [
      ...this.of(now, group, []).map(entry => line(entry, group, 'works')),
      ...this.#givers(group).map(entry => line(entry, group, 'gives'))
    ]).join('\n')
  }

  #givers ({ name }: GroupSpec): RosterEntry[] {
    const { applies, members } = this.#context
    const isGiver = ({ id, generation }: RosterEntry): boolean => {
      const row = members.get(id)
      return row !== undefined && row.generation === generation && isLive(row) && (row.claim.leaving || row.claim.probation)
    }

    return applies('workers:givers') ? this.#tables.get(name)?.roster.filter(isGiver) ?? [] : []
  }

  #detailsOf (id: MemberId, group: GroupSpec): string {
    const { weight, zone = '' } = this.traitsOf(id, group)
    const { replicas = 0, maxMoves = 0 } = group

    return weight === 1 && zone === '' && replicas === 0 && maxMoves === 0 ? '' : ` ${weight} ${zone} ${replicas} ${maxMoves}`
  }

  /** When the next one that came back has waited long enough, if any waits. */
  nextReturn (now: Millis): Millis | undefined {
    const { members } = this.#context
    const waiting = this.groups().flatMap(group => members.view().filter(row => isWorkerOf(row, group) && this.#isWaiting(now, row, group, [])))

    return waiting.length === 0 ? undefined : Math.min(...waiting.map(row => this.#endOf(row)))
  }

  #isWaiting (now: Millis, row: Row, { name }: GroupSpec, foreign: readonly Table[]): boolean {
    const table = this.#tables.get(name)

    return row.returned && now < this.#endOf(row) && this.#context.applies('damping') &&
      ![...table === undefined ? [] : [table], ...foreign].some(standing => isInRoster(standing, row))
  }

  #endOf ({ aliveSince }: Row): Millis {
    return aliveSince + this.#context.settings.probation * RETURN_SHARE
  }
}

function isWorkerOf ({ claim }: Row, { name, partitions }: GroupSpec): boolean {
  return claim.groups.some(group => group.name === name && group.partitions === partitions && group.isStrict !== true)
}
