import { NotStartedError, serviceCapabilities, serviceDependencies } from '@libp2p/interface'
import { TypedEventEmitter } from 'main-event'
import { compareEpochs } from '../core/index.js'
import { UnknownGroupError, VoterChangeError } from '../errors.js'
import { CallHandlers } from './calls/call-handlers.js'
import { checkInit, checkMetadata } from './check-init.js'
import { Counters } from './counters.js'
import { toPublicEvent } from './events.js'
import { GroupView } from './group.js'
import { Handlers } from './own/handlers.js'
import { OrderDesk } from './plan/order-desk.js'
import { PlanView } from './plan/group-planning.js'
import { TableHistory } from './plan/table-history.js'
import { peerIdOfMember, toEpochInfo, toMemberInfo } from './public-view.js'
import { Session } from './session.js'
import { Storage } from './storage.js'
import type { Config } from './check-init.js'
import type { ShoalComponents } from './components.js'
import type { StrictNews } from './strict/strict-options.js'
import type { CoreEvent, GroupSpec } from '../core/index.js'
import type { EpochInfo, Group, MemberInfo, PartitionFailure, Shoal, ShoalEvents, ShoalInit, VotersChange, VotersInfo } from '../api.js'
import type { AbortOptions, Logger, PeerId, Startable } from '@libp2p/interface'

export type { ShoalComponents } from './components.js'

/** How much longer than `leaveTimeout` a call of `leave()` waits, in milliseconds: for the goodbye, and what is on its way to storage. */
const LEAVE_MARGIN = 1_250

/** A member of a cluster as a libp2p service: its public face, and its life along with the node's. */
export class ShoalService extends TypedEventEmitter<ShoalEvents> implements Shoal, Startable {
  readonly [Symbol.toStringTag] = 'shoal'
  readonly [serviceCapabilities]: string[] = ['shoal']
  readonly [serviceDependencies]: string[] = ['@libp2p/identify', '@libp2p/pubsub']

  readonly #components: ShoalComponents
  #config: Config
  readonly #counters = new Counters()
  readonly #work: Handlers
  readonly #callHandlers = new CallHandlers()
  readonly #history = new TableHistory()
  readonly #desk = new OrderDesk({ core: () => this.#session?.core, give: order => { this.#session?.order(order) }, events: this })
  readonly #log: Logger
  #session: Session | undefined
  #leaving: PromiseWithResolvers<void> | undefined
  /** It took part and does no more, until the next start. */
  #isOver = false

