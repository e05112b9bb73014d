import { formatToken } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import type { Token } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Simulation } from '../simulation.js'
import type { Observer, Step } from '../observer.js'
import type { Findings } from './findings.js'
import type { Past } from './past.js'

/** What a resource remembers: the largest token that it saw, and who came with it. */
interface Write {
  readonly token: Token
  readonly by: SimulatedMember
}

/**
 * A resource for each partition that refuses smaller tokens, as the application's database would. Every owner writes
 * with its token from its start to its stop, so the resource sees a token as soon as anybody begins under it.
 */
export class FencedResource implements Observer {
  readonly #findings: Findings
  readonly #past: Past
  readonly #settled: (simulation: Simulation) => boolean
  readonly #writes = new Map<string, Write>()
  /** By process, the largest tokens that it ever worked under. */
  readonly #lines = new WeakMap<SimulatedMember, Map<string, Token>>()

  /** @param settled whether the cluster had the time to agree: then every owner must get through */
  constructor (findings: Findings, past: Past, settled: (simulation: Simulation) => boolean) {
    this.#findings = findings
    this.#past = past
    this.#settled = settled
  }

  step ({ at, member, effects }: Step): void {
    for (const effect of effects) {
      if (effect.type === 'emit' && effect.event.type === 'partition:assign') {
        const { group, partition, token } = effect.event
        this.#write(at, { token, by: member }, `${group} ${partition}`)
      }
    }
  }

  /**
   * A token that only those knew who are gone blocks its resource until somebody reports it; every other one is known to
   * a process that has to speak up.
   */
  end (simulation: Simulation): void {
    if (!this.#settled(simulation)) {
      return
    }
    const running = simulation.running()

    for (const member of running) {
      for (const { group } of member.core.tables()) {
        for (const { partition, token } of member.core.owned(group)) {
          const key = `${group} ${partition}`
          const blocker = running.find(other => (this.#lines.get(other)?.get(key) ?? 0n) > token)

          if (blocker !== undefined) {
            this.#findings.add({
              invariant: INVARIANTS.unblocked, at: simulation.now, member: member.id,
              what: `it writes to ${key} under ${formatToken(token)}, and ${blocker.id} wrote under ${formatToken(this.#lines.get(blocker)?.get(key) ?? 0n)}`
            })
          }
        }
      }
    }
  }

  #write (at: number, { token, by }: Write, key: string): void {
    const former = this.#writes.get(key)
    const line = this.#lines.get(by) ?? new Map<string, Token>()

    const isExcused = this.#past.isTokenExcused(token) || this.#past.isExcused(by)

    if (former?.token === token && former.by !== by && !isExcused) {
      this.#findings.add({ invariant: INVARIANTS.oneHolder, at, member: by.id, what: `it and ${former.by.id} both begin ${key} under ${formatToken(token)}` })
    }
    if (former === undefined || token > former.token) {
      this.#writes.set(key, { token, by })
    }
    this.#lines.set(by, line)
    if (token > (line.get(key) ?? 0n)) line.set(key, token)
  }
}
