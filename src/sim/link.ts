import type { MemberId, Millis } from '../core/index.js'
import type { Parcel } from './codec.js'
import type { Appointment } from './event-queue.js'
import type { SimulatedMember } from './member.js'

/** Messages that wait for a dial. Beyond it the new ones are dropped. */
export const WAITING_MAX = 256

/** One end of a connection, as the process that owns it sees it. */
export class Link {
  readonly owner: SimulatedMember
  readonly peer: MemberId
  /** Grows with every link of a simulation. */
  readonly ordinal: number
  state: 'dialling' | 'open' | 'closed'
  /** The other end, once there is one. */
  other: Link | undefined
  /** What was to be sent before the connection was there. */
  waiting: Parcel[] = []
  /** Whether the core asked for the peer by its address, and is told when it is reached. */
  isSought = false
  /** When the last message sent so far arrives. */
  lastArrival: Millis = 0
  /** A message that is held back until the next one has overtaken it. */
  held: Appointment | undefined
  /** Gives the dial up. */
  deadline: Appointment | undefined

  constructor (owner: SimulatedMember, peer: MemberId, ordinal: number, other?: Link) {
    this.owner = owner
    this.ordinal = ordinal
    this.peer = peer
    this.other = other
    this.state = other === undefined ? 'dialling' : 'open'
  }
}