  /** @throws {InvalidSettingError} */
  constructor (components: ShoalComponents, init: ShoalInit) {
    super()
    this.#components = components
    this.#config = checkInit(init)
    this.#log = components.logger.forComponent('shoal')
    this.#work = new Handlers({
      groups: this.#config.groups,
      handoffTimeout: this.#config.settings.handoffTimeout,
      onFailure: failure => { this.#tellFailure(failure) }
    })
  }

  get cluster (): string {
    return this.#config.cluster
  }

  get self (): MemberInfo {
    const { peerId } = this.#components
    const { priority = 0, eligible, metadata } = this.#config
    const core = this.#session?.core

    return core !== undefined
      ? toMemberInfo(core.self)
      : { peerId, state: 'alive', priority, eligible, generation: 0, incarnation: 0, probation: false, addresses: [], metadata }
  }

  get joined (): boolean {
    return this.#session?.core.phase === 'joined'
  }

  get leader (): PeerId | undefined {
    const leadership = this.#session?.core.leadership
    return leadership === undefined ? undefined : peerIdOfMember(leadership.leader)
  }

  get voterId (): string | undefined {
    return this.#session?.strict?.voterId
  }

  get voters (): VotersInfo | undefined {
    return this.#session?.strict?.voters
  }

  async changeVoters (change: VotersChange, options: AbortOptions = {}): Promise<void> {
    const { strict } = this.#session ?? {}

    if (strict?.voters === undefined) {
      throw new VoterChangeError('this member has no strict mode, or is not in yet: ask the one that leads the strict groups', 'not-leader')
    }
    await strict.changeVoters(change, options)
  }

  get epoch (): EpochInfo | undefined {
    const epochs = (this.#session?.groups.tables() ?? []).map(({ epoch }) => epoch)
    const newest = epochs.sort(compareEpochs).at(-1)

    return newest === undefined ? undefined : toEpochInfo(newest)
  }

  members (): MemberInfo[] {
    return (this.#session?.core.members() ?? []).map(toMemberInfo)
  }

  group (name: string): Group {
    const spec = this.#config.groups.find(group => group.name === name) ?? this.#foreignGroup(name)

    if (spec === undefined) {
      throw new UnknownGroupError(`there is no group ${name}: there are ${this.groupNames().join(', ') || 'none'}`)
    }

    const core = (): Session['core'] | undefined => this.#session?.core

    return new GroupView(spec.name, spec.partitions, () => this.#session?.groups, {
      work: this.#work.of(name),
      calls: {
        handle: (group, handler) => this.#callHandlers.add(group, handler),
        request: async request => await this.#activeSession().calls.request(request)
      },
      planning: new PlanView({ group: name, core, desk: this.#desk, history: this.#history })
    }, spec.isStrict)
  }

  /** One that others work for, as its table says. */
  #foreignGroup (name: string): GroupSpec | undefined {
    const partitions = this.#session?.groups.table(name)?.partitions
    return partitions === undefined ? undefined : { name, partitions, ...this.#session?.strict?.has(name) === true && { isStrict: true } }
  }

  groupNames (): string[] {
    const configured = this.#config.groups.map(({ name }) => name)
    const applied = (this.#session?.groups.tables() ?? []).map(({ group }) => group)

    return [...new Set([...configured, ...applied])].sort()
  }

  counters (): Record<string, number> {
    return this.#counters.all()
  }

  setMetadata (metadata: Uint8Array): void {
    const checked = checkMetadata(metadata)

    if (this.#isOver) {
      throw new NotStartedError('this member takes no part any more: start its node before its metadata can change')
    }
    this.#config = { ...this.#config, metadata: checked }
    this.#session?.setMetadata(this.#config.metadata)
  }

  async drain (peer: PeerId, options?: AbortOptions): Promise<void> {
    const member = peer.toString()
    const generation = this.#session?.core.members().find(({ id }) => id === member)?.generation ?? 0
    await this.#desk.give({ kind: 'drain', member, generation }, options)
  }

  async undrain (peer: PeerId, options?: AbortOptions): Promise<void> {
    await this.#desk.give({ kind: 'undrain', member: peer.toString() }, options)
  }

  async leave (options: AbortOptions = {}): Promise<void> {
    options.signal?.throwIfAborted()

    if (this.#session === undefined || !isActive(this.#session)) {
      return
    }
    if (this.#leaving === undefined) {
      this.#leaving = Promise.withResolvers<void>()
      this.#session.leave()
    }

    await settled(this.#leaving.promise, this.#config.settings.leaveTimeout + LEAVE_MARGIN, options.signal)
  }

  async start (): Promise<void> {
    if (this.#session !== undefined && isActive(this.#session)) {
      return
    }

    const storage = new Storage(this.#components.datastore, this.#config.cluster, this.#counters, this.#log)
    const session = new Session({
      components: this.#components,
      config: this.#config,
      counters: this.#counters,
      callHandlers: this.#callHandlers,
      storage,
      stored: await storage.load(),
      log: this.#log,
      onEvent: event => { this.#tell(session, event) },
      // They say so for every group, also when there is no handler: a fenced function can run.
      hasHandler: () => true,
      onFailure: error => { this.#fail(session, error) }
    })

    this.#leaving = undefined
    this.#history.clear()
    this.#isOver = false
    this.#session = session
    this.#work.begin(session.life)
    await session.open()
  }

  async afterStart (): Promise<void> {
    await this.#session?.begin()
  }

  /** While connections still stand. */
  async beforeStop (): Promise<void> {
    await this.leave()
    await this.#close(this.#session)
  }

  async stop (): Promise<void> {
    this.#leaving?.resolve()
    this.#isOver ||= this.#session !== undefined
    await this.#close(this.#session)
  }

  /** Whatever still works under it is told at once: nobody says so when the core does not. */
  async #close (session: Session | undefined): Promise<void> {
    if (session !== undefined) {
      this.#work.end(session.life)
      await session.close()
    }
  }

  #tell (session: Session, event: CoreEvent | StrictNews): void {
    if (event.type === 'table:change') {
      this.#history.note(event.table, Date.now())
    }
    this.dispatchEvent(toPublicEvent(event))

    if ('partition' in event) {
      // After the listeners: one of them can attach a handler.
      this.#work.take(session.life, event)
    }
    if (event.type === 'left' || event.type === 'superseded' || event.type === 'refused') {
      this.#end(session)
    }
  }

  #tellFailure (failure: PartitionFailure): void {
    const { group, partition, attempt, error } = failure
    this.#log.error('the handler of partition %d of %s threw at attempt %d - %e', partition, group, attempt, error)
    this.dispatchEvent(new CustomEvent('partition:error', { detail: failure }))
  }

  #fail (session: Session, error: unknown): void {
    this.#log.error('this member stops: a rule of its own is broken - %e', error)
    // Whatever the broken core still says it owns, it does not.
    this.#session = undefined
    this.dispatchEvent(new CustomEvent('conflict', { detail: { error: error instanceof Error ? error : new Error(String(error)) } }))
    this.#end(session)
  }

  #activeSession (): Session {
    if (this.#session === undefined || this.#isOver) {
      throw new NotStartedError('this member takes no part: start its node before it can ask for anything')
    }

    return this.#session
  }

  /** A member that takes no part any more holds nothing open either. */
  #end (session: Session): void {
    this.#isOver = true
    void this.#close(session).finally(() => { this.#leaving?.resolve() })
  }
}

function isActive (session: Session): boolean {
  return !['left', 'superseded', 'refused'].includes(session.core.phase)
}

/** Waits for a promise that never rejects, at most so long; rejects if the signal says so. */
async function settled (promise: Promise<void>, timeoutMs: number, signal?: AbortSignal): Promise<void> {
  const expired = Promise.withResolvers<void>()
  const timer = setTimeout(expired.resolve, timeoutMs)
  const abort = (): void => { expired.reject(signal?.reason) }
  signal?.addEventListener('abort', abort)

  try {
    await Promise.race([promise, expired.promise])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', abort)
  }
}
