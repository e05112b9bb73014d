import { Link, WAITING_MAX } from './link.js'
import type { MemberId, Millis } from '../core/index.js'
import type { EventQueue } from './event-queue.js'
import type { SimulatedMember } from './member.js'
import type { Paths } from './paths.js'
import type { Parcel } from './codec.js'

/** A dial takes no longer than a probe interval, or than this where that is less, in milliseconds. */
const DIAL_TIMEOUT_MIN = 1_000

/** What connections ask of the simulation. */
export interface ConnectionsHost {
  readonly now: Millis
  readonly queue: EventQueue
  readonly paths: Paths
  /** The newest process of that id. */
  find (id: MemberId): SimulatedMember | undefined
  /** A connection is there: what has waited can go, and the topics may use it. */
  opened (link: Link): void
  /** What waited for a connection is not going to be sent. */
  undelivered (link: Link, parcel: Parcel): void
}

/**
 * Opens and closes connections, as libp2p does for an adapter.
 *
 * ```
 * A --knock---> B    a dial: two latencies until A is connected, one until B is
 * A <--answer-- B    or a refusal, if B's machine runs but its process does not
 * ```
 *
 * Of two dials that cross, that of the smaller id comes to something.
 */
export class Connections {
  readonly #host: ConnectionsHost
  #ordinal = 0

  constructor (host: ConnectionsHost) {
    this.#host = host
  }

  /** The connection to a peer, which is dialled if there is none. */
  linkTo (owner: SimulatedMember, peer: MemberId): Link {
    const link = owner.links.get(peer)

    if (link !== undefined) {
      touch(link)
      return link
    }

    return this.#dial(owner, peer)
  }

  /** Tells the core once the peer at a known address is reached. */
  seek (owner: SimulatedMember, peer: MemberId): void {
    const link = this.linkTo(owner, peer)

    if (link.state === 'open') {
      owner.input({ type: 'contact', member: peer })
    } else {
      link.isSought = true
    }
  }

  /** A parcel waits for the dial. */
  wait (link: Link, parcel: Parcel): void {
    if (link.waiting.length < WAITING_MAX) {
      link.waiting.push(parcel)
    } else {
      this.#host.undelivered(link, parcel)
    }
  }

  /** Puts a connection between two processes that have always had one. */
  join (a: SimulatedMember, b: SimulatedMember): void {
    if (a !== b && !a.links.has(b.id) && !b.links.has(a.id)) {
      const link = this.#put(new Link(a, b.id, this.#ordinal++))

      link.state = 'open'
      link.other = this.#put(new Link(b, a.id, this.#ordinal++, link))
      for (const end of [link, link.other]) {
        end.owner.input({ type: 'connected', member: end.peer })
        this.#host.opened(end)
      }
    }
  }

  /** Closes in good order, so that both sides know that nothing has failed. */
  close (link: Link): void {
    const wasOpen = link.state === 'open'

    this.#tellOther(link, false)
    this.#remove(link)
    if (wasOpen) {
      link.owner.input({ type: 'disconnected', member: link.peer, lost: false })
    }
  }

  /** The process is gone. Its machine closes its connections, unless that is gone as well. */
  closeAll (owner: SimulatedMember, { lost, silent }: { readonly lost: boolean, readonly silent: boolean }): void {
    for (const link of [...owner.links.values()]) {
      if (!silent) this.#tellOther(link, lost)
      this.#remove(link)
    }
  }

  /** Somebody wrote on a connection that the other side does not have any more. */
  reset (link: Link): void {
    if (this.#host.paths.isOpen(link.peer, link.owner.id)) {
      const since = link.other?.lastArrival ?? this.#host.now

      // After whatever it said itself: who closed in good order is not lost because of what came in meanwhile.
      this.#later(link.peer, link.owner.id, since, () => { link.owner.execution.receive(() => { this.#lose(link, true) }) })
    }
  }

  /** The answer to a dial is here, or a message that says as much. */
  open (link: Link): void {
    if (link.state !== 'dialling') {
      return
    }
    link.state = 'open'
    this.#begin(link)
  }

  #dial (owner: SimulatedMember, peer: MemberId): Link {
    const { now, queue, paths } = this.#host
    const link = this.#put(new Link(owner, peer, this.#ordinal++))
    const timeout = Math.max(owner.settings.probeInterval, DIAL_TIMEOUT_MIN)

