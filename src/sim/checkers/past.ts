import { packToken } from '../../core/index.js'
import { UNIX_START } from '../simulation.js'
import { INVARIANTS } from './invariants.js'
import type { Claim, MemberId, Message, Millis, Token } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Passage, RowChange, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'
import type { Findings } from './findings.js'
import type { GroundTruth } from './ground-truth.js'

/** The bits of a token that count versions. */
const VERSION_BITS = 32n

const SECOND = 1_000

/** By how much a member's own time may be behind that of its clock in a run, in milliseconds. */
const CLOCK_SLACK = 2_000

/** What one process knows of a member: the numbers of its latest start and of its latest leadership. */
interface Known {
  readonly generation: number
  readonly term: number
}

const NOTHING: Known = { generation: 0, term: 0 }

/** What a process began with. */
interface Beginning {
  readonly at: Millis
  /** How far its machine's calendar was ahead. */
  readonly calendar: Millis
}

/** A number that was taken again. */
interface Taking {
  readonly at: Millis
  /** When the process looked at its clock for it. */
  readonly readAt: Millis
  readonly member: SimulatedMember
  /** Who had it before. */
  readonly former: SimulatedMember
  /** What a clock shows, in Unix milliseconds, that is past the number. */
  readonly clock: number
  readonly what: string
  readonly remembers: (known: Known) => boolean
  /** What those knew of the member who let it in just now. */
  readonly hosts: readonly Known[]
}

/** How the past is judged. */
export interface PastOptions {
  /** Whether nothing is excused. */
  readonly isPastJudged: boolean
  /** How long somebody who remembers must have been there to be heard, in milliseconds. */
  readonly patience: Millis
}

/**
 * That no member takes a number again that a former process of it had: that of a start, or of a leadership. Its disk
 * remembers them, its clock is past them, or those whom it meets tell it. A process that lost its disk, on a clock that
 * is behind the number, and that is told by nobody, as not all whom it could hear remember, or not all who let it in, has
 * no way to know: that it takes a number again, and what it says under that number, is excused, and nothing else is.
 */
export class Past implements Observer {
  readonly #findings: Findings
  readonly #truth: GroundTruth
  readonly #options: PastOptions
  #simulation: Simulation | undefined
  readonly #beginnings = new Map<SimulatedMember, Beginning>()
  readonly #known = new WeakMap<SimulatedMember, Map<MemberId, Known>>()
  /** By process, the highest numbers of its own that anybody told it. */
  readonly #told = new WeakMap<SimulatedMember, Known>()
  /** By process, what those knew of it who answered while it was not in yet, as of then. */
  readonly #hosts = new WeakMap<SimulatedMember, Known[]>()
  /** By member, the last start with an empty disk. */
  readonly #emptied = new Map<MemberId, number>()
  /** By member, the start with the highest number; by leadership, the process that had it first. */
  readonly #latest = new Map<MemberId, { readonly by: SimulatedMember, readonly generation: number }>()
  readonly #leaders = new Map<string, SimulatedMember>()
  readonly #excused = new Set<string>()
  /** Processes with numbers below those of former ones. */
  readonly #late = new WeakSet<SimulatedMember>()

  constructor (findings: Findings, truth: GroundTruth, options: PastOptions) {
    this.#findings = findings
    this.#truth = truth
    this.#options = options
  }

  /** Whether that number of a start was taken again by somebody who could not know. */
  isStartExcused ({ id, generation }: Pick<Claim, 'id' | 'generation'>): boolean {
    return !this.#options.isPastJudged && this.#excused.has(startKey(id, generation))
  }

  /** The same of the leadership under which a token was made. */
  isTokenExcused (token: Token): boolean {
    return !this.#options.isPastJudged && this.#excused.has(termKey(token))
  }

  /** Whether the process began with a smaller number than a former one's, and could not know. */
  isExcused (member: SimulatedMember): boolean {
    return !this.#options.isPastJudged && this.#late.has(member)
  }

