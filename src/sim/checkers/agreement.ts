import { formatToken, packToken } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import { firstOf, liveIn, workersOf } from './leading.js'
import type { MemberSnapshot, Table } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'

/**
 * That all agree once the last fault is so long ago, and stay at that: from then on nobody makes tables. The end of a
 * run is judged only if it comes as late as that.
 */
export class Agreement implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #settle: number
  #judgedFor = -1

  constructor (findings: Findings, truth: GroundTruth, settle: number) {
    this.#findings = findings
    this.#truth = truth
    this.#settle = settle
  }

  step ({ at, member, effects, simulation }: Step): void {
    if (!this.#truth.isSettled(at, this.#settle)) {
      return
    }
    if (this.#judgedFor !== this.#truth.lastFaultAt) {
      this.#judgedFor = this.#truth.lastFaultAt
      this.#judge(simulation)
    }
    for (const effect of effects) {
      if (effect.type === 'publish' && effect.message.type === 'table') {
        const { group, epoch } = effect.message.table
        this.#findings.add({ invariant: INVARIANTS.calmTables, at, member: member.id, what: `it makes a table of ${group}, ${formatToken(packToken(epoch))}` })
      }
    }
  }

  end (simulation: Simulation): void {
    if (this.#truth.isSettled(simulation.now, this.#settle)) {
      this.#judge(simulation)
    }
  }

  #judge (simulation: Simulation): void {
    for (const what of disagreements(simulation)) {
      this.#findings.add({ invariant: INVARIANTS.agreement, at: simulation.now, what })
    }
  }
}

/** Where the running members of a cluster differ from each other, or from what they should agree on; empty if nowhere. */
export function disagreements (simulation: Simulation): string[] {
  const running = simulation.running()
  const outside = running.filter(({ core }) => core.phase !== 'joined').map(({ id, core }) => `${id} is ${core.phase}`)
  const views = new Map(running.map(member => [member.id, liveIn(member.core.members())]))
  const expected = running.map(({ id }) => id).sort().join()
  const [first] = running

  if (first === undefined || outside.length > 0) {
    return outside
  }
  const live = views.get(first.id) ?? []
  const leader = firstOf(live)
  const differences = [
    ...unlike(running, 'view', member => viewOf(views.get(member.id) ?? [])),
    ...(live.map(({ id }) => id).sort().join() === expected ? [] : [`${first.id} sees ${live.map(({ id }) => id).sort().join()}, running are ${expected}`]),
    ...live.filter(({ state }) => state !== 'alive').map(({ id, state }) => `${first.id} holds ${id} to be ${state}`),
    ...unlike(running, 'leader', ({ core }) => core.leadership === undefined ? 'none' : `${core.leadership.leader} under ${core.leadership.term}`),
    ...(first.core.leadership?.leader === leader ? [] : [`${first.core.leadership?.leader ?? 'nobody'} leads, and ${leader} comes first`])
  ]

  return [...differences, ...groupsOf(running).flatMap(group => groupDisagreements(running, live, group))]
}

function groupDisagreements (running: readonly SimulatedMember[], live: readonly MemberSnapshot[], group: string): string[] {
  const table = running[0]?.core.table(group)
  const workers = table === undefined ? [] : workersOf(live, { name: group, partitions: table.partitions })

  return [
    ...unlike(running, `epoch of ${group}`, ({ core }) => epochOf(core.table(group))),
    ...(table !== undefined && rosterOf(table.roster) === rosterOf(workers) ? [] : [`the roster of ${group} is ${rosterOf(table?.roster ?? [])}, there work ${rosterOf(workers)}`]),
    ...(table?.successors.some(successor => successor >= 0) === true ? [`partitions of ${group} are being handed over`] : []),
    ...misowned(running, group, table)
  ]
}

function misowned (running: readonly SimulatedMember[], group: string, table: Table | undefined): string[] {
  const held = new Map<number, string[]>()

  for (const { id, core } of running) {
    for (const { partition } of core.owned(group)) {
      held.set(partition, [...held.get(partition) ?? [], id])
    }
  }
  const wrong = Array.from({ length: table?.partitions ?? 0 }, (_, partition) => ({ partition, owners: held.get(partition) ?? [] }))
    .filter(({ owners }) => owners.length !== 1 && (table?.roster.length ?? 0) > 0)

  return wrong.length === 0 ? [] : [`${wrong.length} partitions of ${group} have not one owner: ${wrong.slice(0, 3).map(({ partition, owners }) => `${partition} has ${owners.join(' and ') || 'none'}`).join(', ')}`]
}

/** The different answers, with one member that gives each, if there is more than one. */
function unlike (running: readonly SimulatedMember[], what: string, read: (member: SimulatedMember) => string): string[] {
  const answers = new Map<string, string>()

  for (const member of running) {
    const answer = read(member)
    answers.set(answer, answers.get(answer) ?? member.id)
  }

  return answers.size <= 1 ? [] : [`${answers.size} answers for the ${what}: ${[...answers].map(([answer, id]) => `${id} has ${answer}`).join('; ')}`]
}

function groupsOf (running: readonly SimulatedMember[]): string[] {
  return [...new Set(running.flatMap(({ core }) => [...core.self.groups.map(({ name }) => name), ...core.tables().map(({ group }) => group)]))]
}

function viewOf (live: readonly MemberSnapshot[]): string {
  return live.map(({ id, generation, incarnation, state }) => `${id}.${generation}.${incarnation}.${state}`).sort().join()
}

function rosterOf (roster: ReadonlyArray<{ readonly id: string, readonly generation: number }>): string {
  return roster.map(({ id, generation }) => `${id}.${generation}`).join()
}

function epochOf (table: Table | undefined): string {
  return table === undefined ? 'none' : formatToken(packToken(table.epoch))
}
