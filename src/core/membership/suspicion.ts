import type { Context } from '../context.js'
import type { MemberId, Millis } from '../types.js'
import type { Health } from './health.js'
import type { Hearing } from './hearing.js'
import type { Row } from './member.js'

const TIMER = 'suspicion:'

/** Members that must have been refused at an address before its process counts as gone. */
const REFUSERS = 2

/** The least time to refute, in probe intervals, however the settings are. */
const INTERVALS_MIN = 0.5

/**
 * Pings that each member sends to a suspect before it gives it up. With 7 % of messages lost, each by itself, one ping in seven
 * is not answered, but of three only one time in three hundred and fifty none (chaos, seeds 75 and 136: one was not enough).
 */
const LOOKS = 3

/** What is known about one suspect. */
interface Case {
  since: Millis
  /** Time within it that does not count. */
  excused: Millis
  /** Distinct ones, the first included; no more than count. */
  readonly accusers: Set<MemberId>
  readonly refusers: Set<MemberId>
  /** How often this member has looked after the suspect since its time began, and when last. */
  looks: number
  lookedAt: Millis
  /** When in the second half of its time it is looked after, from 0 to 1: all that have it from others have it at once. */
  readonly lookShare: number
  /** It began with word of a death, not of a suspicion: after a split the whole other side has that, and from one. */
  isHearsay: boolean
}

/** An accusation, as far as it is evidence. */
export interface Testimony {
  readonly accuser: MemberId
  readonly refused: boolean
}

/**
 * How long each suspect has left. The time grows with the logarithm of the cluster, as its refutation takes that long
 * to come round (SWIM 4.2; log10 is memberlist's), and shrinks with every independent confirmation (Lifeguard IV-B,
 * "LHA-Suspicion"): from beta times the least time down to the least one, reached with K confirmations. A member that
 * doubts itself does not go down so far: what its own lag or loss hides from it may be the refutation.
 */
export class Suspicion {
  readonly #context: Context
  readonly #hearing: Hearing
  readonly #health: Health
  readonly #cases = new Map<MemberId, Case>()

  constructor (context: Context, hearing: Hearing, health: Health) {
    this.#context = context
    this.#hearing = hearing
    this.#health = health
  }

  /** Follows a member's row: a suspect gets its time, anybody else none. */
  follow (now: Millis, before: Row | undefined, after: Row): void {
    if (after.state !== 'suspect') {
      this.#cases.delete(after.id)
      this.#context.timers.cancel(TIMER + after.id)
    } else if (before?.state !== 'suspect') {
      this.#context.outbox.trace('suspicion:started', after.id)
      this.#cases.set(after.id, { since: now, excused: 0, accusers: new Set(), refusers: new Set(), looks: 0, lookedAt: 0, lookShare: this.#context.random.fraction(), isHearsay: false })
      this.#arm(after.id)
    }
  }

  /** The suspicion began with word of a death: those who pass that word on are no more accusers than its first one. */
  noteHearsay (id: MemberId): void {
    const found = this.#cases.get(id)

    if (found !== undefined && this.#context.applies('suspicion:hearsay')) {
      found.isHearsay = true
    }
  }

  isHearsay (id: MemberId): boolean {
    return this.#cases.get(id)?.isHearsay ?? false
  }

  /** Takes one more accusation of a suspect; true if it counts, being of another accuser than those before. */
  confirm (id: MemberId, { accuser, refused }: Testimony): boolean {
    const found = this.#cases.get(id)

    if (found === undefined) {
      return false
    }
    const isNewRefuser = refused && !found.refusers.has(accuser) && found.refusers.size < REFUSERS
    const isNewAccuser = !found.accusers.has(accuser) && found.accusers.size <= this.#confirmationsMax()

    if (isNewRefuser) {
      found.refusers.add(accuser)
    }
    if (isNewAccuser) {
      found.accusers.add(accuser)
      this.#arm(id)
    }

    return isNewRefuser || isNewAccuser
  }

