import { compareEpochs, packToken } from '../core/index.js'
import type { Message, Table, Topic } from '../core/index.js'
import type { Chance } from './chance.js'
import type { Parcel } from './codec.js'
import type { Link } from './link.js'
import type { SimulatedMember } from './member.js'
import type { Fate } from './observer.js'
import type { TransportHost } from './transport.js'

/** A larger table is not gossiped: its version is, and members pull (see the adapter's topics). */
export const GOSSIP_MAX = 256 * 1024

/** How often a peer looks after its mesh, in milliseconds (gossipsub's heartbeat). */
const HEARTBEAT = 1_000

/** What the topics are made with. */
export interface TopicsOptions {
  readonly host: TransportHost
  readonly chance: Chance
  /** A hop of what somebody published has come to its end. */
  readonly passed: (from: string, link: Link, parcel: Parcel, fate: Fate) => void
  readonly reset: (link: Link) => void
}

interface Publication {
  readonly from: SimulatedMember
  readonly parcel: Parcel
  readonly seen: Set<SimulatedMember>
}

/**
 * The gossip topics, as gossipsub brings them about: each peer passes on what it sees for the first time to the neighbours
 * in its mesh, which are some of those that it has a connection to.
 */
export class Topics {
  readonly #options: TopicsOptions

  constructor (options: TopicsOptions) {
    this.#options = options
  }

  publish (from: SimulatedMember, _topic: Topic, message: Message): void {
    const { codec, hash } = this.#options.host
    const full = codec.pack(message, true)
    const parcel = message.type === 'table' && full.bytes > GOSSIP_MAX ? codec.pack(noticeOf(message.table), true) : full
    const publication: Publication = { from, parcel, seen: new Set([from]) }

    hash.number(parcel.hash)
    from.execution.send(() => {
      if (from.running) this.#forward(from, publication)
    })
  }

  /** A new connection joins the mesh while there are too few neighbours in it. */
  consider (link: Link): void {
    if (link.owner.mesh.size < this.#degree) {
      this.#graft(link)
    }
  }

  get #degree (): number {
    return this.#options.host.paths.options.topic.degree
  }

  #forward (member: SimulatedMember, publication: Publication, via?: Link): void {
    this.#maintain(member)
    for (const link of [...member.mesh]) {
      if (link !== via && link.other !== undefined && link.peer !== publication.from.id) {
        this.#hop(link, link.other, publication)
      }
    }
  }

  #hop (link: Link, other: Link, publication: Publication): void {
    const { host, passed } = this.#options
    const { now, queue, paths } = host
    const { parcel, seen } = publication
    const from = link.owner.id

    link.owner.sent.messages++
    link.owner.sent.bytes += parcel.bytes

    if (!paths.isOpen(from, link.peer)) {
      passed(publication.from.id, link, parcel, 'cut')
    } else if (paths.isLost(from, link.peer)) {
      passed(publication.from.id, link, parcel, 'lost')
    } else if (seen.has(other.owner)) {
      // It would be dropped there, whenever it came.
      passed(publication.from.id, link, parcel, 'duplicated')
    } else {
      const delay = paths.delay(from, link.peer, paths.options.topic.hop)
      queue.push(now + delay, () => { this.#arrive(link, other, publication) })
    }
  }

  #arrive (link: Link, other: Link, publication: Publication): void {
    const { owner } = other

    if (!owner.running || other.state === 'closed') {
      this.#options.passed(publication.from.id, link, publication.parcel, 'ended')
      if (!owner.isDark) this.#options.reset(link)
    } else {
      owner.execution.receive(() => { this.#take(link, other, publication) })
    }
  }

  #take (link: Link, other: Link, publication: Publication): void {
    const { owner } = other
    const { parcel, from, seen } = publication

    if (!owner.running || seen.has(owner)) {
      this.#options.passed(from.id, link, parcel, owner.running ? 'duplicated' : 'ended')
      return
    }
    const isWanted = this.#options.host.filters.every(filter => filter(from.id, owner.id, parcel.message))

    seen.add(owner)
    this.#options.passed(from.id, link, parcel, isWanted ? 'delivered' : 'filtered')
    if (isWanted) {
      owner.received.messages++
      owner.received.bytes += parcel.bytes
      owner.receive(from.id, parcel.message, true)
    }
    if (owner.running && !isOld(parcel.message, owner)) {
      this.#forward(owner, publication, other)
    }
  }

  /** Makes up for lost neighbours, and lets go of too many, of those that have others. */
  #maintain (member: SimulatedMember): void {
    const { host, chance } = this.#options
    const { mesh, links } = member

    if (mesh.size >= this.#degree && mesh.size <= 2 * this.#degree) {
      return
    }
    if (host.now < member.meshAt + HEARTBEAT && mesh.size > 0) {
      return
    }
    member.meshAt = host.now

    if (mesh.size < this.#degree) {
      for (const link of chance.shuffled([...links.values()].filter(({ state }) => state === 'open'))) {
        if (mesh.size >= this.#degree) break
        this.#graft(link)
      }
    }
    for (const link of [...mesh]) {
      if (mesh.size > 2 * this.#degree && (link.other?.owner.mesh.size ?? 0) > this.#degree / 2) this.#prune(link)
    }
  }

  /** Refused by a peer that has enough neighbours, unless it would be the only one. */
  #graft (link: Link): void {
    const { other } = link

    if (other?.state === 'open' && other.owner.running && (other.owner.mesh.size < 2 * this.#degree || link.owner.mesh.size === 0)) {
      link.owner.mesh.add(link)
      other.owner.mesh.add(other)
    }
  }

  #prune (link: Link): void {
    link.owner.mesh.delete(link)
    link.other?.owner.mesh.delete(link.other)
  }
}

/** A peer does not pass on a table that it knows to be old. */
function isOld (message: Message, member: SimulatedMember): boolean {
  const applied = message.type === 'table' ? member.core.table(message.table.group) : undefined
  return message.type === 'table' && applied !== undefined && compareEpochs(message.table.epoch, applied.epoch) < 0
}

/** That there is a table, without the table. */
function noticeOf ({ group, epoch }: Table): Message {
  return { type: 'notice', head: { view: 0n, tables: [{ group, epoch: packToken(epoch) }] } }
}
