import { StrictCore } from '../../core/index.js'
import { parseVoter } from './genesis.js'
import { VoteLostError } from '../../errors.js'
import { ClockGuard, CLOCKS } from './clock-guard.js'
import { PromiseStore } from './promise-store.js'
import { digestOf, signStatement, SignatureVerifier } from './signatures.js'
import { StrictDriver } from './strict-driver.js'
import { StrictStreams } from './strict-streams.js'
import { VoterChanges } from './voter-changes.js'
import { changedGroups, owns, pullOf, strictMembers, tableOf, votersOf } from './strict-view.js'
import type { Clocks } from './clock-guard.js'
import type { StrictSessionOptions } from './strict-options.js'
import type { Suspension, VotersChange, VotersInfo } from '../../api.js'
import type { AbortOptions } from '@libp2p/interface'
import type { MemberId, Millis, StrictEvent, StrictInput, StrictMessage, StrictTable, Table, Token, VoterRecord } from '../../core/index.js'

/** How long a former life of this member may take to let go of its store, in milliseconds. */
const STORE_TIMEOUT: Millis = 10_000

/** The strict groups of one life of a member: a strict core and all that connects it with libp2p. */
export class StrictSession {
  readonly #options: StrictSessionOptions
  readonly #streams: StrictStreams
  readonly #guard: ClockGuard
  readonly #clock: Clocks['monotonic']
  readonly #changes = new VoterChanges()
  #store: PromiseStore | undefined
  #storeFailure: Error | undefined
  #core: StrictCore | undefined
  #driver: StrictDriver | undefined
  #live = new Set<MemberId>()
  #seen = ''
  #shown: StrictTable | undefined
  #hasTrouble = false
  #leaving: { readonly drained: () => void, isRevoked: boolean } | undefined

