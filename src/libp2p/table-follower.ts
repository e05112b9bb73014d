import { compareEpochs, isSound, packToken, TERM_LEAD_MAX } from '../core/index.js'
import { followAssignments } from './assignment-feed.js'
import { Contacts } from './contacts.js'
import { peerIdOf } from './peer-ids.js'
import { tableProtocol } from './protocols.js'
import { isSealValid } from './seals.js'
import { pullTable } from './table-protocol.js'
import type { Assignment } from './assignment-feed.js'
import type { Table, Token } from '../core/index.js'
import type { GossipSub } from '@libp2p/gossipsub'
import type { Libp2p, Logger, PeerId } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

/** Between two looks at what a member has, in milliseconds: gossip can lose the last table before a quiet time. */
const PULL_INTERVAL = 10_000

/** The same while there is no table yet, or nobody answered. */
const RETRY_INTERVAL = 1_000

/** How long one pull may take, in milliseconds. */
const PULL_TIMEOUT = 5_000

/** What a follower is made with. */
export interface FollowerOptions {
  readonly node: Libp2p
  readonly pubsub: GossipSub
  readonly cluster: string
  readonly group: string
  readonly bootstrap: readonly Multiaddr[]
  readonly signal: AbortSignal
}

/**
 * Follows a group's tables without being a member: hears them on the assignment topic, and asks members for what it
 * may have missed. A table counts if its leader sealed it and its epoch is newer than the last one's.
 */
export class TableFollower {
  readonly #options: FollowerOptions
  readonly #log: Logger
  readonly #contacts: Contacts
  readonly #closed = new AbortController()
  readonly #unfollow: () => void
  #newest: Table | undefined
  #isTaken = true
  #wake: (() => void) | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #isPulling = false
  #isPullDue = false

  constructor (options: FollowerOptions) {
    const { node, pubsub, cluster, bootstrap, signal } = options

    this.#options = options
    this.#log = node.logger.forComponent('shoal:observer')
    this.#contacts = new Contacts({ node, cluster, bootstrap, log: this.#log, signal: this.#closed.signal })
    this.#unfollow = followAssignments(pubsub, cluster, assignment => { this.#hear(assignment) })
    signal.addEventListener('abort', this.#onAbort)
    node.addEventListener('peer:identify', this.#onPeer)
    node.addEventListener('peer:disconnect', this.#onPeer)
    this.#pullSoon()
  }

  /** The newest table, once there is a newer one than was taken last; nothing when the signal says stop. */
  async next (): Promise<Table | undefined> {
    const { signal } = this.#options

    while (this.#isTaken && !signal.aborted) {
      await new Promise<void>(resolve => { this.#wake = resolve })
    }
    this.#isTaken = true

    return signal.aborted ? undefined : this.#newest
  }

  /** Leaves nothing behind; a reader that is not waiting would otherwise keep it all. */
  close (): void {
    const { node, signal } = this.#options

    if (this.#closed.signal.aborted) {
      return
    }
    this.#closed.abort()
    clearTimeout(this.#timer)
    this.#unfollow()
    signal.removeEventListener('abort', this.#onAbort)
    node.removeEventListener('peer:identify', this.#onPeer)
    node.removeEventListener('peer:disconnect', this.#onPeer)
  }

  readonly #onAbort = (): void => {
    this.close()
    this.#wake?.()
  }

  /** Somebody new may have the first table; somebody lost may have been the only contact. */
  readonly #onPeer = ({ type }: Event): void => {
    if (this.#newest === undefined || type === 'peer:disconnect') {
      this.#pullSoon()
    }
  }

  #hear (assignment: Assignment): void {
    if (assignment.type === 'table' && this.#isOfMember(assignment.table.epoch.leader)) {
      this.#offer(assignment.table)
    } else if (assignment.type === 'table') {
      this.#pullIfNewer(assignment.table)
    } else if (assignment.head.tables.some(({ group, epoch }) => group === this.#options.group && epoch > this.#epoch())) {
      this.#pullSoon()
    }
  }

  /**
   * Whether somebody may lead as far as this follower can tell: it had a place in the last table. Anybody can publish on a
   * topic; of a leader that is new, only members know whether it may lead, so they are asked.
   */
  #isOfMember (id: string): boolean {
    return this.#newest?.roster.some(entry => entry.id === id) === true
  }

  #pullIfNewer ({ group, epoch }: Table): void {
    if (group === this.#options.group && packToken(epoch) > this.#epoch()) {
      this.#pullSoon()
    }
  }

  /** Takes a verified table in if it is the group's and newer. A slow reader gets the newest only. */
  #offer (table: Table): void {
    const refusal = this.#refusalOf(table)

    if (refusal === undefined) {
      this.#newest = table
      this.#isTaken = false
      this.#wake?.()
    } else {
      this.#log('table of %s was refused: it is %s', table.epoch.leader, refusal)
    }
  }

  #refusalOf (table: Table): string | undefined {
    const { cluster, group } = this.#options
    const newest = this.#newest

    if (table.cluster !== cluster || table.group !== group) return 'of another group'
    if (newest !== undefined && table.partitions !== newest.partitions) return 'of another size'
    if (newest !== undefined && compareEpochs(table.epoch, newest.epoch) <= 0) return 'not newer'
    if (table.epoch.term > Date.now() / 1_000 + TERM_LEAD_MAX) return 'from the future'
    if (!isSound(table)) return 'not sound'
    if (table.roster.some(({ id }) => peerIdOf(id) === undefined)) return 'with an owner that is no peer'

    return undefined
  }

  #epoch (): Token {
    return this.#newest === undefined ? 0n : packToken(this.#newest.epoch)
  }

  #pullSoon (): void {
    this.#isPullDue = true

    if (!this.#isPulling) {
      void this.#pullAll()
    }
  }

  async #pullAll (): Promise<void> {
    let hasAnswer = false

    clearTimeout(this.#timer)
    this.#isPulling = true

    while (this.#isPullDue && !this.#closed.signal.aborted) {
      this.#isPullDue = false
      void this.#contacts.seek()
      hasAnswer = await this.#pullFromAny()
    }
    this.#isPulling = false

    if (!this.#closed.signal.aborted) {
      const interval = hasAnswer && this.#newest !== undefined ? PULL_INTERVAL : RETRY_INTERVAL
      this.#timer = setTimeout(() => { this.#pullSoon() }, interval)
    }
  }

  /** Asks one member after the other until one answers. */
  async #pullFromAny (): Promise<boolean> {
    const contacts = await this.#contacts.list()
    const members = contacts.filter(contact => this.#isOfMember(contact.toString()))

    for (const contact of members.length > 0 ? members : contacts) {
      if (await this.#pull(contact)) {
        return true
      }
    }

    return false
  }

  async #pull (contact: PeerId): Promise<boolean> {
    const { node, cluster, group } = this.#options
    const signal = AbortSignal.any([this.#closed.signal, AbortSignal.timeout(PULL_TIMEOUT)])

    try {
      const stream = await node.dialProtocol(contact, tableProtocol(cluster), { signal, runOnLimitedConnection: true })
      const table = await pullTable(stream, group, this.#epoch(), { signal })

      if (table !== undefined && await isSealValid(table)) {
        this.#offer(table)
      }

      return true
    } catch (error) {
      this.#log('%p gave no answer - %e', contact, error)
      return false
    }
  }
}
