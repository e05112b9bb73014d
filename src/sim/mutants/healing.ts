import { Holdings } from '../checkers/holdings.js'
import { Simulation } from '../simulation.js'
import type { MemberId } from '../../core/index.js'
import type { Observer, Step } from '../observer.js'
import type { GroundOptions } from './ground.js'

/** A split and what it has to share out. */
export interface SplitShape {
  readonly sides: readonly [readonly MemberId[], readonly MemberId[]]
  readonly partitions: number
}

/** Counts the beginnings of members that did not work on the partition. */
class Starts implements Observer {
  readonly #holdings = new Holdings()
  count = 0

  step (step: Step): void {
    const before = new Set(this.#holdings.of(step.member).keys())
    this.#holdings.step(step)

    for (const effect of step.effects) {
      if (effect.type === 'emit' && effect.event.type === 'partition:assign' && !before.has(`${effect.event.group} ${effect.event.partition}`)) {
        this.count++
      }
    }
  }
}

/** How often a partition begins at a member that did not work on it, from the end of a split of a minute on. */
export function startsOfHealing ({ seed, without }: GroundOptions, { sides, partitions }: SplitShape): number {
  const starts = new Starts()
  const simulation = new Simulation({ seed, observers: [starts], member: { groups: [{ name: 'jobs', partitions }], core: { without } } })

  simulation.formed(sides.flat())
  simulation.run(3_000)
  const mend = simulation.cut((from, to) => sides[0].includes(from) !== sides[0].includes(to))
  simulation.run(60_000)
  starts.count = 0
  mend()
  simulation.run(120_000)

  return starts.count
}