  /**
   * Those whose address refused enough members, independently: two, or all that are no suspects themselves where there
   * are no two.
   */
  gone (): MemberId[] {
    const { members, self } = this.#context
    const refused = [...this.#cases].filter(([, { refusers }]) => refusers.size > 0)

    if (refused.length === 0) {
      return []
    }
    // Only those that this member itself misses: whom others accuse can still be a witness, and an accuser can be a liar.
    const missed = [...this.#cases.values()].filter(({ accusers, refusers }) => accusers.has(self) || refusers.has(self)).length
    const unsuspected = members.liveCount - missed
    const needed = this.#context.applies('crash:two-observers') ? Math.max(1, Math.min(REFUSERS, unsuspected)) : 1

    return refused.filter(([, { refusers }]) => refusers.size >= needed).map(([id]) => id)
  }

  /** The suspect itself was heard here: its time begins anew, whoever still misses it. */
  hearFrom (now: Millis, id: MemberId): void {
    const found = this.#cases.get(id)

    if (found !== undefined && this.#context.applies('suspicion:direct-evidence')) {
      found.since = now
      found.excused = 0
      found.refusers.clear()
      found.looks = 0
      this.#arm(id)
    }
  }

  /**
   * Gives every suspect more time: as much as this member was deaf, or did not run. Answers to its looks are lost to a deaf
   * member; for one that did not run they wait, so that it looks once more and no oftener, or a process that stalls again and
   * again would flood the suspect (chaos, seeds 472, 936 and 3007).
   */
  excuse (by: Millis, isDeafness: boolean): void {
    for (const [id, found] of this.#cases) {
      // Not without end: a member that stalls again and again must notice crashes too.
      const excused = Math.min(found.excused + by, Math.max(by, this.#most()))

      if (excused > found.excused) {
        found.excused = excused
        found.looks = isDeafness ? 0 : Math.min(found.looks, LOOKS - 1)
      }
      this.#arm(id)
    }
  }

  /** The suspect whose time a timer of that name ends, if it is one of ours. */
  suspectOf (timer: string): MemberId | undefined {
    return timer.startsWith(TIMER) ? timer.slice(TIMER.length) : undefined
  }

  /**
   * What to do with a suspect whose timer has run: to give it up, or to wait, maybe after a look at it. Nobody gives a member
   * up whom it has not looked after since: the accuser may be the one that is ill, and the refutation be lost.
   */
  verdict (now: Millis, id: MemberId): 'over' | 'look' | 'wait' {
    const found = this.#cases.get(id)

    if (found === undefined || !this.#context.applies('suspicion:expires')) {
      return 'wait'
    }
    // This member may have come to doubt itself since the timer was set.
    const expiry = Math.max(this.#endOf(id), this.#hearing.isDeaf(now) ? this.#hearing.disbeliefEnds : 0)
    const isLook = now >= this.#nextLook(found, expiry)

    if (isLook) {
      found.looks++
      found.lookedAt = now
    }
    const end = Math.max(expiry, this.#looksEnd(found))

    if (now < end) {
      this.#context.timers.set(TIMER + id, Math.min(end, this.#nextLook(found, expiry)))
    }

    return now >= end ? 'over' : isLook ? 'look' : 'wait'
  }

  #arm (id: MemberId): void {
    const found = this.#cases.get(id) as Case
    const end = this.#endOf(id)

    this.#context.timers.set(TIMER + id, Math.min(end, this.#nextLook(found, end)))
  }

  /**
   * The first in time for an answer before the end, and not everybody in one moment: few have a link to the suspect. The last
   * half a probe timeout before the end, as what a network loses is often lost together.
   */
  #nextLook ({ since, looks, lookedAt, lookShare }: Case, end: Millis): Millis {
    const answer = this.#health.timeout(true)

    if (looks >= LOOKS || !this.#context.applies('suspicion:looks')) {
      return Infinity
    }
    if (looks > 0) {
      return lookedAt + Math.max(answer / 4, (end - answer / 2 - lookedAt) / (LOOKS - looks))
    }
    const last = Math.max(since, end - answer)
    const first = Math.min(last, (since + end) / 2)

    return first + lookShare * (last - first)
  }

  /** The others may cut its time short between two looks: those that are left, and their answers, get theirs all the same. */
  #looksEnd ({ looks, lookedAt }: Case): Millis {
    const answer = this.#health.timeout(true)
    return looks > 0 ? lookedAt + answer / 4 * (LOOKS - looks) + answer / 2 : 0
  }

  #endOf (id: MemberId): Millis {
    const { since, excused } = this.#cases.get(id) as Case
    return since + excused + this.#timeout(id)
  }

  /** memberlist counts from the suspicion; here the interval in which the failed probe ran counts as silence as well. */
  #timeout (id: MemberId): Millis {
    const most = this.#most()
    const least = this.#context.applies('suspicion:own-health') ? Math.min(most, this.#least() * this.#health.factor) : this.#least()
    const wanted = this.#confirmationsMax()

    if (wanted === 0 || !this.#context.applies('confirmation')) {
      return least
    }
    const confirmations = Math.max(0, (this.#cases.get(id)?.accusers.size ?? 1) - 1)

    return Math.max(least, most - (most - least) * Math.log(confirmations + 1) / Math.log(wanted + 1))
  }

  #least (): Millis {
    const { members, settings, applies } = this.#context
    const silence = settings.suspicionMultiplier * Math.max(1, Math.log10(members.liveCount))

    return Math.max(INTERVALS_MIN, applies('suspicion:from-probe') ? silence - 1 : silence) * settings.probeInterval
  }

  #most (): Millis {
    return this.#context.settings.suspicionMaxMultiplier * this.#least()
  }

  /** K, or fewer where there are not so many others besides the suspect and its first accuser. */
  #confirmationsMax (): number {
    return Math.max(0, Math.min(this.#context.settings.confirmations, this.#context.members.liveCount - 2))
  }
}
