import { apply } from '../apply.js'
import { Chance } from '../chance.js'
import { disagreements } from '../checkers/index.js'
import { memberIds } from '../member-ids.js'
import { Simulation } from '../simulation.js'
import { rounded } from '../statistics.js'
import { Gate } from './gate.js'
import { Recorder } from './recorder.js'
import { settingsOf, VARIANTS } from './variants.js'
import type { GroupSpec, MemberId, Millis, Settings } from '../../core/index.js'
import type { Fault } from '../faults.js'
import type { Observer } from '../observer.js'
import type { NetworkOptions, Order } from '../options.js'
import type { Violation } from '../checkers/index.js'
import type { CompleteOptions, ScenarioResult } from './scenario.js'
import type { VariantName } from './variants.js'

/** What a scenario changes of a cluster as it comes. */
export interface TrialOptions {
  readonly settings?: Partial<Settings>
  readonly network?: Partial<NetworkOptions>
  /** One group of 64 partitions by default; none where only the detector is looked at. */
  readonly groups?: readonly GroupSpec[]
  readonly order?: Order
  /** See everything from the first step on, which those of whoever runs the scenario do not. */
  readonly observers?: readonly Observer[]
}

/** A fault that happens now. */
type Now<T> = T extends unknown ? Omit<T, 'at'> : never

/** Members whose addresses everybody was given. */
const BOOTSTRAP_MEMBERS = 3

/** How long a scenario that waits for something looks at once, in milliseconds: views are sampled as often (Rapid 7). */
const SAMPLING = 1_000

/** A cluster under observation: what every scenario starts from and ends with. */
export class Trial {
  readonly simulation: Simulation
  readonly recorder = new Recorder()
  readonly ids: readonly MemberId[]
  readonly settings: Settings
  readonly samples: Record<string, number[]> = {}
  readonly metrics: Record<string, number> = {}
  readonly violations: Violation[] = []
  readonly #chance: Chance
  readonly #variant: VariantName
  readonly #gates: readonly Gate[]
  /** When counting began. */
  began: Millis = 0
  #load = { messages: 0, bytes: 0 }

