import { listening, ownAddresses } from './addresses.js'
import { Bootstrap } from './bootstrap.js'
import { Calls } from './calls/calls.js'
import { Connections } from './connections.js'
import { Connector, DIAL_GRACE } from './connector.js'
import { createCore } from './core-creation.js'
import { Driver } from './driver.js'
import { groupSource } from './group-source.js'
import { tellingOwnProbation } from './events.js'
import { Inbound } from './inbound.js'
import { Intake } from './intake.js'
import { Links } from './links.js'
import { Seals } from './seals.js'
import { StrictSession } from './strict/strict-session.js'
import { TableServer } from './table-protocol.js'
import { Topics } from './topics.js'
import { WorkRoute } from './work-route.js'
import type { CallHandlers } from './calls/call-handlers.js'
import type { Config } from './check-init.js'
import type { ShoalComponents } from './components.js'
import type { Counters } from './counters.js'
import type { GroupSource } from './group-source.js'
import type { Life } from './own/life.js'
import type { Storage } from './storage.js'
import type { StrictNews } from './strict/strict-options.js'
import type { CoreEvent, MemberId, Message, Order, ShoalCore, StoredRecord } from '../core/index.js'
import type { Connection, Logger } from '@libp2p/interface'

/** A dial or the opening of a stream never takes longer than a probe interval, or than this where that is less, in ms. */
const CONNECT_TIMEOUT_MIN = 1_000

/** What a session is made with. */
export interface SessionOptions {
  readonly components: ShoalComponents
  readonly config: Config
  readonly counters: Counters
  readonly callHandlers: CallHandlers
  readonly storage: Storage
  readonly stored: StoredRecord | undefined
  readonly log: Logger
  readonly onEvent: (event: CoreEvent | StrictNews) => void
  /** Whether something works on a group's partitions here, and says itself when it has stopped. */
  readonly hasHandler?: (group: string) => boolean
  readonly onFailure: (error: unknown) => void
}

/** One life of a member, from start to stop: a core and all that connects it with libp2p. */
export class Session {
  readonly core: ShoalCore
  readonly calls: Calls
  /** All groups, whoever assigns their partitions. */
  readonly groups: GroupSource
  /** What works on partitions follows this. */
  readonly life: Life
  /** Absent where there is no strict mode. */
  readonly strict: StrictSession | undefined
  readonly #options: SessionOptions
  readonly #driver: Driver
  readonly #connections: Connections
  readonly #connector: Connector
  readonly #links: Links
  readonly #inbound: Inbound
  readonly #topics: Topics
  readonly #tableServer: TableServer
  readonly #bootstrap: Bootstrap
  readonly #began = Promise.withResolvers<void>()
  readonly #closed = new AbortController()
  #closing: Promise<void> | undefined
  #spokenOn: { readonly from: MemberId, readonly connection: Connection | undefined } | undefined

