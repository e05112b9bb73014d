import { FAULT_KINDS } from './faults.js'
import { resolveNetwork } from './options.js'
import type { Fault } from './faults.js'

/** What a field of a fault can hold; `accepts` completes "accepts ...". */
interface Shape {
  readonly accepts: string
  readonly isOptional?: boolean
  readonly has: (value: unknown) => boolean
}

type FaultOf<Kind> = Extract<Fault, { kind: Kind }>
type Shapes = { readonly [Kind in Fault['kind']]: { readonly [Field in Exclude<keyof FaultOf<Kind>, 'at' | 'kind'>]-?: Shape } }

/** Some days, in milliseconds: a mistyped time must not keep the run busy for ever. */
const TIME_MAX = 1_000_000_000

/** Every flip takes a step. */
const FLIP_PERIOD_MIN = 100
const METADATA_MAX = 512
const SHOWN_MAX = 80

const TIME = number(0, TIME_MAX, `a number of milliseconds from 0 to ${TIME_MAX}`)
const PERIOD = number(1, TIME_MAX, `a number of milliseconds from 1 to ${TIME_MAX}`)
const FLIP_PERIOD = number(FLIP_PERIOD_MIN, TIME_MAX, `a number of milliseconds from ${FLIP_PERIOD_MIN} to ${TIME_MAX}`)
const ID: Shape = { accepts: 'the id of a member', has: isId }
const IDS: Shape = { accepts: 'a list of ids of members', has: isIds }
const ON_MEMBER = { member: ID }

/** Every field of every kind of fault. */
const SHAPES: Shapes = {
  'crash': ON_MEMBER,
  'power-off': ON_MEMBER,
  'start': ON_MEMBER,
  'start-empty': ON_MEMBER,
  'leave': ON_MEMBER,
  'pause': ON_MEMBER,
  'resume': ON_MEMBER,
  'stall': { member: ID, duration: TIME },
  'block': ON_MEMBER,
  'unblock': ON_MEMBER,
  'slow': { member: ID, stall: TIME, every: PERIOD },
  'clock': {
    member: ID,
    rate: { ...number(0.01, 100, 'a number from 0.01 to 100'), isOptional: true },
    step: { ...number(-TIME_MAX, TIME_MAX, `a number of milliseconds from -${TIME_MAX} to ${TIME_MAX}`), isOptional: true }
  },
  'update': { member: ID, metadata: { accepts: `a text of at most ${METADATA_MAX} bytes`, has: value => typeof value === 'string' && new TextEncoder().encode(value).length <= METADATA_MAX } },
  'split': { sides: { accepts: 'a list of lists of ids of members', has: value => Array.isArray(value) && value.every(isIds) } },
  'cut-one-way': { from: IDS, to: IDS },
  'cut-partial': { pairs: { accepts: 'a list of pairs of ids of members', has: value => Array.isArray(value) && value.every(pair => isIds(pair) && pair.length === 2) } },
  'flip-flop': { a: IDS, b: IDS, period: FLIP_PERIOD },
  'degrade': {
    members: IDS,
    loss: number(0, 1, 'a number from 0 to 1'),
    latency: { accepts: 'a number of milliseconds, or {"min": ..., "max": ...}', has: value => TIME.has(value) || isRange(value) }
  },
  'heal': {},
  'network': { options: { accepts: 'options of a network such as {"loss": 0.1}', has: isNetwork } }
}

/** What is wrong with something that should be a fault; undefined when it is one. */
export function problemOf (fault: unknown): string | undefined {
  if (!isObject(fault)) {
    return 'it is no object: accepts {"at": ..., "kind": ...}'
  }
  const kind = FAULT_KINDS.find(known => known === fault['kind'])

  if (kind === undefined) {
    return `kind is ${show(fault['kind'])}: accepts ${FAULT_KINDS.join(', ')}`
  }
  const shapes: Readonly<Record<string, Shape>> = { at: TIME, ...SHAPES[kind] }
  const unknown = Object.keys(fault).find(field => field !== 'kind' && !Object.hasOwn(shapes, field))

  if (unknown !== undefined) {
    return `${unknown} is no field of ${kind}: accepts ${Object.keys(shapes).join(', ')}`
  }
  for (const [field, { accepts, isOptional = false, has }] of Object.entries(shapes)) {
    if (!has(fault[field]) && !(isOptional && fault[field] === undefined)) {
      return `${field} is ${show(fault[field])}: accepts ${accepts}`
    }
  }

  return kind === 'slow' && fault['stall'] !== 0 && Number(fault['stall']) >= Number(fault['every'])
    ? `stall is ${String(fault['stall'])}: accepts less than every, which is ${String(fault['every'])}`
    : undefined
}

function show (value: unknown): string {
  const shown = JSON.stringify(value) ?? 'missing'
  return shown.length > SHOWN_MAX ? `${shown.slice(0, SHOWN_MAX)}...` : shown
}

function number (least: number, most: number, accepts: string): Shape {
  return { accepts, has: value => typeof value === 'number' && value >= least && value <= most }
}

function isObject (value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isId (value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function isIds (value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isId)
}

function isRange (value: unknown): boolean {
  return isObject(value) && TIME.has(value['min']) && TIME.has(value['max']) && Number(value['min']) <= Number(value['max'])
}

function isNetwork (value: unknown): boolean {
  try {
    return isObject(value) && resolveNetwork(value) !== undefined
  } catch {
    // Its reason names the option, and so does the caller's message, which shows all of them.
    return false
  }
}
