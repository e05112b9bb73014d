import { Connections, touch } from './connections.js'
import { Topics } from './topics.js'
import type { MemberId, Message, Topic } from '../core/index.js'
import type { Codec, Parcel } from './codec.js'
import type { ConnectionsHost } from './connections.js'
import type { Link } from './link.js'
import type { SimulatedMember } from './member.js'
import type { Fate, Passage } from './observer.js'
import type { Chance } from './chance.js'
import type { Order } from './options.js'
import type { RunningHash } from './running-hash.js'

/** Decides whether a message gets to its receiver's core. */
export type Filter = (from: MemberId, to: MemberId, message: Message) => boolean

/** What the transport asks of the simulation. */
export interface TransportHost extends Pick<ConnectionsHost, 'now' | 'queue' | 'paths' | 'find'> {
  readonly order: Order
  readonly codec: Codec
  readonly hash: RunningHash
  readonly filters: readonly Filter[]
  passed (passage: Omit<Passage, 'at'>): void
}

/** Brings messages from member to member: those to one over connections, publications over the topics' mesh. */
export class Transport {
  readonly connections: Connections
  readonly #host: TransportHost
  readonly #topics: Topics

  constructor (host: TransportHost, chance: Chance) {
    this.#host = host
    this.#topics = new Topics({
      host,
      chance,
      passed: (from, link, parcel, fate) => { this.#passed(from, link.peer, parcel, fate, 'topic') },
      reset: link => { this.connections.reset(link) }
    })
    this.connections = new Connections({
      get now () { return host.now },
      queue: host.queue,
      paths: host.paths,
      find: id => host.find(id),
      opened: link => { this.#opened(link) },
      undelivered: (link, parcel) => { this.#passed(link.owner.id, link.peer, parcel, 'undialled', 'link') }
    })
  }

  send (from: SimulatedMember, to: MemberId, message: Message): void {
    const parcel = this.#host.codec.pack(message)

    this.#host.hash.number(parcel.hash)
    from.sent.messages++
    from.sent.bytes += parcel.bytes
    from.execution.send(() => { this.#dispatch(from, to, parcel) })
  }

  publish (from: SimulatedMember, topic: Topic, message: Message): void {
    this.#topics.publish(from, topic, message)
  }

  #dispatch (from: SimulatedMember, to: MemberId, parcel: Parcel): void {
    if (!from.running) {
      return
    }
    const link = this.connections.linkTo(from, to)

    if (link.state === 'open') {
      this.#transmit(link, parcel)
    } else {
      this.connections.wait(link, parcel)
    }
  }

  #opened (link: Link): void {
    const { waiting } = link

    link.waiting = []
    this.#topics.consider(link)
    if (link.other !== undefined) this.#topics.consider(link.other)
    for (const parcel of waiting) {
      this.#transmit(link, parcel)
    }
  }

  #transmit (link: Link, parcel: Parcel): void {
    const { paths } = this.#host
    const from = link.owner.id

    if (!paths.isOpen(from, link.peer)) {
      this.#passed(from, link.peer, parcel, 'cut', 'link')
    } else if (paths.isLost(from, link.peer)) {
      this.#passed(from, link.peer, parcel, 'lost', 'link')
    } else {
      this.#carry(link, parcel, 'delivered')
      if (paths.isDuplicated()) this.#carry(link, parcel, 'duplicated')
    }
  }

  #carry (link: Link, parcel: Parcel, fate: 'delivered' | 'duplicated'): void {
    const { now, queue, order, paths } = this.#host
    const isNasty = order === 'nasty'
    const delay = paths.delay(link.owner.id, link.peer)
    let at = now + delay

    if (isNasty) {
      // What is due within one millisecond is due at one instant, so that its order can be chosen.
      at = Math.ceil(at)
    }
    if (!paths.options.reordering) {
      at = Math.max(at, link.lastArrival)
      link.lastArrival = at
    }
    const arrive = (): void => { this.#arrive(link, parcel, fate) }

    if (fate === 'delivered' && paths.isHeldBack() && link.held === undefined) {
      link.held = queue.push(at + Math.ceil(4 * paths.options.latency.max), () => {
        link.held = undefined
        arrive()
      })
      return
    }
    queue.push(at, arrive, isNasty ? this.#nastyRank(link, fate) : 0)
    this.#releaseHeld(link, at)
  }

  /** The newest first, as far as a stream allows it; copies last. */
  #nastyRank (link: Link, fate: Fate): number {
    return fate === 'duplicated' ? 1 : this.#host.paths.options.reordering ? -this.#host.queue.pushed : -link.ordinal
  }

  /** What was held back comes just after what overtook it. */
  #releaseHeld (link: Link, at: number): void {
    const { held } = link

    if (held?.action !== undefined && held.at > at) {
      this.#host.queue.push(at, held.action, 2)
      held.action = undefined
    }
  }

  #arrive (link: Link, parcel: Parcel, fate: 'delivered' | 'duplicated'): void {
    const receiver = link.other?.owner

    if (receiver?.running !== true) {
      this.#passed(link.owner.id, link.peer, parcel, 'ended', 'link')
      // A machine that runs answers for a process that does not.
      if (receiver?.isDark !== true || this.#host.find(link.peer)?.running === true) this.connections.reset(link)
    } else {
      receiver.execution.receive(() => { this.#take(link, parcel, fate) })
    }
  }

  #take (link: Link, parcel: Parcel, fate: 'delivered' | 'duplicated'): void {
    const { owner, other } = link
    const receiver = other?.owner

    if (receiver?.running !== true || other?.state === 'closed') {
      this.#passed(owner.id, link.peer, parcel, 'ended', 'link')
      this.connections.reset(link)
      return
    }
    if (other?.state === 'dialling') {
      this.connections.open(other)
    }
    if (other !== undefined && receiver.links.get(owner.id) === other) {
      touch(other)
    }
    this.#deliver(owner.id, receiver, parcel, fate)
  }

  #deliver (from: MemberId, receiver: SimulatedMember, parcel: Parcel, fate: 'delivered' | 'duplicated'): void {
    const isWanted = this.#host.filters.every(filter => filter(from, receiver.id, parcel.message))

    this.#passed(from, receiver.id, parcel, isWanted ? fate : 'filtered', 'link')
    if (isWanted) {
      receiver.received.messages++
      receiver.received.bytes += parcel.bytes
      receiver.receive(from, parcel.message)
    }
  }

  #passed (from: MemberId, to: MemberId, { message, bytes }: Parcel, fate: Fate, via: 'link' | 'topic'): void {
    this.#host.passed({ from, to, message, bytes, fate, via })
  }
}
