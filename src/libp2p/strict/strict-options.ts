import type { Clocks } from './clock-guard.js'
import type { CoreEvent, Leadership, MemberId, MemberSnapshot } from '../../core/index.js'
import type { Connections } from '../connections.js'
import type { Connector } from '../connector.js'
import type { Counters } from '../counters.js'
import type { StrictGenesis } from '../../api.js'
import type { Logger, PrivateKey } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'
import type { Datastore } from 'interface-datastore'

/** What strict mode says beside what the core says of other groups. */
export type StrictNews =
  | { readonly type: 'strict:leader', readonly leadership: Leadership }
  | { readonly type: 'vote:lost', readonly error: Error }

/** What a strict session is made with. */
export interface StrictSessionOptions {
  readonly cluster: string
  readonly self: MemberId
  readonly genesis: StrictGenesis
  /** The strict groups that this member works for. */
  readonly groups: readonly string[]
  readonly datastore: Datastore
  readonly privateKey: PrivateKey
  readonly registrar: Registrar
  readonly connector: Connector
  readonly connections: Connections
  readonly counters: Counters
  readonly log: Logger
  /** All members known, from membership. */
  readonly members: () => readonly MemberSnapshot[]
  readonly onEvent: (event: CoreEvent | StrictNews) => void
  readonly onFailure: (error: unknown) => void
  /** The machine's clocks, where they are not the process's own. */
  readonly clocks?: Clocks
}
