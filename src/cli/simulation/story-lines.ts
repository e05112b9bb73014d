import { formatToken } from '../../index.js'
import type { CableChange, Fault, Observer, Step } from '../../sim/index.js'

type Effect = Step['effects'][number]
type CoreEvent = Extract<Effect, { type: 'emit' }>['event']
type MemberSnapshot = Extract<CoreEvent, { type: 'member:join' }>['member']

/**
 * One line of `shoal simulate --transcript --json`. `event` is the name of what the member told its application, such as
 * `leader:change`, or `input`, `mark` (a choice or a refusal of the core), `bootstrap`, `fault` or `cables` (cut or mended by a function); the rest depends on it.
 */
export interface StoryLine {
  readonly event: string
  /** Milliseconds since the beginning. */
  readonly at: number
  /** Whose step it was, and of which of all starts; a fault is nobody's. */
  readonly member?: string
  readonly start?: number
  /** The beginning of the hash of all that has happened up to here. */
  readonly digest?: string
  readonly [name: string]: unknown
}

/** What a line says beyond when and to whom it happened. */
interface Said {
  readonly event: string
  readonly [name: string]: unknown
}

/** The story of a run for programs: what a `Transcript` tells people, one object for each of its lines. */
export class StoryLines implements Observer {
  readonly #onLine: (line: StoryLine) => void

  constructor (onLine: (line: StoryLine) => void) {
    this.#onLine = onLine
  }

  step ({ at, member, input, effects, simulation }: Step): void {
    const said = [...inputSaid(input), ...effects.flatMap(effectSaid)]

    if (said.length > 0) {
      const digest = simulation.digest().slice(0, 8)
      for (const { event, ...rest } of said) this.#onLine({ event, at, member: member.id, start: member.start, digest, ...rest })
    }
  }

  fault ({ at, fault }: { readonly at: number, readonly fault: Fault }): void {
    const { at: _, ...rest } = fault
    this.#onLine({ event: 'fault', at, fault: rest })
  }

  cables ({ at, kind, isMended }: CableChange): void {
    this.#onLine({ event: 'cables', at, kind, isMended })
  }
}

function inputSaid (input: Step['input']): Said[] {
  switch (input.type) {
    case 'message': case 'wake': return []
    case 'connected': case 'refused': case 'contact': return [{ event: 'input', input: input.type, peer: input.member }]
    case 'disconnected': return [{ event: 'input', input: input.type, peer: input.member, lost: input.lost }]
    default: return [{ event: 'input', input: input.type }]
  }
}

function effectSaid (effect: Effect): Said[] {
  switch (effect.type) {
    case 'emit': return [eventSaid(effect.event)]
    case 'trace': return [{ event: 'mark', mark: effect.mark, ...(effect.member === undefined ? {} : { peer: effect.member }) }]
    case 'bootstrap': return [{ event: 'bootstrap' }]
    default: return []
  }
}

function eventSaid (event: CoreEvent): Said {
  switch (event.type) {
    case 'leader:change':
      return { event: event.type, leader: event.leadership.leader, term: event.leadership.term }
    case 'table:change': {
      const { group, epoch: { term, version, leader }, roster } = event.table
      return { event: event.type, group, epoch: { term, version, leader }, roster: roster.map(({ id }) => id) }
    }
    case 'partition:assign': case 'partition:revoke': case 'partition:lost': {
      const { type, token, ...rest } = event
      return { event: type, ...rest, token: formatToken(token) }
    }
    case 'refused': case 'superseded': case 'left': {
      const { type, ...rest } = event
      return { event: type, ...rest }
    }
    default:
      return { event: event.type, peer: memberSaid(event.member) }
  }
}

function memberSaid ({ id, state, position = null, generation, incarnation, probation }: Omit<MemberSnapshot, 'position'> & { readonly position?: number | null }): object {
  return { id, state, position, generation, incarnation, probation }
}
