import { createGenesis } from '../../index.js'
import { voterIdIn } from '../../node/index.js'
import { VOTERS_ID_OPTIONS, VOTERS_NEW_OPTIONS, VOTERS_OPTIONS } from '../options.js'
import { missingOption, resolveOptions } from '../resolve-options.js'
import { UsageError } from '../usage-error.js'
import { AdminUnreachableError } from './status.js'
import type { VotersJson } from '../admin/snapshot.js'
import type { OptionSources } from '../resolve-options.js'

/** A voter that is added has 10 s for its first answer, and the change 30 s in all. */
const ANSWER_TIMEOUT_MS = 35_000

const ACTIONS: Readonly<Record<string, (sources: OptionSources) => Promise<string>>> = {
  id: printId,
  new: printGenesis,
  list: async sources => await askAdmin('list', sources),
  add: async sources => await askAdmin('add', sources),
  remove: async sources => await askAdmin('remove', sources)
}

/** `shoal voters`: who votes in strict mode. */
export async function votersCommand ({ argv, ...sources }: OptionSources): Promise<number> {
  const [name = '', ...rest] = argv
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined

  if (action === undefined) {
    throw new UsageError(`${name === '' ? 'no action' : JSON.stringify(name)} of shoal voters: accepts ${Object.keys(ACTIONS).join(', ')}`)
  }
  process.stdout.write(`${await action({ ...sources, argv: rest })}\n`)

  return 0
}

async function printId (sources: OptionSources): Promise<string> {
  const { values: { cluster, data } } = resolveOptions('voters id', VOTERS_ID_OPTIONS, sources)

  if (cluster === undefined) {
    throw missingOption('cluster', VOTERS_ID_OPTIONS.cluster)
  }
  if (data === undefined) {
    throw missingOption('data', VOTERS_ID_OPTIONS.data)
  }

  return await voterIdIn(data, cluster)
}

async function printGenesis (sources: OptionSources): Promise<string> {
  const { values } = resolveOptions('voters new', VOTERS_NEW_OPTIONS, sources)
  const { 'leader-lease': leaderLease, 'owner-lease': ownerLease } = values
  const genesis = createGenesis({ voters: values.voter ?? [], ...leaderLease !== undefined && { leaderLease }, ...ownerLease !== undefined && { ownerLease } })

  return JSON.stringify(genesis, undefined, 2)
}

async function askAdmin (action: 'list' | 'add' | 'remove', sources: OptionSources): Promise<string> {
  const { values: { admin, voter } } = resolveOptions(`voters ${action}`, VOTERS_OPTIONS, sources)

  if (admin === undefined) {
    throw missingOption('admin', VOTERS_OPTIONS.admin)
  }
  if (action !== 'list' && voter === undefined) {
    throw missingOption('voter', VOTERS_OPTIONS.voter)
  }
  const request = action === 'list' ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ [action]: voter }) }
  const { voters, leader, changing, self } = await votersAt(admin, request)

  return [
    ...voters.map(id => `${id}${leader !== null && id.startsWith(`${leader}/`) ? '  leader' : ''}${id === self ? '  self' : ''}`),
    ...self === null || voters.includes(self) ? [] : [`${self}  self, does not vote`],
    ...changing ? ['a change is under way'] : []
  ].join('\n')
}

async function votersAt (admin: URL, request: RequestInit): Promise<VotersJson> {
  try {
    const answer = await fetch(new URL('/voters', admin), { ...request, signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
    const body = await answer.json() as VotersJson & { readonly error?: string }

    if (answer.ok) {
      return body
    }
    throw new AdminUnreachableError(body.error ?? `the answer is ${answer.status}`)
  } catch (err) {
    const reason = err instanceof Error ? err.cause instanceof Error ? err.cause.message : err.message : String(err)
    throw new AdminUnreachableError(`--admin ${admin.origin}: ${reason}`, { cause: err })
  }
}
