import { StrictWorld } from './world.js'
import type { StrictWorldOptions } from './world.js'
import { voterId } from '../../core/index.js'
import type { StrictNode } from './node.js'
import type { Violation } from '../checkers/findings.js'
import type { Millis } from '../../core/index.js'

/** What a run of chaos is made from; what is left out comes from the seed. */
export interface StrictChaosOptions extends Partial<StrictWorldOptions> {
  readonly seed: number
  readonly duration?: Millis
}

/** What came of it. */
export interface StrictResult {
  readonly violations: readonly Violation[]
  readonly count: number
  /** Ownerships begun, tables committed, messages carried. */
  readonly begun: number
  readonly committed: number
  readonly carried: number
}

/** How long the end of a run is calm, and how much of it is left for everything to be owned again. */
const CALM_END: Millis = 90_000
const RECOVERY: Millis = 60_000

/** How long it takes at the mean until something happens. */
const MEAN_GAP: Millis = 4_000

/** One cluster under everything that it must stand: pauses, crashes, splits, bad networks, clocks, changes of voters. */
export function strictChaos (options: StrictChaosOptions): StrictResult {
  const { seed, duration = 600_000 } = options
  const drift = options.drift ?? [0.01, 0.05, 0.2][seed % 3] ?? 0.01
  const world = new StrictWorld({
    members: 3 + seed % 4, voters: seed % 4 > 1 && seed % 3 > 0 ? 5 : 3, partitions: 3, drift, spread: drift, stopWithin: 3_000, ...options
  })
  const chaos = new StrictChaos(world, duration - CALM_END)

  world.start()
  chaos.plan()
  world.run(duration)
  const { findings, begun, committed } = world.checkers

  return { violations: findings.violations, count: findings.count, begun, committed, carried: world.traffic.carried }
}

class StrictChaos {
  readonly #world: StrictWorld
  readonly #end: Millis

  constructor (world: StrictWorld, end: Millis) {
    this.#world = world
    this.#end = end
  }

  plan (): void {
    const { chance } = this.#world

    for (let at = 3_000; at < this.#end; at += MEAN_GAP * 2 * chance.fraction()) {
      this.#world.at(at, () => this.#strike())
    }
    this.#world.at(this.#end, () => this.#calm())
    for (let at = this.#end + RECOVERY; at < this.#end + CALM_END; at += 1_000) {
      this.#world.at(at, () => this.#world.checkers.served(this.#world.nodes[0] as StrictNode))
    }
  }

  /** Something happens to somebody. */
  #strike (): void {
    const { chance, nodes } = this.#world
    const node = chance.happens(0.4) ? this.#leader() ?? chance.pick(nodes) : chance.pick(nodes)
    const deeds: Array<() => void> = [
      () => this.#pause(node),
      () => this.#pause(node),
      () => this.#crash(node),
      () => this.#split(),
      () => this.#split(),
      () => this.#oneWay(node, chance.pick(nodes)),
      () => this.#storm(),
      () => this.#world.hide(node, chance.pick(nodes.filter(other => other !== node)), 8_000 * chance.fraction()),
      () => { if (!node.isSuspended) node.turn(this.#world.rate()) },
      () => node.suspend(20_000 * chance.fraction()),
      () => this.#changeVoters(),
      () => this.#fail(node)
    ]

    chance.pick(deeds)()
  }

  #leader (): StrictNode | undefined {
    const { leader } = this.#world.checkers
    return leader === undefined ? undefined : this.#world.node(leader)
  }

  #pause (node: StrictNode): void {
    const { chance } = this.#world
    const length = chance.happens(0.5) ? 3_000 * chance.fraction() : 25_000 * chance.fraction()

    node.pause(length, chance.happens(0.5))
    this.#world.refreshViews(3_000)
    this.#world.after(length + 1, () => this.#world.refreshViews(3_000))
  }

  #crash (node: StrictNode): void {
    const { chance } = this.#world

    if (!node.isRunning || node.isSuspended) {
      return
    }
    const isOnlyLoss = this.#world.lostVoters().length === 0 && this.#world.newest.previous === undefined
    const keepsDisk = !isOnlyLoss || this.#world.newest.config.voters.length < 3 || !chance.happens(0.3)
    node.crash()
    if (!keepsDisk) {
      this.#world.restart(node, false)
      node.crash()
    }
    this.#world.refreshViews(3_000)
    this.#world.after(200 + (chance.happens(0.5) ? 2_000 : 20_000) * chance.fraction(), () => this.#world.restart(node, true))
  }

  #split (): void {
    const { chance, nodes, traffic, checkers } = this.#world
    const { leaderLease, ownerLease, drift } = this.#world.genesis.durations
    const side = chance.shuffled(nodes).slice(0, 1 + chance.below(nodes.length - 1))
    const rest = nodes.filter(node => !side.includes(node))
    const length = 1_000 + 29_000 * chance.fraction()
    const bound = (leaderLease + ownerLease) / (1 - drift)
    const pairs = side.flatMap(a => rest.flatMap(b => [[a.id, b.id], [b.id, a.id]] as const))

    for (const [from, to] of pairs) {
      traffic.cut(from, to)
    }
    this.#world.refreshViews(3_000)
    if (length > bound + 1) {
      for (const nodesApart of [side, rest].filter(nodesOfOne => !this.#world.hasMajority(nodesOfOne))) {
        this.#world.after(bound + 0.01, () => {
          if (!this.#world.hasMajority(nodesApart)) {
            checkers.isolated(nodesApart)
          }
        })
      }
    }
    this.#world.after(length, () => {
      for (const [from, to] of pairs) {
        traffic.mend(from, to)
      }
      this.#world.refreshViews(3_000)
    })
  }

  #oneWay (a: StrictNode, b: StrictNode): void {
    const { chance, traffic } = this.#world

    traffic.cut(a.id, b.id)
    this.#world.after(20_000 * chance.fraction(), () => traffic.mend(a.id, b.id))
  }

  #storm (): void {
    const { chance, traffic } = this.#world

    traffic.weather = { loss: chance.pick([0.05, 0.3]), duplication: 0.1, late: chance.pick([0.05, 0.3]), lateness: 12_000 }
    this.#world.after(20_000 * chance.fraction(), () => { traffic.weather = { loss: 0.02, duplication: 0.02, late: 0.01, lateness: 12_000 } })
  }

  /** Somebody adds or removes a voter, first of all those that have lost their store. */
  #changeVoters (): void {
    const { chance, nodes, newest } = this.#world
    const leader = this.#leader()
    const [lost] = this.#world.lostVoters()
    const node = lost !== undefined ? this.#world.node(lost.member) : chance.pick(nodes)
    const isVoter = lost === undefined && newest.config.voters.some(({ member }) => member === node.id)
    const voter = { member: node.id, store: node.disk.id }

    leader?.input({ type: 'voters', change: isVoter ? { type: 'remove', voter: voterId(voter) } : { type: 'add', voter } })
  }

  /** An application cannot do its work. */
  #fail (node: StrictNode): void {
    const [held] = this.#world.chance.shuffled(node.core?.owned() ?? [])

    if (held !== undefined && !node.isPaused) {
      this.#world.checkers.stopped(node, held.partition)
      node.input({ type: 'failed', ...held })
    }
  }

  /** All faults end; whoever is down comes back. */
  #calm (): void {
    const { nodes, traffic } = this.#world

    this.#world.after(30_000, () => {
      traffic.weather = { loss: 0, duplication: 0, late: 0, lateness: 0 }
      for (const node of nodes) {
        this.#world.restart(node, true)
      }
      this.#world.refreshViews(1_000)
    })
  }
}