    link.deadline = queue.push(now + timeout, () => { this.#remove(link) })
    if (paths.isOpen(owner.id, peer)) {
      this.#later(owner.id, peer, now, () => { this.#knock(link) })
    }

    return link
  }

  #knock (link: Link): void {
    const target = this.#host.find(link.peer)

    if (target?.running === true) {
      target.execution.receive(() => { this.#accept(link, target) })
    } else if (target?.isDark === false && this.#host.paths.isOpen(link.peer, link.owner.id)) {
      this.#later(link.peer, link.owner.id, this.#host.now, () => { link.owner.execution.receive(() => { this.#refuse(link) }) })
    }
  }

  #refuse (link: Link): void {
    if (link.state === 'dialling') {
      this.#remove(link)
      link.owner.input({ type: 'refused', member: link.peer })
    }
  }

  #accept (knock: Link, target: SimulatedMember): void {
    const dialler = knock.owner
    const before = target.links.get(dialler.id)

    // Over a path that is open one way only, no handshake comes to an end.
    if (knock.state !== 'dialling' || !target.running || !this.#host.paths.isOpen(target.id, dialler.id)) {
      return
    }
    if (before?.state === 'dialling' && target.id < dialler.id) {
      return
    }
    const wasOpen = before?.state === 'open'
    const back = new Link(target, dialler.id, this.#ordinal++, knock)

    knock.other = back
    if (before !== undefined) {
      back.isSought = before.isSought
      back.waiting = before.waiting
      before.waiting = []
      this.#remove(before)
    }
    this.#put(back)
    back.lastArrival = this.#later(target.id, dialler.id, this.#host.now, () => { dialler.execution.receive(() => { this.open(knock) }) })
    if (wasOpen) {
      this.#host.opened(back)
    } else {
      this.#begin(back)
    }
  }

  #begin (link: Link): void {
    if (link.deadline !== undefined) link.deadline.action = undefined
    link.owner.input({ type: 'connected', member: link.peer })
    if (link.isSought) {
      link.owner.input({ type: 'contact', member: link.peer })
    }
    if (link.state === 'open') {
      this.#host.opened(link)
    }
  }

  #put (link: Link): Link {
    const { links } = link.owner

    links.set(link.peer, link)
    if (links.size > this.#host.paths.options.linksMax) {
      const oldest = oldestUnused(link)
      if (oldest !== undefined) this.close(oldest)
    }

    return link
  }

  #tellOther (link: Link, lost: boolean): void {
    const { other, owner, peer, lastArrival } = link

    if (other !== undefined && this.#host.paths.isOpen(owner.id, peer)) {
      link.lastArrival = this.#later(owner.id, peer, lastArrival, () => { other.owner.execution.receive(() => { this.#lose(other, lost) }) })
    }
  }

  #lose (link: Link, lost: boolean): void {
    if (link.state === 'open') {
      this.#remove(link)
      link.owner.input({ type: 'disconnected', member: link.peer, lost })
    }
  }

  #remove (link: Link): void {
    const { links, mesh } = link.owner

    link.state = 'closed'
    mesh.delete(link)
    if (link.deadline !== undefined) link.deadline.action = undefined
    if (links.get(link.peer) === link) links.delete(link.peer)
    for (const parcel of link.waiting) {
      this.#host.undelivered(link, parcel)
    }
    link.waiting = []
  }

  /** What a machine says on its own comes after all that was said before. */
  #later (from: MemberId, to: MemberId, earliest: Millis, action: () => void): Millis {
    const at = Math.max(earliest, this.#host.now + this.#host.paths.delay(from, to))
    this.#host.queue.push(at, action)
    return at
  }
}

/** The least recently used connection that can be closed for a new one: not one of the mesh. */
function oldestUnused ({ owner, ordinal }: Link): Link | undefined {
  for (const link of owner.links.values()) {
    if (link.ordinal !== ordinal && link.state === 'open' && !owner.mesh.has(link)) return link
  }

  return undefined
}

/** Puts a link last among those of its owner: it is the most recently used. */
export function touch (link: Link): void {
  const { links } = link.owner

  links.delete(link.peer)
  links.set(link.peer, link)
}
