import type { ClockOptions } from './clock.js'
import type { DutyCycle } from './execution.js'
import type { SimulatedMember } from './member.js'
import type { MemberOptions } from './options.js'
import type { Starts } from './starts.js'
import type { World } from './world.js'
import type { MemberId, Millis } from '../core/index.js'

/** How a process ends against its will. */
export interface CrashOptions {
  readonly disk?: 'kept' | 'lost'
  /** The machine goes too, as when its power does: nobody is told, and nobody who asks is answered. */
  readonly silent?: boolean
}

/** What can be done to members, without a word to any observer: whoever does it says so, as a fault or as a deed by hand. */
export class Controls {
  readonly world: World
  readonly #starts: Starts

  constructor (world: World, starts: Starts) {
    this.world = world
    this.#starts = starts
  }

  /** The newest process of a member. @throws {RangeError} */
  member (id: MemberId): SimulatedMember {
    const member = this.world.find(id)

    if (member === undefined) {
      throw new RangeError(`there is no member ${id}: start it first`)
    }

    return member
  }

  start (id: MemberId, options?: MemberOptions): SimulatedMember {
    const member = this.#starts.create(this.#starts.draft(id, options))

    this.#starts.begin(member)

    return member
  }

  /** False if it had ended already. */
  crash (id: MemberId, { disk = 'kept', silent = false }: CrashOptions = {}): boolean {
    const member = this.member(id)
    const wasRunning = member.running

    if (wasRunning) {
      member.isDark = silent
      this.world.end(member, { lost: true, silent })
    }
    if (disk === 'lost') {
      member.stored = undefined
    }

    return wasRunning
  }

  /** False if it was so, here as below. */
  pause (id: MemberId): boolean {
    const { running, execution } = this.member(id)
    const isNew = running && !execution.isPaused

    execution.pause()

    return isNew
  }

  resume (id: MemberId): boolean {
    const { running, execution } = this.member(id)
    const isNew = running && execution.isPaused

    execution.resume()

    return isNew
  }

  block (id: MemberId): boolean {
    const { running, execution } = this.member(id)
    const isNew = running && !execution.isBlocked

    execution.block()

    return isNew
  }

  unblock (id: MemberId): boolean {
    const { running, execution } = this.member(id)
    const isNew = running && execution.isBlocked

    execution.unblock()

    return isNew
  }

  stall (id: MemberId, duration: Millis): boolean {
    const { running, execution } = this.member(id)
    execution.stall(duration)
    return running
  }

  slow (id: MemberId, duty?: DutyCycle): boolean {
    const { running, execution } = this.member(id)
    execution.slow(duty)
    return running
  }

  setClock (id: MemberId, options: ClockOptions): void {
    this.#starts.clockOf(id).set(this.world.now, options)
    this.world.find(id)?.rearm()
  }

  leave (id: MemberId): boolean {
    const member = this.member(id)
    const wasRunning = member.running

    member.input({ type: 'leave' })

    return wasRunning
  }

  update (id: MemberId, metadata: Uint8Array): boolean {
    const member = this.member(id)
    member.input({ type: 'metadata', metadata })
    return member.running
  }
}
