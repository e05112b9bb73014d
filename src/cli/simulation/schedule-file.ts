import { membersIn, problemOf } from '../../sim/index.js'
import { UsageError } from '../usage-error.js'
import type { Fault, Observer } from '../../sim/index.js'

/** What `--schedule` accepts. */
export const SCHEDULE_ACCEPTS = 'a file of faults, as a JSON array, as one object a line, or as --json wrote them with a violation or with --transcript; - for standard input'

/** Far more than chaos makes. */
const FAULTS_MAX = 100_000

/** Faults that hit nobody that are named. */
const MISSED_MAX = 10

/** Faults that a user gave, and the file that they are from. */
export interface GivenSchedule {
  readonly path: string
  readonly faults: readonly Fault[]
}

/** The faults in a file, and of which run they are, where it says. */
export interface ScheduleFile extends GivenSchedule {
  readonly scenario?: string
  readonly seed?: number
}

/**
 * Reads what a schedule was written as.
 *
 * @throws {UsageError} that names the file, the fault and what is wrong with it
 */
export function parseSchedule (path: string, text: string): ScheduleFile {
  const values = jsonIn(path, text)
  const violation = values.find(isViolation)
  const faults = violation?.reduced.faults ?? (values.length === 1 && Array.isArray(values[0]) ? values[0] : values).flatMap(faultsOf)
  const run = violation ?? values.find(isRun)

  if (faults.length === 0 || faults.length > FAULTS_MAX) {
    throw refused(path, faults.length === 0 ? whyNone(values) : `it has ${faults.length} faults, of which ${FAULTS_MAX} are the most`)
  }
  faults.forEach((fault, index) => {
    const problem = problemOf(fault)

    if (problem !== undefined) {
      throw new UsageError(`--schedule is ${JSON.stringify(path)}: fault ${index + 1}: ${problem}`)
    }
  })

  return {
    path,
    faults: faults as readonly Fault[],
    ...(typeof run?.scenario === 'string' ? { scenario: run.scenario } : {}),
    ...(typeof run?.seed === 'number' ? { seed: run.seed } : {})
  }
}

/** The error for a schedule that cannot be read. */
export function refused (path: string, reason: string, cause?: unknown): UsageError {
  return new UsageError(`--schedule is ${JSON.stringify(path)}: ${reason}: accepts ${SCHEDULE_ACCEPTS}`, { cause })
}

/** Notes who is there from the beginning, as faults of anybody else belong to another run, and which faults hit nobody. */
export class Roster implements Observer {
  readonly #ids = new Set<string>()
  readonly #missed: Array<{ readonly fault: Fault, readonly reason: string }> = []

  step ({ at, member }: Parameters<NonNullable<Observer['step']>>[0]): void {
    if (at === 0) this.#ids.add(member.id)
  }

  missed ({ fault, reason }: Parameters<NonNullable<Observer['missed']>>[0]): void {
    this.#missed.push({ fault, reason })
  }

  /** A line for each fault that hit nobody, the first ones of many. */
  missedLines ({ faults }: GivenSchedule): string[] {
    const lines = this.#missed.map(({ fault, reason }) => `fault ${faults.indexOf(fault) + 1} hit nobody: ${reason}`)
    return lines.length <= MISSED_MAX ? lines : [...lines.slice(0, MISSED_MAX), `${lines.length - MISSED_MAX} more faults hit nobody`]
  }

  /** @throws {UsageError} that names the first fault of a stranger */
  check ({ path, faults }: GivenSchedule, seed: number): void {
    faults.forEach((fault, index) => {
      const stranger = membersIn(fault).find(id => !this.#ids.has(id))

      if (stranger !== undefined) {
        throw new UsageError(`--schedule is ${JSON.stringify(path)}: fault ${index + 1} is of ${stranger}: the members of seed ${seed} are ${[...this.#ids].join(', ')}`)
      }
    })
  }
}

/** What a file without a fault is. */
function whyNone (values: readonly unknown[]): string {
  const events = values.map(value => (Object(value) as { readonly event?: unknown }).event)

  if (events.includes('violation')) {
    return 'its violation has no reduced faults'
  }

  return events.includes('summary') ? 'it is what --json wrote of runs that broke no promise, which has no faults' : 'it has 0 faults'
}

/** One JSON value, or one a line. */
function jsonIn (path: string, text: string): unknown[] {
  try {
    return [JSON.parse(text)]
  } catch {
    // It can still be lines.
  }

  return text.split('\n').flatMap((line, index) => {
    try {
      return line.trim() === '' ? [] : [JSON.parse(line)]
    } catch (err) {
      throw refused(path, `line ${index + 1}: ${err instanceof Error ? err.message : String(err)}`, err)
    }
  })
}

/** Of a line of a story the fault, if it tells of one; whatever else was given is to be a fault itself. */
function faultsOf (value: unknown): unknown[] {
  const { event, at, fault } = Object(value) as { readonly event?: unknown, readonly at?: unknown, readonly fault?: unknown }

  if (event !== undefined && event !== 'fault') {
    return []
  }

  return typeof fault === 'object' && fault !== null ? [{ at, ...fault }] : [value]
}

/** What says of which run a file is. */
interface RunOf {
  readonly scenario?: unknown
  readonly seed?: unknown
}

function isRun (value: unknown): value is RunOf {
  return (Object(value) as { readonly event?: unknown }).event === 'run'
}

function isViolation (value: unknown): value is RunOf & { readonly reduced: { readonly faults: readonly unknown[] } } {
  const { event, reduced } = Object(value) as { readonly event?: unknown, readonly reduced?: { readonly faults?: unknown } }
  return event === 'violation' && Array.isArray(reduced?.faults)
}
