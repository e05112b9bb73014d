import type { Effect, Input, MemberId, Message, Millis, Row } from '../core/index.js'
import type { Fault } from './faults.js'
import type { SimulatedMember } from './member.js'
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

/** Watches a simulation: a checker, a transcript, a meter. What it does must not change the run. */
export interface Observer {
  /** After every core's step, before its effects are carried out. */
  step? (step: Step): void
  row? (change: RowChange): void
  message? (passage: Passage): void
  /** A fault that was applied and had somebody to hit. */
  fault? (event: { readonly at: Millis, readonly fault: Fault }): void
  /** The run is over, as far as who runs it is concerned (see `Simulation.end`). */
  end? (simulation: Simulation): void
}
