import type { SimulatedMember } from '../member.js'
import type { Step } from '../observer.js'

/** What a member says of a ping that is no probe of its own. */
const OTHER_PINGS: ReadonlySet<string> = new Set(['crash:looked', 'suspicion:looked', 'heal:tried'])

/** How many probes each process has begun, as its pings show: one that a timer sends, and that is for nothing else. */
export class ProbeCounts {
  readonly #counts = new WeakMap<SimulatedMember, number>()

  of (member: SimulatedMember): number {
    return this.#counts.get(member) ?? 0
  }

  /** True if the member began one in this step. */
  count ({ member, input, effects }: Step): boolean {
    if (input.type !== 'wake') {
      return false
    }
    const pings = effects.filter(effect => effect.type === 'send' && effect.message.type === 'ping').length
    const others = effects.filter(effect => effect.type === 'trace' && OTHER_PINGS.has(effect.mark)).length

    if (pings > others) {
      this.#counts.set(member, this.of(member) + 1)
    }

    return pings > others
  }
}