  constructor (options: SessionOptions) {
    const { components, config, counters, log, stored } = options
    const { connectionManager, registrar, pubsub, peerId, events } = components
    const { cluster, maxLinks, settings } = config
    const seals = new Seals(components.privateKey)
    const applied = (group: string): ReturnType<ShoalCore['table']> => this.core.table(group)

    this.#options = options
    this.core = createCore(components, config, stored)
    const intake = new Intake(this.core, counters)
    this.#connections = new Connections({ events, connectionManager, report: input => { this.#driver.input(input) } })
    this.#connector = new Connector({
      self: peerId,
      connectionManager,
      events,
      counters,
      addressesOf: id => this.core.addressesOf(id),
      ownAddresses: () => this.#ownAddresses(),
      wasBroken: member => this.#connections.takeBroken(member),
      onRefused: member => { this.#driver.input({ type: 'refused', member }) },
      timeout: Math.max(settings.probeInterval, CONNECT_TIMEOUT_MIN),
      grace: Math.min(DIAL_GRACE, settings.probeTimeout / 2)
    })
    this.#links = new Links({ cluster, maxLinks, connector: this.#connector, connections: this.#connections, connectionManager, mesh: pubsub, seals, counters, log })
    this.#inbound = new Inbound({
      cluster,
      registrar,
      connections: this.#connections,
      counters,
      log,
      take: async (from, message, connection) => {
        await this.#began.promise
        this.#links.heard(from)
        await intake.take(message, admitted => { this.#receive(from, admitted, connection) })
      }
    })
    this.#topics = new Topics({ cluster, pubsub, intake, seals, counters, log, applied, take: (from, message) => { this.#driver.input({ type: 'message', from, message, isPublished: true }) } })
    this.#tableServer = new TableServer({ cluster, registrar, seals, counters, log, applied })
    this.calls = this.#createCalls(intake)
    this.#bootstrap = new Bootstrap({
      self: peerId,
      addresses: config.bootstrap,
      stored: stored?.members ?? [],
      connector: this.#connector,
      log,
      ownAddresses: () => this.#ownAddresses(),
      isJoining: () => this.core.phase === 'joining',
      contact: member => { this.#driver.input({ type: 'contact', member }) }
    })
    this.strict = this.#createStrict()
    this.groups = groupSource(this.core, this.strict)
    this.life = new WorkRoute({ groups: this.groups, strict: this.strict, counters, give: input => { this.#driver.input(input) } })
    this.#driver = this.#createDriver()
  }

  /** Takes streams of other members; what they say waits until the core has begun. */
  async open (): Promise<void> {
    this.#connections.start()
    await this.#inbound.open()
    await this.#tableServer.open()
    await this.calls.open()
    await this.strict?.open()
    this.#options.components.events.addEventListener('self:peer:update', this.#readdress)
    this.#options.components.events.addEventListener('transport:listening', this.#readdress)
  }

  /** Starts the core, with the addresses that the node listens at. */
  async begin (): Promise<void> {
    await listening(this.#options.components, this.#closed.signal)

    if (this.#closed.signal.aborted) {
      return
    }
    this.#topics.open()
    this.#driver.input({ type: 'start', unixMs: Date.now(), addresses: this.#ownAddresses() })
    this.#connections.tell()
    this.#began.resolve()
  }

  setMetadata (metadata: Uint8Array): void {
    this.#driver.input({ type: 'metadata', metadata })
  }

  order (order: Order): void {
    this.#driver.input({ type: 'order', order })
  }

  leave (): void {
    this.#driver.input({ type: 'leave', isBusy: this.strict !== undefined })
    this.strict?.leave(() => { this.#driver.input({ type: 'drained' }) })
  }

  /** Says what is still to be said, and lets go of everything. Comes to an end whatever fails. */
  async close (): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close (): Promise<void> {
    this.#closed.abort()
    this.#options.components.events.removeEventListener('self:peer:update', this.#readdress)
    this.#options.components.events.removeEventListener('transport:listening', this.#readdress)
    this.#connections.stop()
    this.#driver.stop()
    this.#began.resolve()

    await this.#attempt('close strict mode', async () => { await this.strict?.close() })
    await this.#attempt('end calls', async () => { await this.calls.close(this.core.phase === 'left' || this.core.phase === 'leaving' ? this.#options.config.settings.leaveTimeout : 0) })
    await this.#attempt('flush', async () => { await this.#topics.flushed() })
    await this.#attempt('unsubscribe', async () => { this.#topics.close() })
    this.#connector.stop()
    await this.#attempt('close links', async () => { await this.#links.close() })
    await this.#attempt('close tables', async () => { await this.#tableServer.close() })
    await this.#attempt('close streams', async () => { await this.#inbound.close() })
  }

  #createDriver (): Driver {
    const { counters, storage, log, onEvent, onFailure } = this.#options

    return new Driver(tellingOwnProbation(this.core), {
      send: (to, message) => { this.#links.send(to, message, this.#spokenOn?.from === to ? this.#spokenOn.connection : undefined) },
      publish: (topic, message) => { this.#topics.publish(topic, message) },
      store: async record => { await storage.save(record) },
      bootstrap: () => { void this.#bootstrap.round() },
      emit: event => { this.#emit(event, onEvent) },
      trace: (mark, member) => {
        counters.count(mark)
        log.trace('%s %s', mark, member ?? '')
      },
      dropped: () => { counters.count('effects:dropped') },
      failed: onFailure
    })
  }

  #emit (event: CoreEvent, onEvent: SessionOptions['onEvent']): void {
    // What is left over from a dead process leads nowhere, and would be used again when the member is back.
    if (event.type === 'member:dead') {
      this.#links.drop(event.member.id)
    }
    this.#tell(event, onEvent)

    if (event.type === 'joined') {
      this.strict?.begin(event.member.generation)
    } else if (event.type.startsWith('member:')) {
      this.strict?.see()
    }
  }

  #tell (event: CoreEvent | StrictNews, onEvent: SessionOptions['onEvent']): void {
    this.calls.note(event)
    onEvent(event)

    // Whoever listens to events only has had its turn.
    if (event.type === 'partition:revoke' && this.#options.hasHandler?.(event.group) !== true) {
      this.life.released(event.group, event.partition, event.token)
    }
  }

  #createCalls (intake: Intake): Calls {
    const { components: { peerId: self, registrar }, config: { cluster }, callHandlers: handlers, counters, log } = this.#options

    return new Calls({
      self,
      cluster,
      core: () => ({ ...this.groups, isLive: id => this.core.isLive(id), replicasOf: group => this.core.replicasOf(group) }),
      connector: this.#connector,
      registrar,
      handlers,
      strict: () => this.strict,
      takeTable: async (table, from) => { await intake.take({ type: 'table', table }, message => { this.#driver.input({ type: 'message', from, message }) }) },
      counters,
      log
    })
  }

  #createStrict (): StrictSession | undefined {
    const { components, config, onEvent, ...options } = this.#options
    const { cluster, groups, strict } = config
    const { datastore, peerId, privateKey, registrar } = components

    return strict === undefined
      ? undefined
      : new StrictSession({
        ...options,
        cluster,
        registrar,
        privateKey,
        self: peerId.toString(),
        genesis: strict.genesis,
        groups: groups.filter(({ isStrict }) => isStrict === true).map(({ name }) => name),
        datastore: strict.storage ?? datastore,
        connector: this.#connector,
        connections: this.#connections,
        members: () => this.core.members(),
        onEvent: event => { this.#tell(event, onEvent) }
      })
  }

  /** What the core answers within the step goes back on the same connection. */
  #receive (from: MemberId, message: Message, connection: Connection): void {
    this.#spokenOn = { from, connection }
    this.#driver.input({ type: 'message', from, message })
    this.#spokenOn = undefined
  }

  #ownAddresses (): string[] {
    const { addressManager, peerId } = this.#options.components
    return ownAddresses(addressManager, peerId)
  }

  readonly #readdress = (): void => {
    if (this.core.phase !== 'idle') {
      this.#driver.input({ type: 'addresses', addresses: this.#ownAddresses() })
    }
  }

  async #attempt (what: string, task: () => Promise<void>): Promise<void> {
    try {
      await task()
    } catch (error) {
      // The rest must still be let go of.
      this.#options.log.error('to %s failed - %e', what, error)
    }
  }
}
