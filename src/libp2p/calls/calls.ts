import { packToken } from '../../core/index.js'
import { tableProtocol } from '../protocols.js'
import { peerIdOfMember } from '../public-view.js'
import { CallClient } from './call-client.js'
import { CallDesk } from './call-desk.js'
import { CallOpener } from './call-opener.js'
import { CALL_BOUNDS, CallServer } from './call-server.js'
import { whenAborted } from './deadline.js'
import { Requester } from './requester.js'
import { routeIn } from './route.js'
import { TableCatchUp } from './table-catch-up.js'
import { systemTimers } from './timers.js'
import type { StrictSession } from '../strict/strict-session.js'
import type { StrictNews } from '../strict/strict-options.js'
import type { CoreEvent, MemberId, ShoalCore, Table } from '../../core/index.js'
import type { CallRequest } from '../../wire/index.js'
import type { Connector } from '../connector.js'
import type { Counters } from '../counters.js'
import type { Outcome } from './call-client.js'
import type { CallHandlers } from './call-handlers.js'
import type { Request } from './requester.js'
import type { Logger, PeerId } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/** What the calls of a member are made with. */
export interface CallsOptions {
  readonly self: PeerId
  readonly cluster: string
  readonly core: () => Pick<ShoalCore, 'table' | 'tokenOf' | 'isLive' | 'replicasOf'>
  readonly connector: Connector
  readonly registrar: Registrar
  readonly handlers: CallHandlers
  /** Asks a member for its newer table of a group that voters assign; it comes when it comes. Absent without strict mode. */
  readonly strict?: () => Pick<StrictSession, 'has' | 'pullFrom'> | undefined
  /** Verifies a table of a member, and applies it if it is to be. */
  readonly takeTable: (table: Table, from: MemberId) => Promise<void>
  readonly counters: Counters
  readonly log: Logger
}

/** The calls of one life of a member, in both directions. */
export class Calls {
  readonly #options: CallsOptions
  readonly #stopped = new AbortController()
  readonly #desk: CallDesk
  readonly #server: CallServer
  readonly #client: CallClient
  readonly #requester: Requester
  readonly #listeners = new Map<string, Set<() => void>>()

  constructor (options: CallsOptions) {
    const { self, cluster, core, connector, registrar, handlers, strict, takeTable, counters, log } = options
    const stopped = this.#stopped.signal
    const opener = new CallOpener(connector, cluster)
    const catchUp = new TableCatchUp({
      open: async to => (await connector.open(peerIdOfMember(to), tableProtocol(cluster))).stream,
      epoch: group => epochOf(core().table(group)),
      take: takeTable,
      stopped,
      log
    })

    const pull = async (group: string, from: MemberId, signal?: AbortSignal): Promise<void> => {
      const voted = strict?.()

      if (voted?.has(group) === true) {
        voted.pullFrom(from)
      } else {
        await catchUp.pull(group, from, signal)
      }
    }

    this.#options = options
    this.#desk = new CallDesk({
      self: self.toString(),
      handlers,
      table: group => core().table(group),
      ownToken: (group, partition) => core().tokenOf(group, partition),
      onBehind: (group, from) => { void pull(group, from) },
      counters,
      log
    })
    this.#server = new CallServer({ cluster, registrar, desk: this.#desk, isMember: id => core().isLive(id), timers: systemTimers, bounds: CALL_BOUNDS, counters, log })
    // Half of what a member takes: it can still be closing a call whose answer is here.
    this.#client = new CallClient({ open: async to => await opener.open(to), perPeer: CALL_BOUNDS.perPeer / 2, timers: systemTimers, counters })
    this.#requester = new Requester({
      timers: systemTimers,
      random: Math.random,
      counters,
      stopped,
      route: (group, partition) => routeIn(core().table(group), partition, core().replicasOf(group)),
      ask: async (to, request, signal) => to === self.toString() ? await this.#askSelf(request, signal) : await this.#client.ask(to, request, signal),
      catchUp: pull,
      onTable: (group, listener) => this.#listen(group, listener)
    })
  }

  async open (): Promise<void> {
    await this.#server.open()
  }

  async request (request: Request): Promise<Uint8Array> {
    return await this.#requester.request(request)
  }

  /** What the core tells: a newer table, and who is dead. */
  note (event: CoreEvent | StrictNews): void {
    if (event.type === 'table:change') {
      for (const listener of [...this.#listeners.get(event.table.group) ?? []]) listener()
    } else if (event.type === 'member:dead') {
      this.#client.giveUp(event.member.id)
    }
  }

  /** Takes no more calls, lets those that run come to their end for so long, and then ends whatever is left. */
  async close (graceMs: number): Promise<void> {
    const { promise: expired, resolve } = Promise.withResolvers<void>()
    const callOff = systemTimers.after(graceMs, resolve)

    await this.#server.close()
    await Promise.race([this.#desk.close(), expired])
    callOff()
    this.#stopped.abort(new Error('this member stops'))
    this.#server.abort()
  }

  /** Without a stream. Who does not stop by the signal is left behind, as on another member. */
  async #askSelf (request: CallRequest, signal: AbortSignal): Promise<Outcome> {
    const { promise: aborted, resolve } = Promise.withResolvers<Outcome>()
    const callOff = whenAborted(signal, () => { resolve({ type: 'lost', mayHaveRun: true, error: signal.reason }) })

    try {
      const answered = this.#desk.answer(request, this.#options.self, signal).then((reply): Outcome => ({ type: 'reply', reply }))
      return await Promise.race([answered, aborted])
    } finally {
      callOff()
    }
  }

  #listen (group: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(group) ?? new Set()
    this.#listeners.set(group, listeners.add(listener))

    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.#listeners.get(group) === listeners) this.#listeners.delete(group)
    }
  }
}

function epochOf (table: Table | undefined): bigint {
  return table === undefined ? 0n : packToken(table.epoch)
}
