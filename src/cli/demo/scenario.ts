import { performance } from 'node:perf_hooks'
import { shortId } from '../text-lines.js'
import { MemberEndedError } from './member-process.js'
import { DeadlineError } from './process-group.js'
import { compareTables, isFormed, isRecovered } from './verdicts.js'
import type { MemberProcess } from './member-process.js'
import type { ProcessGroup } from './process-group.js'
import type { TableJson } from '../admin/snapshot.js'

/** One step of a scenario, done. */
export interface Phase {
  readonly phase: string
  /** How long it took, from the event that began it. */
  readonly ms: number
  readonly [detail: string]: unknown
}

/** A scenario fell short of what it shows. */
export class ScenarioError extends Error {
  static override name = 'ScenarioError'

  constructor (message = 'The scenario fell short', options?: ErrorOptions) {
    super(message, options)
    this.name = 'ScenarioError'
  }
}

const DEADLINE_MS = 60_000

/** The group of the demo. */
export const DEMO_GROUP = 'jobs'

/** Starts the first member, and the others through it once it is in. */
export async function startMembers (spawn: () => MemberProcess, count: number): Promise<void> {
  await spawn().ready
  await Promise.all(Array.from({ length: count - 1 }, async () => await spawn().ready))
}

/**
 * Forms a cluster, kills its leader, and waits until the others own everything under a newer epoch.
 *
 * @throws {ScenarioError} that says what fell short
 */
export async function runLeaderCrash (group: ProcessGroup, count: number, onPhase: (phase: Phase) => void): Promise<void> {
  try {
    await leaderCrash(group, count, onPhase)
  } catch (err) {
    throw err instanceof DeadlineError || err instanceof MemberEndedError ? new ScenarioError(err.message, { cause: err }) : err
  }
}

/** A phase as a line for people. */
export function phaseText ({ phase, ms, leader, epoch, ...rest }: Phase): string {
  const { term, version } = (epoch ?? {}) as { term?: number, version?: number }
  const details = [
    typeof leader === 'string' ? `leader ${shortId(leader)}` : '',
    term === undefined ? '' : `epoch ${term}.${version}`,
    ...Object.entries(rest).map(([name, value]) => `${name} ${String(value)}`)
  ]

  return `${phase.padEnd(10)} ${`${Math.round(ms)} ms`.padStart(9)}  ${details.filter(detail => detail !== '').join(', ')}`.trimEnd()
}

async function leaderCrash (group: ProcessGroup, count: number, onPhase: (phase: Phase) => void): Promise<void> {
  const start = stopwatch()
  await startMembers(() => group.spawn(), count)
  onPhase({ phase: 'started', ms: start(), pids: group.members.map(({ pid }) => pid) })

  const form = stopwatch()
  const formed = await group.until(statuses => withAll(group, count) && isFormed(statuses, count), DEADLINE_MS)
  const leader = group.running.find(({ peerId }) => peerId === formed[0]?.leader)

  if (leader === undefined) {
    throw new ScenarioError('the leader is none of the processes')
  }

  const before = await leader.table(DEMO_GROUP)
  onPhase({ phase: 'formed', ms: form(), leader: leader.peerId, epoch: before.epoch })

  const crash = stopwatch()
  leader.signal('SIGKILL')
  await leader.exit
  onPhase({ phase: 'killed', ms: crash(), leader: leader.peerId })

  await group.until(statuses => withAll(group, count - 1) && statuses.length === count - 1 && statuses.every(status => status.leader !== null && status.leader !== leader.peerId), DEADLINE_MS)
  onPhase({ phase: 'elected', ms: crash() })

  const after = await recoveredTable(group, count - 1, before)
  const { moved, kept, wrong } = compareTables(before, after, new Set([leader.peerId ?? '']))

  if (wrong !== undefined) {
    throw new ScenarioError(wrong)
  }

  onPhase({ phase: 'recovered', ms: crash(), leader: after.epoch.leader, epoch: after.epoch, moved, kept })

  const leave = stopwatch()
  await group.stop()
  onPhase({ phase: 'left', ms: leave() })
}

/** The table that every survivor has, partition by partition. */
async function recoveredTable (group: ProcessGroup, survivors: number, before: TableJson): Promise<TableJson> {
  let agreed: TableJson | undefined

  await group.until(async statuses => {
    const verdict = withAll(group, survivors) && isRecovered(statuses, survivors, before.epoch)

    if (verdict !== true) {
      return verdict
    }

    const tables = await tablesOf(group.running)
    agreed = tables[0]

    return tables.length === survivors && tables.every(table => JSON.stringify(table) === JSON.stringify(agreed)) ? true : 'the survivors have different tables'
  }, DEADLINE_MS)

  return agreed as TableJson
}

/** True, or the end: what has lost a member by itself shows nothing any more. */
function withAll (group: ProcessGroup, count: number): true {
  if (group.running.length !== count) {
    const ended = group.members.filter(({ exited }) => exited).map(({ pid, stderr }) => `process ${pid} ${stderr.trim()}`.trim())
    throw new ScenarioError(`${group.running.length} of ${count} members run: ended are ${ended.join('; ')}`)
  }

  return true
}

async function tablesOf (members: readonly MemberProcess[]): Promise<TableJson[]> {
  const answers = await Promise.allSettled(members.map(async member => await member.table(DEMO_GROUP)))
  return answers.flatMap(answer => answer.status === 'fulfilled' ? [answer.value] : [])
}

function stopwatch (): () => number {
  const from = performance.now()
  return () => Math.round(performance.now() - from)
}
