import { PLAN_OPTIONS } from '../options.js'
import { integer, PARTITIONS_MAX } from '../option-values.js'
import { missingOption, resolveOptions } from '../resolve-options.js'
import { epochText, shortId } from '../text-lines.js'
import { UsageError } from '../usage-error.js'
import { AdminUnreachableError } from './status.js'
import type { OrderJson } from '../admin/orders.js'
import type { ExplanationJson, RecordJson } from '../admin/planning.js'
import type { OptionSources } from '../resolve-options.js'

/** A member's admin server refuses what it was asked. */
export class AdminRefusedError extends Error {
  static override name = 'AdminRefusedError'

  constructor (message = 'The admin server refuses') {
    super(message)
    this.name = 'AdminRefusedError'
  }
}

/** Longer than a member waits for a table that shows an order. */
const ANSWER_TIMEOUT_MS = 15_000

/** What stands in its place after the name of a command. */
const PLACES = {
  freeze: ['GROUP'],
  thaw: ['GROUP'],
  pin: ['GROUP', 'PARTITION', 'PEER'],
  unpin: ['GROUP', 'PARTITION'],
  drain: ['PEER'],
  undrain: ['PEER'],
  explain: ['GROUP', 'PARTITION'],
  history: ['GROUP']
} as const

/** The commands that ask and tell a member about plans. */
export const PLAN_COMMANDS = Object.keys(PLACES) as ReadonlyArray<keyof typeof PLACES>

/** `shoal freeze GROUP` and its like: asks or tells a running member through its admin server, and prints the answer. */
export async function planCommand (command: keyof typeof PLACES, sources: OptionSources, print = (text: string): void => { process.stdout.write(text) }): Promise<number> {
  const places: readonly string[] = PLACES[command]
  const end = sources.argv.findIndex(argument => argument.startsWith('-'))
  const given = sources.argv.slice(0, Math.min(places.length, end < 0 ? Infinity : end))
  const { values } = resolveOptions(command, PLAN_OPTIONS, { ...sources, argv: sources.argv.slice(given.length) })

  if (given.length < places.length) {
    throw new UsageError(`${command} has no ${places[given.length]}: accepts shoal ${command} ${places.join(' ')} --admin URL`)
  }
  if (values.admin === undefined) {
    throw missingOption('admin', PLAN_OPTIONS.admin)
  }
  const told = Object.fromEntries(places.map((place, index) => [place, given[index] ?? '']))
  const answer = await ask(command, values.admin, told)
  print(values.json ? `${JSON.stringify(answer.json)}\n` : `${answer.text}\n`)

  return 0
}

async function ask (command: keyof typeof PLACES, admin: URL, told: Readonly<Record<string, string>>): Promise<{ readonly json: unknown, readonly text: string }> {
  const group = told['GROUP'] ?? ''
  const partition = told['PARTITION'] === undefined ? undefined : partitionIn(command, told['PARTITION'])

  switch (command) {
    case 'explain': {
      const json = await call(admin, `/groups/${encodeURIComponent(group)}/partitions/${partition}`) as ExplanationJson
      return { json, text: json.text }
    }
    case 'history': {
      const json = await call(admin, `/groups/${encodeURIComponent(group)}/history`) as RecordJson[]
      return { json, text: historyText(json) }
    }
    case 'freeze':
    case 'thaw':
    case 'pin':
    case 'unpin':
    case 'drain':
    case 'undrain': {
      const member = told['PEER']
      const order: OrderJson = { order: command, ...group === '' ? {} : { group }, ...partition === undefined ? {} : { partition }, ...member === undefined ? {} : { member } }
      return { json: await call(admin, '/orders', order), text: `done: ${[command, ...Object.values(told)].join(' ')}` }
    }
    default: return unreachable(command)
  }
}

/** The tables as lines for people, each move below its table. */
export function historyText (records: readonly RecordJson[]): string {
  const name = (id: string | null): string => id === null ? 'nobody' : shortId(id)

  return records.flatMap(({ epoch, at, moved, moves }) => [
    `${at}  ${epochText(epoch)} of ${shortId(epoch.leader)}: ${moved} moved`,
    ...moves.map(({ partition, from, to, reason }) => `  ${partition}: ${name(from)} -> ${name(to)} (${reason})`)
  ]).join('\n')
}

function partitionIn (command: string, text: string): number {
  const partition = integer(0, PARTITIONS_MAX - 1)(text)

  if (partition === undefined) {
    throw new UsageError(`PARTITION of ${command} is ${JSON.stringify(text)}: accepts a whole number from 0 to ${PARTITIONS_MAX - 1}`)
  }

  return partition
}

async function call (admin: URL, path: string, body?: OrderJson): Promise<unknown> {
  const init = body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  let answer: Response

  try {
    answer = await fetch(new URL(path, admin), { ...init, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
  } catch (err) {
    throw new AdminUnreachableError(`--admin ${admin.origin} does not answer: ${err instanceof Error ? err.message : String(err)}: is a member's admin server there?`, { cause: err })
  }
  const json: unknown = await answer.json()

  if (!answer.ok) {
    throw new AdminRefusedError(`${admin.origin} refuses: ${(json as { readonly error?: string }).error ?? answer.status}`)
  }

  return json
}

function unreachable (command: never): never {
  throw new TypeError(`there is no command ${String(command)}`)
}
