import type { Fault } from './faults.js'

/** Runs that shrinking may cost. */
const RUNS_MAX = 400

/** How a schedule became smaller. */
export interface Shrunk {
  readonly faults: readonly Fault[]
  /** How many times it was run. */
  readonly runs: number
}

/** How far to go. */
export interface ShrinkOptions {
  /** Runs at the most; what is reached by then is the result. Default 400. */
  readonly runsMax?: number
}

/**
 * The few faults of a schedule that it takes: leaves out halves, quarters and single ones as long as the rest still does
 * what the whole did (delta debugging), then makes those that are left shorter and lets them hit fewer members.
 *
 * `holds` says whether a schedule still does it; it must hold for the whole. Faults at the last instant stay: they end a
 * schedule, by mending everything.
 */
export function shrink (faults: readonly Fault[], holds: (faults: readonly Fault[]) => boolean, { runsMax = RUNS_MAX }: ShrinkOptions = {}): Shrunk {
  const last = Math.max(...faults.map(({ at }) => at))
  const ending = faults.filter(({ at }) => at === last)
  let runs = 0

  const stillHolds = (some: readonly Fault[]): boolean => runs < runsMax && ++runs > 0 && holds([...some, ...ending])
  const fewer = withoutChunks(faults.filter(({ at }) => at < last), stillHolds)
  const smaller = simplified(fewer, stillHolds)

  return { faults: [...smaller, ...ending], runs }
}

/** Leaves out chunks, half of what is there at first, smaller ones when no chunk of a size can go. */
function withoutChunks (faults: readonly Fault[], holds: (faults: readonly Fault[]) => boolean): readonly Fault[] {
  let rest = faults

  for (let size = Math.ceil(rest.length / 2); size >= 1 && rest.length > 0; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    let hasLeftOut = true

    while (hasLeftOut) {
      hasLeftOut = false
      for (let start = rest.length - size; start > -size; start -= size) {
        // The latest first: the end of a long story is rarely what it takes.
        const candidate = [...rest.slice(0, Math.max(0, start)), ...rest.slice(start + size)]

        if (holds(candidate)) {
          rest = candidate
          hasLeftOut = size === 1
        }
      }
    }
  }

  return rest
}

/** Puts simpler faults in the place of single ones, as long as that goes on. */
function simplified (faults: readonly Fault[], holds: (faults: readonly Fault[]) => boolean): readonly Fault[] {
  let rest = faults

  for (let index = 0; index < rest.length; index++) {
    const simpler = simplerThan(rest[index] as Fault).map(fault => rest.with(index, fault)).find(holds)

    if (simpler !== undefined) {
      rest = simpler
      // The same fault may become simpler still.
      index--
    }
  }

  return rest
}

/** The same fault on fewer members, or for a shorter time. */
function simplerThan (fault: Fault): Fault[] {
  switch (fault.kind) {
    case 'split': return halves(fault.sides).map(sides => ({ ...fault, sides }))
    case 'cut-one-way': return [...parts(fault.from).map(from => ({ ...fault, from })), ...parts(fault.to).map(to => ({ ...fault, to }))]
    case 'cut-partial': return parts(fault.pairs).map(pairs => ({ ...fault, pairs }))
    case 'flip-flop': return [...parts(fault.a).map(a => ({ ...fault, a })), ...parts(fault.b).map(b => ({ ...fault, b }))]
    case 'degrade': return parts(fault.members).map(members => ({ ...fault, members }))
    case 'stall': return fault.duration > 1 ? [{ ...fault, duration: Math.floor(fault.duration / 2) }] : []
    case 'slow': return fault.stall > 1 ? [{ ...fault, stall: Math.floor(fault.stall / 2) }] : []
    default: return []
  }
}

/** The two halves of a list that can be divided. */
function parts<T> (list: readonly T[]): Array<readonly T[]> {
  const middle = Math.ceil(list.length / 2)
  return list.length < 2 ? [] : [list.slice(0, middle), list.slice(middle)]
}

/** Each way to have half of one of the lists only. */
function halves<T> (lists: ReadonlyArray<readonly T[]>): Array<ReadonlyArray<readonly T[]>> {
  return lists.flatMap((list, index) => parts(list).map(part => lists.with(index, part)))
}
