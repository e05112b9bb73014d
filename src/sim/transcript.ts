import type { CoreEvent, Effect, Input, Millis } from '../core/index.js'
import type { Fault } from './faults.js'
import type { CableChange, Observer, Passage, Step } from './observer.js'

/** Lines that a transcript keeps; what comes after them is counted only. */
const LINES_MAX = 1_000_000

/** What a transcript tells beyond the events, the marks and the faults. */
export interface TranscriptOptions {
  /** Every message, with what became of it. */
  readonly messages?: boolean
  readonly linesMax?: number
}

/** The story of a run, for people: one line an event, with the hash of all that has happened up to there. */
export class Transcript implements Observer {
  readonly lines: string[] = []
  /** How many lines there was no room for. */
  omitted = 0
  readonly #options: TranscriptOptions
  #digest = '-'

  constructor (options: TranscriptOptions = {}) {
    this.#options = options
  }

  step ({ at, member, input, effects, simulation }: Step): void {
    const who = `${member.id}#${member.start}`

    this.#digest = simulation.digest().slice(0, 8)
    for (const what of [...inputText(input), ...effects.flatMap(effectText)]) {
      this.#tell(at, who, what)
    }
  }

  message ({ at, from, to, message, bytes, fate, via }: Passage): void {
    if (this.#options.messages === true) {
      this.#tell(at, from, `${via === 'topic' ? '=>' : '->'} ${to} ${message.type} ${bytes} B ${fate}`)
    }
  }

  fault ({ at, fault }: { readonly at: Millis, readonly fault: Fault }): void {
    const { kind, at: _, ...rest } = fault
    this.#tell(at, '*', `fault ${kind} ${JSON.stringify(rest)}`)
  }

  cables ({ at, kind, isMended }: CableChange): void {
    this.#tell(at, '*', `cables ${kind}${isMended ? ' ends' : ''}, by a function`)
  }

  /** All of it. */
  toString (): string {
    return [...this.lines, ...(this.omitted > 0 ? [`... and ${this.omitted} more`] : [])].join('\n')
  }

  #tell (at: Millis, who: string, what: string): void {
    if (this.lines.length < (this.#options.linesMax ?? LINES_MAX)) {
      this.lines.push(`${at.toFixed(3).padStart(12)} ${this.#digest} ${who.padEnd(8)} ${what}`)
    } else {
      this.omitted++
    }
  }
}

function inputText (input: Input): string[] {
  switch (input.type) {
    case 'message': case 'wake': return []
    case 'connected': case 'refused': case 'contact': return [`<- ${input.type} ${input.member}`]
    case 'disconnected': return [`<- disconnected ${input.member}${input.lost ? ', lost' : ''}`]
    default: return [`<- ${input.type}`]
  }
}

function effectText (effect: Effect): string[] {
  switch (effect.type) {
    case 'emit': return [eventText(effect.event)]
    case 'trace': return [`   ${effect.mark} ${effect.member ?? ''}`.trimEnd()]
    case 'bootstrap': return ['   bootstrap']
    default: return []
  }
}

function eventText (event: CoreEvent): string {
  switch (event.type) {
    case 'leader:change': return `!! leader:change ${event.leadership.leader} in term ${event.leadership.term}`
    case 'table:change': {
      const { group, epoch, roster } = event.table
      return `!! table:change ${group} ${epoch.term}/${epoch.leader}/${epoch.version} for ${roster.map(({ id }) => id).join(' ')}`
    }
    case 'partition:assign': return `!! ${event.type} ${event.group} ${event.partition}`
    case 'partition:revoke': case 'partition:lost': return `!! ${event.type} ${event.group} ${event.partition}, ${event.reason}`
    default: {
      const member = 'member' in event ? event.member : undefined
      return member === undefined ? `!! ${event.type}` : `!! ${event.type} ${member.id} ${member.generation}/${member.incarnation} ${member.state}`
    }
  }
}
