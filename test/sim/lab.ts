import { resolveSettings } from '../../src/core/index.js'
import { Simulation } from '../../src/sim/index.js'
import type { Input, MemberId, Millis } from '../../src/core/index.js'
import type { Observer, Passage, SimulationOptions, Step } from '../../src/sim/index.js'

/** Members that probe each other so often that a second shows how their network behaves. */
export const BUSY = resolveSettings({ probeInterval: 20, probeTimeout: 10, suspicionMultiplier: 100 })

/** Keeps what it sees. */
export class Recorder implements Observer {
  readonly passages: Passage[] = []
  readonly inputs: Array<{ readonly at: Millis, readonly member: MemberId, readonly input: Input }> = []

  message (passage: Passage): void {
    this.passages.push(passage)
  }

  step ({ at, member, input }: Step): void {
    this.inputs.push({ at, member: member.id, input })
  }

  /** Forgets what it has seen so far. */
  clear (): void {
    this.passages.length = 0
    this.inputs.length = 0
  }

  /** The inputs of those types that a member got. */
  inputsOf (member: MemberId, ...types: Array<Input['type']>): Array<{ readonly at: Millis, readonly input: Input }> {
    return this.inputs.filter(step => step.member === member && types.includes(step.input.type))
  }

  /** What was said on connections, that arrived, from one to another. */
  arrivals (from?: MemberId, to?: MemberId): Passage[] {
    return this.passages.filter(passage => passage.via === 'link' && (passage.fate === 'delivered' || passage.fate === 'duplicated') &&
      (from === undefined || passage.from === from) && (to === undefined || passage.to === to))
  }
}

/** A settled cluster and what records it from now on. */
export function createLab (ids: readonly MemberId[], options: Partial<SimulationOptions> = {}): { readonly simulation: Simulation, readonly recorder: Recorder } {
  const recorder = new Recorder()
  const simulation = new Simulation({ seed: 1, ...options, observers: [recorder, ...options.observers ?? []] })

  simulation.formed(ids)
  recorder.clear()

  return { simulation, recorder }
}