  constructor ({ seed, variant, nodes, observers }: CompleteOptions, { settings, network, groups, order, observers: inner = [] }: TrialOptions = {}) {
    // As long as those of real keys, or the figures of bytes would flatter.
    this.ids = memberIds(nodes, { isLong: true })
    this.settings = settingsOf(variant, settings)
    this.#variant = variant
    this.#chance = new Chance(seed, 'scenario')
    this.#gates = observers.map(observer => new Gate(observer))
    this.simulation = new Simulation({
      seed,
      network: { ...VARIANTS[variant].network, ...network },
      ...(order === undefined ? {} : { order }),
      observers: [this.recorder, ...inner, ...this.#gates],
      member: {
        settings: this.settings,
        bootstrap: this.ids.slice(0, BOOTSTRAP_MEMBERS),
        groups: groups ?? [{ name: 'jobs', partitions: 64 }],
        core: { without: VARIANTS[variant].without },
        keepEvents: false
      }
    })
  }

  /** Starts all members as one settled cluster and lets it run for a while; what comes after it counts. */
  form (calm: Millis = 15_000): void {
    this.simulation.formed(this.ids)
    this.recorder.views.fill(this.ids)
    this.simulation.run(calm)
    this.begin()
  }

  /** What follows counts. */
  begin (): void {
    const { messages, bytes } = this.simulation.stats

    this.recorder.begin()
    this.#gates.forEach(gate => { gate.open() })
    this.began = this.simulation.now
    this.#load = { messages, bytes }
  }

  /** Applies a fault, now. */
  fault (fault: Now<Fault>): void {
    apply(this.simulation, { ...fault, at: this.simulation.now } as Fault)
  }

  /** Ends a process: with its machine, so that nobody is told, or alone. */
  end (id: MemberId, isSilent: boolean): void {
    this.fault({ kind: isSilent ? 'power-off' : 'crash', member: id })
  }

  /** So many of the members, chosen by chance; the first one, which leads, is spared unless asked for. */
  choose (count: number, { from = this.ids.slice(1) }: { readonly from?: readonly MemberId[] } = {}): MemberId[] {
    return this.#chance.shuffled(from).slice(0, count)
  }

  /** A number of this trial's own chance, from 0 up to, not including, 1. */
  fraction (): number {
    return this.#chance.fraction()
  }

  /** Marks members as being at fault from here on: that others hold them dead is right, that they hold others dead is no wonder. */
  blame (ids: readonly MemberId[]): readonly MemberId[] {
    ids.forEach(id => { this.recorder.faulty.add(id) })
    return ids
  }

  /** The running members that are not at fault. */
  healthy (): MemberId[] {
    return this.simulation.running().map(({ id }) => id).filter(id => !this.recorder.faulty.has(id))
  }

  /** Runs for so long, and samples the views on the way. */
  run (duration: Millis): void {
    this.runUntil(() => false, duration)
  }

  /** Runs until the condition holds at one of the looks, a second apart; how long it took, or undefined when it never did. */
  runUntil (condition: () => boolean, limit: Millis, step: Millis = SAMPLING): Millis | undefined {
    const start = this.simulation.now

    while (!condition()) {
      const left = start + limit - this.simulation.now

      if (left <= 0) {
        return undefined
      }
      this.simulation.run(Math.min(step, left))
      this.recorder.sample(this.healthy())
    }

    return this.simulation.now - start
  }

  /** Whether all running members, or those given, see exactly so many live ones, themselves included. */
  allSee (size: number, observers: readonly MemberId[] = this.simulation.running().map(({ id }) => id)): boolean {
    return observers.every(id => this.recorder.views.sizeOf(id) === size)
  }

  /** Notes when members that ended were found out: by the first, by the last, and by how many of those that could. */
  noteDetection (subjects: readonly MemberId[], since: Millis): void {
    const observers = new Set(this.healthy())
    let missed = 0

    for (const subject of subjects) {
      const times = this.recorder.detections(subject, since, observers).map(at => at - since)
      const suspectedAt = this.recorder.suspicion(subject, since)

      if (suspectedAt !== undefined) {
        this.sample('firstSuspicionMs', suspectedAt - since)
      }
      if (times.length > 0) {
        this.sample('firstDetectionMs', Math.min(...times))
      }
      if (times.length === observers.size) {
        this.sample('allKnowMs', Math.max(...times))
        this.sample('lastAfterFirstMs', Math.max(...times) - Math.min(...times))
      } else {
        missed++
      }
    }
    this.metrics['notKnownEverywhere'] = (this.metrics['notKnownEverywhere'] ?? 0) + missed
  }

  /** Whether the running members agree about views, leader and tables. */
  agrees (): boolean {
    return disagreements(this.simulation).length === 0
  }

  /** Of members that are not at fault nobody may be dead to another one. Only what ships must keep that. */
  expectNoneFalselyDead (): void {
    const dead = new Set(this.recorder.falseDeathsAtHealthy().map(({ subject }) => subject))
    this.expect(dead.size === 0 || this.#variant !== 'ours', 'I16 no healthy member is dead to a healthy one', `dead: ${[...dead].join(', ')}`)
  }

  /** Adds one raw measurement. */
  sample (name: string, value: number): void {
    const samples = this.samples[name] ?? []
    samples.push(rounded(value))
    this.samples[name] = samples
  }

  /** A promise is broken unless the condition holds. */
  expect (condition: boolean, invariant: string, what: string): void {
    if (!condition) {
      this.violations.push({ invariant, what, at: this.simulation.now })
    }
  }

  /** What came of it: the figures that all scenarios have, and those that this one added. */
  result (): ScenarioResult {
    const { recorder, simulation, ids } = this
    const seconds = (simulation.now - this.began) / 1_000
    const perNode = (total: number): number => rounded(total / Math.max(1, simulation.running().length) / Math.max(1, seconds))

    this.expect(recorder.sharedTokens === 0, 'I8 no stale write is accepted', `${recorder.sharedTokens} partitions got a second owner under a token of the first`)

    return {
      metrics: {
        falsePositives: recorder.falseDeaths().length,
        falsePositivesAtHealthy: recorder.falseDeathsAtHealthy().length,
        falselyDeadMembers: new Set(recorder.falseDeaths().map(({ subject }) => subject)).size,
        falseDeadSeconds: rounded(recorder.falseDeadTime(simulation.now) / 1_000),
        suspicions: recorder.suspicions,
        uniqueViewSizes: recorder.sizes.size,
        oscillationsPerMember: rounded(recorder.returns / ids.length),
        leaderChanges: recorder.leaderships.size,
        tablesIssued: recorder.epochs.size,
        staleWritesAccepted: recorder.sharedTokens,
        messagesPerNodeSecond: perNode(simulation.stats.messages - this.#load.messages),
        bytesPerNodeSecond: perNode(simulation.stats.bytes - this.#load.bytes),
        ...this.metrics
      },
      samples: this.samples,
      violations: this.violations,
      digest: simulation.digest()
    }
  }
}
