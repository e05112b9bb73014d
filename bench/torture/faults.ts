import { pause } from './cast.js'
import type { Actor, Cast } from './cast.js'
import type { TortureLine } from './member.js'

/** Numbers from 0 to 1 that are the same for the same seed. */
export type Chance = () => number

/** Something that is done to members. It resolves when the last of it is over and all members run again. */
export interface Fault {
  readonly kind: string
  /** How many members it is done to. */
  readonly uses: 1 | 2
  /** Whether the first of them is the leader. */
  readonly isOfLeader?: boolean
  /** Whether nobody may begin before the former owner has stopped: then the database has nothing to refuse. */
  readonly isInOrder?: boolean
  /** Is given as many members as it uses, none of which is in another fault. */
  apply (cast: Cast, actors: readonly [Actor, Actor], chance: Chance): Promise<void>
}

/** Longer than it takes to be held dead. */
const PAUSE_MS = [4_000, 12_000] as const
const SPLIT_MS = [3_000, 12_000] as const
const DOWN_MS = [0, 3_000] as const
const HANDOFF_MS = 10_000

const crash: Fault = {
  kind: 'kill -9, restart with its data',
  uses: 1,
  apply: async (cast, [actor], chance) => { await restart(cast, actor, 'SIGKILL', chance, false) }
}

const loss: Fault = {
  kind: 'kill -9, restart without data',
  uses: 1,
  apply: async (cast, [actor], chance) => { await restart(cast, actor, 'SIGKILL', chance, true) }
}

const leave: Fault = {
  kind: 'leave, come back',
  uses: 1,
  isInOrder: true,
  apply: async (cast, [actor], chance) => { await restart(cast, actor, 'SIGTERM', chance, false) }
}

const leaderCrash: Fault = {
  kind: 'kill -9 of the leader',
  uses: 1,
  isOfLeader: true,
  apply: async (cast, [leader], chance) => { await restart(cast, leader, 'SIGKILL', chance, false) }
}

const stop: Fault = {
  kind: 'SIGSTOP, SIGCONT',
  uses: 1,
  apply: async (cast, [actor], chance) => {
    cast.pause(actor)
    await pause(between(PAUSE_MS, chance))
    cast.resume(actor)
  }
}

const handlers: Fault = {
  kind: 'handlers throw',
  uses: 1,
  isInOrder: true,
  apply: async (cast, _, chance) => {
    // Everybody: one that was held dead a moment ago has no handlers.
    cast.running.forEach(actor => { cast.order(actor, { throwing: 1 + Math.floor(chance() * 3) }) })
    await pause(500)
  }
}

const leaderInHandoff: Fault = {
  kind: 'kill -9 of the leader in a handoff',
  uses: 2,
  isOfLeader: true,
  apply: async (cast, [leader, mover], chance) => {
    if (chance() < 0.5) {
      // Its partitions are handed over one by one; the leader is gone when the first handler has been told to stop.
      const gone = cast.end(mover, 'SIGTERM')
      await stopping([mover])
      await cast.end(leader, 'SIGKILL')
      await gone
    } else {
      // A member that comes back is handed what balance wants it to have.
      await cast.end(mover, 'SIGKILL')
      await pause(2_000)
      const back = cast.start(mover.index)
      await stopping(cast.running.filter(actor => actor !== mover))
      await cast.end(leader, 'SIGKILL')
      await back
    }
    await pause(between(DOWN_MS, chance))
    await Promise.all([leader, mover].filter(({ process }) => process.exited).map(async ({ index }) => { await startIfGone(cast, index) }))
  }
}

const split: Fault = {
  kind: 'split',
  uses: 2,
  apply: async (cast, [one, other], chance) => {
    // These two are apart, and the others where chance puts them.
    const others = cast.running.filter(actor => actor !== one && actor !== other && chance() < 0.5)
    cast.networks?.split(new Set([one, ...others].map(({ index }) => index)))
    await pause(between(SPLIT_MS, chance))
    cast.networks?.split(new Set())
  }
}

const cut: Fault = {
  kind: 'two members do not hear each other',
  uses: 2,
  apply: async (cast, [one, other], chance) => {
    cast.networks?.cut(one.index, other.index)
    await pause(between(SPLIT_MS, chance))
    cast.networks?.mend(one.index, other.index)
  }
}

/** All faults that can be had here. */
export function faultsFor ({ networks }: Cast): Fault[] {
  return [crash, loss, leave, leaderCrash, stop, handlers, leaderInHandoff, ...(networks === undefined ? [] : [split, cut])]
}

/** A generator of the same numbers for the same seed (mulberry32). */
export function chanceOf (seed: number): Chance {
  let state = seed >>> 0

  return () => {
    state = state + 0x6d2b79f5 >>> 0
    let mixed = Math.imul(state ^ state >>> 15, state | 1)
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }
}

/** The same items in an order of chance. */
export function shuffled<T> (items: readonly T[], chance: Chance): T[] {
  return items.map(item => ({ item, key: chance() })).sort((a, b) => a.key - b.key).map(({ item }) => item)
}

async function restart (cast: Cast, actor: Actor, signal: 'SIGKILL' | 'SIGTERM', chance: Chance, isFresh: boolean): Promise<void> {
  await cast.end(actor, signal)
  await pause(between(DOWN_MS, chance))
  await cast.start(actor.index, isFresh)
}

async function startIfGone (cast: Cast, index: number): Promise<void> {
  if (!cast.running.some(actor => actor.index === index)) {
    await cast.start(index)
  }
}

/** Waits until a handler of one of these has been told to stop, from now on; not for ever, as there may be nothing to move. */
async function stopping (actors: readonly Actor[]): Promise<void> {
  const waits = actors.map(async ({ process }) => {
    const from = process.lines.length
    await process.until(lines => lines.slice(from).some(isStopping), 'handler told to stop', HANDOFF_MS)
  })

  await Promise.any(waits).catch(() => undefined)
}

function isStopping ({ event }: TortureLine): boolean {
  return event === 'stopping'
}

function between ([least, most]: readonly [number, number], chance: Chance): number {
  return least + chance() * (most - least)
}
