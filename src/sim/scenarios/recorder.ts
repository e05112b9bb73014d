import { formatToken, packToken } from '../../core/index.js'
import { LiveMap } from './live-map.js'
import type { CoreEvent, MemberId, Millis, Table } from '../../core/index.js'
import type { Observer, Step } from '../observer.js'

/** One member held another one to be dead, rightly or not. */
export interface Death {
  readonly at: Millis
  readonly observer: MemberId
  readonly subject: MemberId
  /** It was not at fault, and could be reached. */
  readonly isFalse: boolean
}

/**
 * Keeps what every scenario reports: who was held to be dead when and for how long, how views, leaders and tables
 * changed. Counts from `begin` on; before it, it only follows the views.
 */
export class Recorder implements Observer {
  readonly views = new LiveMap()
  /** Deaths seen since the beginning, true and false. */
  readonly deaths: Death[] = []
  /** Members that are at fault by the scenario's own doing: to hold one of them dead is not false. */
  readonly faulty = new Set<MemberId>()
  /** Whether a scenario keeps the first from the second, so that they are right to hold each other dead. */
  isApart: (observer: MemberId, subject: MemberId) => boolean = () => false
  /** The size that views are on their way to, if they shrink. */
  expected: number | undefined
  /** Members whose view stopped on the way there. */
  readonly through = new Set<MemberId>()
  /** Different sizes that views had after each step that changed them, and whenever they were sampled. */
  readonly sizes = new Set<number>()
  readonly sampledSizes = new Set<number>()
  readonly leaderships = new Set<string>()
  readonly epochs = new Set<string>()
  /** When the last table was first applied by anybody, and for which workers it was made. */
  lastTable: { readonly at: Millis, readonly workers: readonly MemberId[] } | undefined
  suspicions = 0
  /** Times that somebody held dead came back, at anybody. */
  returns = 0
  /** Partitions handed to a second owner under a token that a first one has: its late writes would be accepted. */
  sharedTokens = 0
  #counting = false
  #falseDead: Millis = 0
  /** By pair of observer and subject: since when the first holds the second dead. */
  readonly #deadSince = new Map<string, Death>()
  readonly #suspectedAt = new Map<MemberId, Millis[]>()
  readonly #tokenOwners = new Map<string, MemberId>()

  /** What follows counts. */
  begin (): void {
    this.#counting = true
  }

  step ({ at, member: { id }, input, effects }: Step): void {
    if (input.type === 'start') {
      this.views.reset(id)
    }
    const before = this.views.sizeOf(id)

    for (const effect of effects) {
      if (effect.type === 'emit') {
        this.#note(at, id, effect.event)
      }
    }
    // After the step, not after each event of it: so does an application see it.
    if (this.views.sizeOf(id) !== before && this.#counting && !this.faulty.has(id)) {
      this.#noteSize(id)
    }
  }

  /** Notes the size of each of these members' views. */
  sample (observers: Iterable<MemberId>): void {
    for (const observer of observers) {
      this.sampledSizes.add(this.views.sizeOf(observer))
    }
  }

  /** Deaths of members that were not at fault. */
  falseDeaths (): Death[] {
    return this.deaths.filter(({ isFalse }) => isFalse)
  }

  /** The same, as seen by members that were not at fault either. */
  falseDeathsAtHealthy (): Death[] {
    return this.falseDeaths().filter(({ observer }) => !this.faulty.has(observer))
  }

  /** When anybody first suspected the subject since then. */
  suspicion (subject: MemberId, since: Millis): Millis | undefined {
    return this.#suspectedAt.get(subject)?.find(at => at >= since)
  }

  /** For how long, summed over all pairs, members that were not at fault were held dead by others that were not. */
  falseDeadTime (now: Millis): Millis {
    return [...this.#deadSince.values()].reduce((sum, death) => sum + this.#falseTime(death, now), this.#falseDead)
  }

  /** When each of these observers first held the subject dead since then; those that did not are left out. */
  detections (subject: MemberId, since: Millis, observers: ReadonlySet<MemberId>): Millis[] {
    const first = new Map<MemberId, Millis>()

    for (const death of this.deaths) {
      if (death.subject === subject && death.at >= since && observers.has(death.observer) && !first.has(death.observer)) {
        first.set(death.observer, death.at)
      }
    }

    return [...first.values()]
  }

  #note (at: Millis, observer: MemberId, event: CoreEvent): void {
    switch (event.type) {
      case 'member:join': this.#onJoin(at, observer, event.member.id); break
      case 'member:dead': this.#onDeath(at, observer, event.member.id); break
      case 'member:leave': this.views.set(observer, event.member.id, false); break
      case 'member:suspect': this.#onSuspicion(at, event.member.id); break
      case 'leader:change':
        if (this.#counting && !this.faulty.has(observer)) {
          this.leaderships.add(`${event.leadership.leader} ${event.leadership.term}`)
        }
        break
      case 'table:change':
        this.#onTable(at, event.table)
        break
      case 'partition:assign': this.#onAssign(observer, `${event.group} ${event.partition} ${event.token}`); break
      default: break
    }
  }

  #onJoin (at: Millis, observer: MemberId, subject: MemberId): void {
    const key = `${observer} ${subject}`
    const death = this.#deadSince.get(key)

    this.views.set(observer, subject, true)
    if (death !== undefined) {
      this.#deadSince.delete(key)
      this.#falseDead += this.#falseTime(death, at)
      this.returns++
    }
  }

  #onSuspicion (at: Millis, subject: MemberId): void {
    if (this.#counting) {
      const times = this.#suspectedAt.get(subject)
      this.suspicions++
      if (times === undefined) {
        this.#suspectedAt.set(subject, [at])
      } else {
        times.push(at)
      }
    }
  }

  #onTable (at: Millis, { group, epoch, roster }: Table): void {
    const name = `${group} ${formatToken(packToken(epoch))}`

    if (this.#counting && !this.epochs.has(name)) {
      this.epochs.add(name)
      this.lastTable = { at, workers: roster.map(({ id }) => id) }
    }
  }

  #onDeath (at: Millis, observer: MemberId, subject: MemberId): void {
    this.views.set(observer, subject, false)

    if (this.#counting) {
      const death = { at, observer, subject, isFalse: !this.faulty.has(subject) && !this.isApart(observer, subject) }
      this.deaths.push(death)
      this.#deadSince.set(`${observer} ${subject}`, death)
    }
  }

  #falseTime ({ at, observer, isFalse }: Death, until: Millis): Millis {
    return isFalse && !this.faulty.has(observer) ? until - at : 0
  }

  #noteSize (observer: MemberId): void {
    const size = this.views.sizeOf(observer)

    this.sizes.add(size)
    if (this.expected !== undefined && size > this.expected) {
      this.through.add(observer)
    }
  }

  #onAssign (owner: MemberId, key: string): void {
    const former = this.#tokenOwners.get(key)

    if (former !== undefined && former !== owner) {
      this.sharedTokens++
    }
    this.#tokenOwners.set(key, owner)
  }
}
