import { STATUS_OPTIONS } from '../options.js'
import { missingOption, resolveOptions } from '../resolve-options.js'
import { epochText, shortId } from '../text-lines.js'
import type { MemberJson, StatusJson } from '../admin/snapshot.js'
import type { OptionSources } from '../resolve-options.js'

/** The admin server does not answer, or is none. */
export class AdminUnreachableError extends Error {
  static override name = 'AdminUnreachableError'

  constructor (message = 'The admin server does not answer', options?: ErrorOptions) {
    super(message, options)
    this.name = 'AdminUnreachableError'
  }
}

const ANSWER_TIMEOUT_MS = 5_000

/** `shoal status`: what a running member sees, as a table or as JSON. */
export async function statusCommand (sources: OptionSources): Promise<number> {
  const { values } = resolveOptions('status', STATUS_OPTIONS, sources)

  if (values.admin === undefined) {
    throw missingOption('admin', STATUS_OPTIONS.admin)
  }

  const status = await fetchStatus(values.admin)
  process.stdout.write(values.json ? `${JSON.stringify(status)}\n` : `${statusText(status)}\n`)

  return 0
}

/** A status as lines for people. */
export function statusText (status: StatusJson): string {
  const head = [
    ['cluster', status.cluster],
    ['self', `${status.self}${status.joined ? '' : ' (not joined)'}`],
    ['leader', status.leader ?? 'none known'],
    ['epoch', status.epoch === null ? 'none' : `${epochText(status.epoch)} of ${shortId(status.epoch.leader)}`]
  ]
  const groups = Object.entries(status.groups)

  return [
    ...columns(head),
    '',
    ...columns([
      ['#', 'member', 'state', 'priority', 'generation', 'incarnation', ...groups.map(([name]) => name), 'address'],
      ...status.members.map(member => memberRow(status, member))
    ]),
    '',
    ...columns([
      ['group', 'partitions', 'unowned', 'epoch'],
      ...groups.map(([name, { partitions, unowned, epoch }]) => [name, String(partitions), String(unowned), epoch === null ? 'no table' : epochText(epoch)])
    ])
  ].join('\n')
}

async function fetchStatus (admin: URL): Promise<StatusJson> {
  try {
    const answer = await fetch(new URL('/status', admin), { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })

    if (answer.ok) {
      return await answer.json() as StatusJson
    }

    throw new AdminUnreachableError(`the answer is ${answer.status}`)
  } catch (err) {
    throw new AdminUnreachableError(`--admin ${admin.origin} gives no status: ${reasonOf(err)}: is a member's admin server there?`, { cause: err })
  }
}

function reasonOf (err: unknown): string {
  const cause = err instanceof Error && err.cause instanceof Error ? err.cause : err
  return cause instanceof Error ? cause.message : String(cause)
}

function memberRow (status: StatusJson, member: MemberJson): string[] {
  const marks = [member.peerId === status.leader ? 'leader' : '', member.peerId === status.self ? 'self' : ''].filter(mark => mark !== '')

  return [
    member.position === null ? '-' : String(member.position),
    `${member.peerId}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`,
    stateText(member),
    String(member.priority),
    String(member.generation),
    String(member.incarnation),
    ...Object.values(status.groups).map(({ owners }) => String(owners[member.peerId] ?? 0)),
    member.addresses[0] ?? ''
  ]
}

/** One that is dead or has left waits for nothing. */
function stateText ({ state, position, probation }: MemberJson): string {
  return probation && position !== null ? `${state}, on probation` : state
}

function columns (rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)))
  return rows.map(row => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd())
}