  /** Whether that is so of any process of that name: the others may not take what it says. */
  isNameExcused (id: MemberId): boolean {
    return [...this.#beginnings.keys()].some(member => member.id === id && this.isExcused(member))
  }

  row ({ at, member, before, after }: RowChange): void {
    if (after === undefined) {
      return
    }
    this.#meet(at, member)
    const { generation, claim: { term } } = after
    const known = this.#known.get(member) ?? new Map<MemberId, Known>()
    this.#known.set(member, known.set(after.id, { generation, term }))

    if (after.id === member.id && before === undefined) {
      this.#begin(at, member, generation)
    }
  }

  step ({ at, member, effects, simulation }: Step): void {
    this.#simulation = simulation
    this.#meet(at, member)

    for (const effect of effects) {
      if (effect.type === 'publish' && effect.message.type === 'table') {
        const { epoch } = effect.message.table
        this.#lead(at, member, termKey(packToken(epoch)), epoch.term)
      } else if (effect.type === 'emit' && effect.event.type === 'table:change') {
        const { generation, term } = this.#told.get(member) ?? NOTHING
        // Not every table that arrives: nobody has to believe one of a leader that it does not know.
        this.#told.set(member, { generation, term: Math.max(term, effect.event.table.epoch.term) })
      }
    }
  }

  message ({ from, to, message, fate }: Passage): void {
    const member = this.#simulation?.members.get(to)

    if (member !== undefined && (fate === 'delivered' || fate === 'duplicated')) {
      this.#welcome(member, from, message)
      const told = this.#told.get(member) ?? NOTHING
      const claims = 'updates' in message ? message.updates.flatMap(update => update.type === 'claim' ? [update.claim] : []) : []
      const own = claims.filter(({ id }) => id === to)
      const terms = [...claims.map(claim => claim.term), message.type === 'report' || message.type === 'delta' ? message.term ?? 0 : 0]

      this.#told.set(member, { generation: Math.max(told.generation, ...own.map(claim => claim.generation)), term: Math.max(told.term, ...terms) })
    }
  }

  /** A process is seen for the first time in the step that starts it, before anything is stored. */
  #meet (at: Millis, member: SimulatedMember): void {
    if (!this.#beginnings.has(member)) {
      this.#beginnings.set(member, { at, calendar: member.clock.step })
      if (member.stored === undefined) this.#emptied.set(member.id, member.start)
    }
  }

  /** Whoever answers a joiner from within lets it in with that: the joiner has no reason to wait for anybody else's word. */
  #welcome (joiner: SimulatedMember, from: MemberId, message: Message): void {
    const host = this.#simulation?.members.get(from)

    if (message.type === 'delta' && message.joined && joiner.core.phase === 'joining' && host?.core.phase === 'joined') {
      this.#hosts.set(joiner, [...this.#hosts.get(joiner) ?? [], this.#known.get(host)?.get(joiner.id) ?? NOTHING])
    }
  }

  #begin (at: Millis, member: SimulatedMember, generation: number): void {
    const latest = this.#latest.get(member.id)

    if (latest === undefined || generation > latest.generation) {
      this.#latest.set(member.id, { by: member, generation })
    } else if (this.#couldNotKnow({
      at, readAt: this.#beginnings.get(member)?.at ?? at, member, former: latest.by, clock: latest.generation, what: `begins as ${generation} after ${latest.generation}`,
      remembers: known => known.generation >= generation, hosts: this.#hosts.get(member) ?? []
    })) {
      this.#late.add(member)
      this.#excused.add(startKey(member.id, generation))
    }
  }

  #lead (at: Millis, member: SimulatedMember, key: string, term: number): void {
    const leader = this.#leaders.get(key) ?? member
    this.#leaders.set(key, leader)

    if (leader !== member && !this.#excused.has(key) && this.#couldNotKnow({
      at, readAt: at, member, former: leader, clock: (term + 1) * SECOND, what: `leads under ${term} again`, remembers: known => known.term >= term, hosts: []
    })) {
      this.#excused.add(key)
    }
  }

  /** Reports a member that takes a number again, unless it could not know better. */
  #couldNotKnow (taking: Taking): boolean {
    const { at, member, what, remembers, hosts } = taking
    const audible = this.#audible(at, member).map(other => this.#known.get(other)?.get(member.id) ?? NOTHING)
    const isTold = remembers(this.#told.get(member) ?? NOTHING) || (audible.length > 0 && [...audible, ...hosts].every(remembers))
    const isExcused = this.#hasForgotten(taking) && !isTold

    if (!isExcused) {
      this.#findings.add({ invariant: INVARIANTS.ownCounters, at, member: member.id, what: `it ${what}, and ${isTold ? 'was told' : 'has its disk, or its clock'}` })
    }

    return isExcused
  }

  /** Whether what the former process knew is lost with the disk, and the clock is not past it. */
  #hasForgotten ({ readAt, member, former, clock }: Taking): boolean {
    const { calendar } = this.#beginnings.get(member) ?? { calendar: 0 }
    return UNIX_START + readAt + calendar <= clock + CLOCK_SLACK && (this.#emptied.get(member.id) ?? -1) > former.start
  }

  /** Those who were well, and linked with the member, for as long as it listens; none if it was not well itself. */
  #audible (at: Millis, member: SimulatedMember): SimulatedMember[] {
    const truth = this.#truth
    const began = this.#beginnings.get(member)?.at ?? at
    const time = Math.min(at - began, this.#options.patience)

    if (!truth.isUntouched(member.id, at, time) || !truth.isCalm(at, time)) {
      return []
    }

    return (this.#simulation?.running() ?? []).filter(other => other !== member && truth.isWorking(other.id) &&
      truth.isUntouched(other.id, at, time) && truth.isLinked(member.id, other.id, at, time))
  }
}

function startKey (id: MemberId, generation: number): string {
  return `start ${id} ${generation}`
}

/** A token without its version stands for a leader and a term. */
function termKey (token: Token): string {
  return `term ${token >> VERSION_BITS}`
}
