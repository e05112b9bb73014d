import { epochText, shortId } from '../text-lines.js'
import type { StatusJson } from '../admin/snapshot.js'

/** A process of the demo, as its row shows it. */
export interface ProcessRow {
  readonly pid: number
  readonly peerId: string | undefined
  readonly exited: boolean
  /** What it sees; undefined while it does not answer. */
  readonly status: StatusJson | undefined
}

/** All that the live view shows. */
export interface LiveState {
  readonly group: string
  readonly partitions: number
  readonly rows: readonly ProcessRow[]
  /** The newest last. */
  readonly log: readonly string[]
}

const BAR_WIDTH = 20

/** The lines of the live view: the cluster as its best ranked member sees it, and the epoch that each has. */
export function liveLines ({ group, partitions, rows, log }: LiveState): string[] {
  const view = viewOf(rows)
  const owners = view?.groups[group]?.owners ?? {}
  const owned = Object.values(owners).reduce((sum, count) => sum + count, 0)

  return [
    `Shoal: ${rows.filter(({ exited }) => !exited).length} processes on loopback, group ${group}, ${partitions} partitions`,
    'l kill the leader   k kill another member   a add a member   q quit',
    '',
    `leader ${view?.leader == null ? 'none' : shortId(view.leader)}   epoch ${epochOf(view, group)}   owned ${owned} of ${partitions}`,
    '',
    '  #  member        pid  state     epoch          partitions',
    ...inRank(rows, view).map(row => rowLine(row, view, group)),
    '',
    ...log
  ]
}

/** The live in rank order, then those that start, then the dead: on a small terminal the last lines are cut. */
function inRank (rows: readonly ProcessRow[], view: StatusJson | undefined): ProcessRow[] {
  const positions = new Map(view?.members.map(({ peerId, position }) => [peerId, position]))
  const placeOf = ({ peerId, exited }: ProcessRow): number => positions.get(peerId ?? '') ?? (exited ? Infinity : Number.MAX_SAFE_INTEGER)

  return rows.toSorted((a, b) => placeOf(a) === placeOf(b) ? 0 : placeOf(a) - placeOf(b))
}

// The leader's own view, because what is shown comes from there; before there is one, anybody's.
function viewOf (rows: readonly ProcessRow[]): StatusJson | undefined {
  const answering = rows.flatMap(({ status }) => status === undefined ? [] : [status])
  return answering.find(({ self, leader }) => self === leader) ?? answering[0]
}

function rowLine ({ pid, peerId, exited, status }: ProcessRow, view: StatusJson | undefined, group: string): string {
  const member = view?.members.find(member => member.peerId === peerId)
  const count = peerId === undefined ? 0 : view?.groups[group]?.owners[peerId] ?? 0
  const most = Math.max(1, ...Object.values(view?.groups[group]?.owners ?? {}))

  return [
    String(member?.position ?? '-').padStart(3),
    (peerId === undefined ? 'starting' : shortId(peerId)).padEnd(8),
    String(pid).padStart(8),
    stateOf(exited, member?.state).padEnd(8),
    epochOf(status, group).padEnd(13),
    String(count).padStart(6),
    (peerId !== undefined && view?.leader === peerId ? 'leader' : '').padEnd(6),
    '#'.repeat(Math.round(count / most * BAR_WIDTH))
  ].join('  ').trimEnd()
}

// A dead row is known to be dead at once by its process; how long the members need to see it is what they are shown for.
function stateOf (exited: boolean, state: string | undefined): string {
  return exited ? state === 'alive' || state === 'suspect' ? `${state}?` : state ?? 'gone' : state ?? 'unknown'
}

function epochOf (status: StatusJson | undefined, group: string): string {
  const epoch = status?.groups[group]?.epoch
  return epoch == null ? 'none' : epochText(epoch)
}