  constructor (options: StrictSessionOptions) {
    const { genesis: { durations: { leaderLease, ownerLease, drift } }, clocks = CLOCKS } = options
    const longest = Math.max(leaderLease, ownerLease)

    this.#options = options
    this.#clock = clocks.monotonic
    // What a lease that lasts too long may cost is what everybody waits longer than one.
    this.#guard = new ClockGuard(longest, longest * drift, clocks)
    this.#streams = new StrictStreams({
      ...options,
      isMember: id => this.#live.has(id) || this.#hasLeft(id),
      take: (from, message) => { this.#driver?.input({ type: 'message', from, message }) }
    })
  }

  /** Opens the voter's store, and takes streams. Without a store that can be read, the member does not vote. */
  async open (): Promise<void> {
    const { cluster, datastore, genesis } = this.#options

    try {
      this.#store = await PromiseStore.open({ datastore, cluster, genesis: genesis.id, signal: AbortSignal.timeout(STORE_TIMEOUT) })
    } catch (error) {
      this.#storeFailure = error instanceof Error ? error : new Error(String(error))
    }
    await this.#streams.open()
  }

  /** The member is in the cluster. */
  begin (generation: number): void {
    const { genesis, self } = this.#options
    const record = this.#store?.record
    const verifier = new SignatureVerifier()
    const isOwn = record === undefined || record.voter === this.voterId

    this.#core = new StrictCore({
      self: { id: self, generation },
      genesis,
      verify: verifier.verify,
      digest: digestOf,
      ...this.#store !== undefined && isOwn && { store: { id: this.#store.id, ...record !== undefined && { record } } }
    })
    this.#driver = this.#createDriver(this.#core)
    this.#tellLostVote(record)
    this.#driver.input({ type: 'start' })
    this.see()
  }

  /** The id that this member votes under, if voters name it. */
  get voterId (): string | undefined {
    return this.#store === undefined ? undefined : `${this.#options.self}/${this.#store.id}`
  }

  /** Who votes, by the newest table that is known to be committed. */
  get voters (): VotersInfo | undefined {
    return this.#core === undefined ? undefined : votersOf(this.#core.table)
  }

  /** Changes the voters; rejects with the reason. */
  async changeVoters (change: VotersChange, options: AbortOptions): Promise<void> {
    const asked = 'add' in change ? { type: 'add', voter: parseVoter(change.add) } as const : { type: 'remove', voter: change.remove } as const
    await this.#changes.ask(asked, input => { this.#driver?.input(input) }, options)
  }

  /** Membership has changed. */
  see (): void {
    const members = strictMembers(this.#options.members())
    const key = JSON.stringify(members)

    if (this.#driver !== undefined && key !== this.#seen) {
      this.#seen = key
      const live = new Set(members.map(({ id }) => id))
      for (const id of this.#live) {
        if (!live.has(id)) this.#streams.drop(id)
      }
      this.#live = live
      this.#driver.input({ type: 'view', members })
    }
  }

  input (input: Extract<StrictInput, { type: 'released' | 'failed' }>): void {
    this.#driver?.input(input)
  }

  /** Somebody has shown that it has a newer table than this member. */
  pullFrom (member: MemberId): void {
    if (this.#core !== undefined) this.#streams.send(member, pullOf(this.#core.table, this.#options.genesis))
  }

  /** Hands over what this member has, and the lead; calls back once, when that is done. */
  leave (drained: () => void): void {
    this.#leaving = { drained, isRevoked: false }
    this.see()
    this.#reviewLeaving()
  }

  /** Whether voters assign a group, as far as is known here. */
  has (group: string): boolean {
    return this.#options.groups.includes(group) || this.#core?.table.groups.some(({ name }) => name === group) === true
  }

  tables (): Table[] {
    return (this.#core?.table.groups ?? []).map(({ name }) => this.table(name)).filter(table => table !== undefined)
  }

  table (group: string): Table | undefined {
    return this.#core === undefined ? undefined : tableOf(this.#options.cluster, this.#core.table, group)
  }

  /** What is this member's at this instant. */
  owned (group: string): Array<{ readonly partition: number, readonly token: Token }> {
    return (this.#core?.owned() ?? []).filter(held => held.group === group && this.tokenOf(group, held.partition) === held.token)
      .map(({ partition, token }) => ({ partition, token }))
  }

  /** The token of a partition that is this member's at this instant. */
  tokenOf (group: string, partition: number): Token | undefined {
    if (this.#isDistrusted() || this.#core?.isOwner(group, partition, this.#clock()) !== true) {
      return undefined
    }

    return this.#core.table.groups.find(({ name }) => name === group)?.tokens[partition]
  }

  /** Why this member owns nothing of a group although it works for it; undefined if it does, or is not to. */
  suspension (group: string): Suspension | undefined {
    const { self } = this.#options
    const table = this.table(group)

    if (this.#core === undefined) {
      return 'joining'
    }
    return (table === undefined || owns(table, self)) && this.owned(group).length === 0 ? 'lease' : undefined
  }

  /** Says what is still to be said, and lets go of everything; the store last, when its last write is done. */
  async close (): Promise<void> {
    this.#changes.close()
    await this.#driver?.stop()
    this.#core = undefined
    await this.#streams.close()
    await this.#store?.close()
  }

  /** Its last word as a leader can come after its goodbye, which goes another way. */
  #hasLeft (id: MemberId): boolean {
    return this.#options.members().some(member => member.id === id && member.state === 'left')
  }

  #createDriver (core: StrictCore): StrictDriver {
    const { counters, log, onFailure, privateKey, self } = this.#options

    return new StrictDriver(core, {
      self,
      send: (to, message) => { this.#streams.send(to, message) },
      publish: message => { this.#publish(message) },
      sign: async statement => await signStatement(privateKey, statement),
      save: async record => { await this.#store?.save(record) },
      emit: event => { this.#emit(event) },
      trace: (mark, member) => {
        this.#hasTrouble &&= mark !== 'clock:distrusted'
        counters.count(mark)
        log.trace('%s %s', mark, member ?? '')
      },
      settled: () => { this.#reviewLeaving() },
      unsaved: error => {
        counters.count('strict:store-failed')
        log.error('a promise was not stored, and not given - %e', error)
      },
      failed: onFailure
    }, () => this.#noteTrouble(), this.#clock)
  }

  /** To every live member: what is lost is pulled. */
  #publish (message: StrictMessage): void {
    for (const id of this.#live) {
      if (id !== this.#options.self) this.#streams.send(id, message)
    }
  }

  #emit (event: StrictEvent): void {
    const { cluster, onEvent } = this.#options

    if (event.type === 'table:change') {
      const former = this.#shown
      this.#shown = event.table
      for (const group of former === undefined ? event.table.groups.map(({ name }) => name) : changedGroups(former, event.table)) {
        const table = tableOf(cluster, event.table, group)
        if (table !== undefined) onEvent({ type: 'table:change', table })
      }
    } else if (event.type === 'leader:change') {
      onEvent({ type: 'strict:leader', leadership: event.leadership })
    } else if (event.type === 'voters:changed' || event.type === 'voters:refused') {
      this.#changes.answer(event)
    } else {
      onEvent(event)
    }
  }

  /** Voters name this member, but with another store than it has. */
  #tellLostVote (record: VoterRecord | undefined): void {
    const { genesis, onEvent, self } = this.#options
    const config = record?.accepted.config.voters ?? genesis.voters
    const named = config.find(({ member }) => member === self)

    if (named === undefined) {
      return
    }
    if (this.#storeFailure !== undefined) {
      onEvent({ type: 'vote:lost', error: this.#storeFailure })
    } else if (record !== undefined && record.voter !== this.voterId) {
      onEvent({ type: 'vote:lost', error: new VoteLostError(`the store holds the promises of ${record.voter}, and this member is ${this.voterId}: it does not vote; give each member a store of its own`) })
    } else if (named.store !== this.#store?.id) {
      onEvent({ type: 'vote:lost', error: new VoteLostError(`this member voted as ${self}/${named.store}, and that store is gone: it does not vote; add ${this.voterId} as a voter, which takes the place of the former one`) })
    }
  }

  #noteTrouble (): boolean {
    const hasTrouble = this.#guard.hasTrouble()
    this.#hasTrouble ||= hasTrouble
    return hasTrouble
  }

  /** Looks at the clocks before anything is said by them. */
  #isDistrusted (): boolean {
    if (this.#noteTrouble()) {
      this.#driver?.input({ type: 'clock-trouble' })
    }

    return this.#hasTrouble
  }

  #reviewLeaving (): void {
    const leaving = this.#leaving
    const core = this.#core

    if (leaving === undefined) {
      return
    }
    if (core !== undefined && (core.owned().length > 0 || core.table.groups.some(({ owners }) => owns({ roster: core.table.roster, owners }, this.#options.self)))) {
      if (!leaving.isRevoked && !this.#hasTaker()) {
        leaving.isRevoked = true
        this.#revokeAll(core)
      }
    } else {
      this.#leaving = undefined
      this.#driver?.input({ type: 'resign' })
      leaving.drained()
    }
  }

  /** Nobody takes over, but what works here is stopped in order all the same. */
  #revokeAll (core: StrictCore): void {
    for (const { group, partition, token } of core.owned()) {
      this.#options.onEvent({ type: 'partition:revoke', group, partition, token, reason: 'leave' })
    }
  }

  #hasTaker (): boolean {
    const { members, self } = this.#options
    return strictMembers(members()).some(({ id, work }) => id !== self && work.some(({ weight }) => weight > 0))
  }
}
