import { apply } from '../apply.js'
import { memberIds } from '../member-ids.js'
import { Simulation } from '../simulation.js'
import { startsOfHealing } from './healing.js'
import type { Fault } from '../faults.js'
import type { MemberId, Row } from '../../core/index.js'
import type { NetworkOptions } from '../options.js'
import type { GroundOptions } from './ground.js'

/** A measurement of which less is better: a rule that only makes the detector better shows here or nowhere. */
export type Gauge = (options: GroundOptions) => number

const NODES = 24
const IDS = memberIds(NODES)
const ILL = IDS.slice(0, 6)
const FIRST = IDS[0] as MemberId
const LAST = IDS.at(-1) as MemberId

/** A crash that nobody has noticed by then is not going to be, in milliseconds. */
const DETECTION_MAX = 120_000

interface Trial {
  readonly simulation: Simulation
  /** How often somebody came to hold a member that runs well to be a suspect, or dead. */
  readonly wrongs: { suspect: number, dead: number }
  readonly hit: (fault: WithoutTime<Fault>) => void
}

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never

/** A settled cluster in which it is counted who is held to be what. */
function begin ({ seed, without }: GroundOptions, sick: readonly MemberId[], network: Partial<NetworkOptions> = {}): Trial {
  const wrongs = { suspect: 0, dead: 0 }
  let isCounting = false
  const row = ({ before, after }: { readonly before: Row | undefined, readonly after: Row | undefined }): void => {
    if (isCounting && after !== undefined && after.state !== before?.state && !sick.includes(after.id) && (after.state === 'suspect' || after.state === 'dead')) {
      wrongs[after.state]++
    }
  }
  const simulation = new Simulation({ seed, network, member: { core: { without }, keepEvents: false }, observers: [{ row }] })

  simulation.formed(IDS)
  simulation.run(3_000)
  isCounting = true

  return { simulation, wrongs, hit: fault => { apply(simulation, { ...fault, at: simulation.now } as Fault) } }
}

/** Healthy members that are accused while a quarter of the cluster hears and says nothing, again and again. */
function accusedByBlocked (options: GroundOptions): number {
  const { simulation, wrongs, hit } = begin(options, ILL)

  for (let round = 0; round < 4; round++) {
    for (const member of ILL) hit({ kind: 'block', member })
    simulation.run(8_000)
    for (const member of ILL) hit({ kind: 'unblock', member })
    simulation.run(500)
  }
  simulation.run(21_000)

  return wrongs.suspect + 10 * wrongs.dead
}

/** Healthy members that are accused by those that were stopped for a while. */
function accusedByStopped (options: GroundOptions): number {
  const { simulation, wrongs, hit } = begin(options, ILL)

  for (let round = 0; round < 10; round++) {
    for (const member of ILL) hit({ kind: 'pause', member })
    simulation.run(1_700)
    for (const member of ILL) hit({ kind: 'resume', member })
    simulation.run(3_000)
  }

  return wrongs.suspect + 10 * wrongs.dead
}

/** Healthy members that are accused where every probe has to dial first, over slow links. */
function accusedByDialling (options: GroundOptions): number {
  const { simulation, wrongs } = begin(options, [], { latency: { min: 100, max: 145 }, linksMax: 3 })

  simulation.run(30_000)

  return wrongs.suspect + 10 * wrongs.dead
}

/** Healthy members that are accused because some have no way to some others. */
function accusedAcrossCuts (options: GroundOptions): number {
  const { simulation, wrongs, hit } = begin(options, [])

  hit({ kind: 'cut-partial', pairs: ILL.map((id, index) => [id, IDS[ILL.length + index] as MemberId] as const) })
  simulation.run(60_000)

  return wrongs.suspect + 10 * wrongs.dead
}

/** How long it takes until all know that a machine went without a word, in milliseconds. */
function detection (options: GroundOptions): number {
  return detectionAfter(begin(options, [LAST]))
}

/** The same while gossip is lost. */
function detectionWithoutGossip (options: GroundOptions): number {
  const trial = begin(options, [LAST])
  trial.simulation.filter((_from, _to, { type }) => type !== 'gossip')

  return detectionAfter(trial)
}

function detectionAfter ({ simulation, hit }: Trial): number {
  const start = simulation.now
  const isKnown = (): boolean => simulation.running().every(({ core }) => core.members().find(({ id }) => id === LAST)?.state === 'dead')

  hit({ kind: 'power-off', member: LAST })
  for (let waited = 0; waited < DETECTION_MAX && !isKnown(); waited += 100) simulation.run(100)

  return simulation.now - start
}

/** How long it takes until the smaller side of a split has given up the other one, in milliseconds. */
function detectionOfSplit (options: GroundOptions): number {
  const { simulation, hit } = begin(options, [])
  const start = simulation.now
  const isSettled = (): boolean => ILL.every(id => simulation.member(id).core.members().filter(({ state }) => state === 'alive' || state === 'suspect').length === ILL.length)

  hit({ kind: 'split', sides: [ILL, IDS.slice(ILL.length)] })
  for (let waited = 0; waited < DETECTION_MAX && !isSettled(); waited += 100) simulation.run(100)

  return simulation.now - start
}

/** Tables that are made because one member loses most of what it says and hears. */
function tablesOfFlapping (options: GroundOptions): number {
  const { simulation, hit } = begin(options, [LAST])
  const before = versionOf(simulation)

  hit({ kind: 'degrade', members: [LAST], loss: 0.85, latency: 0 })
  simulation.run(240_000)

  return versionOf(simulation) - before
}

/** Tables that are made because one member hears nobody for 21 s, then everybody, again and again (as in Rapid 7). */
function tablesOfFlipFlop (options: GroundOptions): number {
  const { simulation, hit } = begin(options, [LAST])
  const before = versionOf(simulation)

  for (let cycle = 0; cycle < 6; cycle++) {
    hit({ kind: 'cut-one-way', from: IDS, to: [LAST] })
    simulation.run(21_000)
    hit({ kind: 'heal' })
    simulation.run(21_000)
  }

  return versionOf(simulation) - before
}

/** The version of the leader's table. */
function versionOf (simulation: Simulation): number {
  return simulation.member(FIRST).core.table('jobs')?.epoch.version ?? 0
}

/** Handlers that begin anew because a split heals. */
function startsOfHealingBoth (options: GroundOptions): number {
  return startsOfHealing(options, { sides: [IDS.slice(0, 5), IDS.slice(5, 10)], partitions: 64 }) +
    startsOfHealing(options, { sides: [IDS.slice(0, 4), IDS.slice(4, 10)], partitions: 64 })
}

/** Every measurement, by name. */
export const GAUGES = {
  accusedByBlocked, accusedByStopped, accusedByDialling, accusedAcrossCuts, detection, detectionWithoutGossip, detectionOfSplit, tablesOfFlapping, tablesOfFlipFlop,
  startsOfHealing: startsOfHealingBoth
} as const satisfies Readonly<Record<string, Gauge>>

/** The name of one of them. */
export type GaugeName = keyof typeof GAUGES
