import type { Effect, Input, MemberId, Message, Millis, Row } from '../core/index.js'
import type { Fault } from './faults.js'
import type { SimulatedMember } from './member.js'
import type { NetworkOptions } from './options.js'
import type { Between } from './paths.js'
import type { Simulation } from './simulation.js'

/** One step of one core. */
export interface Step {
  readonly at: Millis
  readonly member: SimulatedMember
  readonly input: Input
  readonly effects: readonly Effect[]
  readonly simulation: Simulation
}

/** A change of one row in one core, also one that the same step takes back. */
export interface RowChange {
  readonly at: Millis
  readonly member: SimulatedMember
  readonly before: Row | undefined
  readonly after: Row | undefined
}

/**
 * What became of a message. `lost` by chance, `cut` by a cut cable, `filtered` by a test; `undialled`: no connection came
 * about; `ended`: its receiver's process was gone, or its connection.
 */
export type Fate = 'delivered' | 'duplicated' | 'lost' | 'cut' | 'filtered' | 'undialled' | 'ended'

/** A message's way, at its end. */
export interface Passage {
  readonly at: Millis
  readonly from: MemberId
  readonly to: MemberId
  readonly message: Message
  readonly bytes: number
  readonly fate: Fate
  /** A publication's passage is one hop of it; `from` is then who published it. */
  readonly via: 'link' | 'topic'
}

/** What was done to cables by hand, with `cut`, `cutOneWay` or `degrade`. `heal` ends it like any other, as a fault. */
export interface CableChange {
  readonly at: Millis
  readonly kind: 'cut' | 'degrade'
  /** From whom to whom. */
  readonly between: Between
  /** Whether it ends here. */
  readonly isMended: boolean
}

/** Watches a simulation: a checker, a transcript, a meter. What it does must not change the run. */
export interface Observer {
  /** After every core's step, before its effects are carried out. */
  step? (step: Step): void
  row? (change: RowChange): void
  message? (passage: Passage): void
  /** Before anything else: what the network is like at the beginning, as far as it is not the default. */
  network? (beginning: { readonly network: Partial<NetworkOptions> }): void
  /** A fault that was applied and had somebody to hit, as data or by a method of the simulation. */
  fault? (event: { readonly at: Millis, readonly fault: Fault }): void
  /** A fault that is data had nobody to hit, and why. */
  missed? (event: { readonly at: Millis, readonly fault: Fault, readonly reason: string }): void
  /** Cables were cut, degraded or mended by a function: such a fault is no data. */
  cables? (change: CableChange): void
  /** The run is over, as far as who runs it is concerned (see `Simulation.end`). */
  end? (simulation: Simulation): void
}
