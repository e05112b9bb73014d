import type { OwnedGroup, PartitionFailure } from './own-api.js'
import type { GroupMode, StrictInit, Suspension, VotersChange, VotersInfo } from './strict-api.js'
import type { DetectorOptions, LossReason, MemberState, RevokeReason, TimingSettings } from './core/index.js'
import type { CallHandler, RequestOptions } from './calls-api.js'
import type { Draining, GroupPlanning } from './plan-api.js'
import type { AbortOptions, PeerId, TypedEventTarget } from '@libp2p/interface'
import type { Multiaddr } from '@multiformats/multiaddr'

export type * from './own-api.js'
export type * from './plan-api.js'
export type { Call, CallHandler, RequestOptions } from './calls-api.js'
export type * from './strict-api.js'

/** What a group is to this member. All members must say the same of its partitions; of the rest, what the first in rank says counts. */
export interface GroupInit {
  /** How many partitions, 1 to 131,072. Fixed for the life of the group. */
  partitions: number
  /**
   * How many standbys each partition has, 0 to 7, as far as there are members.
   *
   * @default 0
   */
  replicas?: number
  /**
   * Most partitions that are on their way from one live member to another at one time, for balance, drains and pins, and
   * most standbys that change in one table. Lower it where a move is dear; it takes longer until loads are even. Partitions of
   * dead members never wait.
   *
   * @default no limit
   */
  maxMovesPerRound?: number
  /**
   * This member's part of the partitions, relative to the others': 0 to 65,535. Twice the weight owns twice the partitions;
   * 0 owns nothing. Each member says its own.
   *
   * @default 1
   */
  weight?: number
  /**
   * `available`: the leader assigns the partitions, and both sides of a split go on. `strict`: voters do, and at any
   * instant at most one member owns a partition; a side without a majority of the voters stops. Needs `strict`.
   *
   * @default 'available'
   */
  mode?: GroupMode
}

/** What `shoal()` takes. */
export interface ShoalInit {
  /** Name of the cluster: 1 to 64 of `a-z 0-9 . _ -`. Members of another name are strangers. */
  cluster: string
  /** The groups that this member works for, by name. */
  groups?: Record<string, GroupInit>
  /**
   * Addresses of members to join through, with or without `/p2p/...`. The member's own address may be among them, so
   * every member can be given the same list. None: the member forms a cluster of its own and others join it.
   */
  bootstrap?: string[]
  /**
   * Place in the order of leadership, smaller leads.
   *
   * @default join order
   */
  priority?: number
  /**
   * Whether the member may lead.
   *
   * @default true
   */
  eligible?: boolean
  /**
   * What fails together with this member, as a rack or a building: 1 to 64 printable ASCII characters. A partition's owner and
   * standbys are in different zones as far as there are any.
   */
  zone?: string
  /** Up to 512 bytes that the other members see. */
  metadata?: Uint8Array
  /**
   * How crashes are noticed: a preset, or one with some values changed.
   *
   * @default 'lan'
   */
  detector?: DetectorOptions
  /** What strict groups need; the same genesis at every member. */
  strict?: StrictInit
  /** Times of joining, leading and leaving. */
  timing?: Partial<TimingSettings>
  /**
   * Connections that the member keeps open for the cluster; beyond it the least recently used is closed.
   *
   * @default 128
   */
  maxLinks?: number
}

/** Identifies one published table. */
export interface EpochInfo {
  readonly term: number
  readonly version: number
  readonly leader: PeerId
}

/** A member as this one sees it. */
export interface MemberInfo {
  readonly peerId: PeerId
  readonly state: MemberState
  /** 1..N in the order of leadership, among the live. */
  readonly position?: number
  readonly priority: number
  readonly eligible: boolean
  readonly generation: number
  readonly incarnation: number
  /** Whether it waits before it leads and works again, because it was given up although it lived. If all do, none waits. */
  readonly probation: boolean
  readonly addresses: Multiaddr[]
  readonly metadata: Uint8Array
}

/** A group's assignment, as applied here. */
export interface TableInfo {
  readonly group: string
  readonly epoch: EpochInfo
  readonly partitions: number
  /** The workers that it was planned for, and whoever still has something to hand over. */
  readonly roster: readonly PeerId[]
  /** By partition. */
  readonly owners: ReadonlyArray<PeerId | undefined>
  /** By partition; `formatToken` makes the text that sorts the same way. */
  readonly tokens: readonly bigint[]
  /** By partition, who takes it over as soon as its owner has stopped; undefined where nothing is under way. */
  readonly successors: ReadonlyArray<PeerId | undefined>
}

/** One partition that this member owns. */
export interface Ownership {
  readonly group: string
  readonly partition: number
  /** Hand it to the resource with every write; a resource that refuses smaller ones is safe from former owners. */
  readonly token: bigint
}

/** The events of a member, `noun:verb`. */
export interface ShoalEvents {
  /** This member is in: others see it, and it sees them. */
  'joined': CustomEvent<MemberInfo>
  /** A member is there: a new one, a new start of one, or one that was held dead and is back, perhaps on probation. */
  'member:join': CustomEvent<MemberInfo>
  'member:suspect': CustomEvent<MemberInfo>
  'member:alive': CustomEvent<MemberInfo>
  'member:dead': CustomEvent<MemberInfo>
  'member:leave': CustomEvent<MemberInfo>
  /**
   * A live member says something else of itself: metadata, addresses, groups, or that its probation began or ended. That
   * of its own probation this member is told too.
   */
  'member:update': CustomEvent<MemberInfo>
  /** A leader took office, here or elsewhere; `mode` is `strict` if it is that of the strict groups. */
  'leader:change': CustomEvent<{ leader: PeerId, term: number, mode?: GroupMode }>
  /** A newer table was applied. It comes before the partition events that it brings. */
  'table:change': CustomEvent<TableInfo>
  /** A partition is this member's from now on. */
  'partition:assign': CustomEvent<Ownership>
  /**
   * A partition is to be another member's: stop working on it. Until that is done it stays this one's; without a handler
   * it counts as done when the listeners have returned.
   */
  'partition:revoke': CustomEvent<Ownership & { reason: RevokeReason }>
  /** A partition was given away while this member could not be reached: stop at once. */
  'partition:lost': CustomEvent<Ownership & { reason: LossReason }>
  /** A handler of `own()` threw. It is called again, or the partition is passed on. */
  'partition:error': CustomEvent<PartitionFailure>
  /**
   * The member cannot be part of the cluster and has stopped taking part: `error` says why
   * (`GroupMismatchError`, `SupersededError`).
   */
  'conflict': CustomEvent<{ error: Error }>
  /**
   * Voters name this member, but it cannot vote: `error` says why and what to do (`VoteLostError`, `VoterStoreError`). It
   * goes on as a member that does not vote.
   */
  'vote:lost': CustomEvent<{ error: Error }>
  /** This member has left; nothing comes after it. */
  'leave': CustomEvent<undefined>
}

/** A named set of partitions. */
export interface Group extends OwnedGroup, GroupPlanning {
  readonly name: string
  readonly partitions: number
  readonly mode: GroupMode
  /**
   * Why this member owns nothing of a strict group although it works for it; undefined where it owns something, or is not
   * to. An available group is never suspended.
   */
  readonly suspension: Suspension | undefined
  /** The newest table applied here; of a strict group, the newest that a majority of the voters has committed. */
  readonly table: TableInfo | undefined
  /** What this member owns, by partition. */
  owned (): Ownership[]
  /** The partition of a key: the first 8 bytes of its SHA-256, big-endian, modulo the number of partitions. */
  partitionOf (key: string | Uint8Array): number
  /** Who owns a key or a partition, in O(1). */
  ownerOf (keyOrPartition: string | Uint8Array | number): PeerId | undefined
  /**
   * Answers the calls to this group's partitions that this member owns, or stands by for. One handler a group; the
   * function returned takes it away.
   *
   * @throws {HandlerExistsError}
   */
  handle (handler: CallHandler): () => void
  /** Calls the owner of a key or a partition; `RequestOptions` says what it rejects with, and when it tries again. */
  request (keyOrPartition: string | Uint8Array | number, payload: Uint8Array, options?: RequestOptions): Promise<Uint8Array>
}

/** A member of a cluster: the service that `shoal()` adds to a libp2p node. */
export interface Shoal extends TypedEventTarget<ShoalEvents>, Draining {
  readonly cluster: string
  /** This member; before it has joined, with no position. */
  readonly self: MemberInfo
  readonly joined: boolean
  /** Who is in office, once known. */
  readonly leader: PeerId | undefined
  /** The id that this member votes under in strict mode if voters name it; undefined without strict mode, or a store that can be read. */
  readonly voterId: string | undefined
  /** Who votes in strict mode, as known here; undefined without strict mode, or before it has begun. */
  readonly voters: VotersInfo | undefined
  /**
   * Changes the voters. Only the member that leads the strict groups can. A voter that is added must answer first. It is
   * given up after 30 s, with the reason `unknown`, or by the signal.
   *
   * @throws {VoterChangeError} with the reason
   * @throws {InvalidSettingError} if the id is none
   */
  changeVoters (change: VotersChange, options?: AbortOptions): Promise<void>
  /** The newest epoch applied here over all groups. */
  readonly epoch: EpochInfo | undefined
  /** All members known, the live ones first and in the order of leadership. */
  members (): MemberInfo[]
  /**
   * A group that this member works for, or whose table it has applied.
   *
   * @throws {UnknownGroupError}
   */
  group (name: string): Group
  /** The names of all groups that have a table here or are configured. */
  groupNames (): string[]
  /** How often each choice and refusal happened, by its name. */
  counters (): Record<string, number>
  /**
   * Changes what the other members see as this one's metadata; to them it is a `member:update`. The first change is told
   * at once, then at most one in a probe interval: of those that come sooner only the newest is told. The same bytes
   * again tell nothing. Before the start, it is what the member starts with.
   *
   * @throws {InvalidSettingError} if it is no `Uint8Array` of at most 512 bytes
   * @throws {NotStartedError} of libp2p, if the member has left or its node has stopped
   */
  setMetadata (metadata: Uint8Array): void
  /**
   * Leaves on purpose: hands its partitions over, tells the others, and waits (at most `leaveTimeout`) until that
   * is done. libp2p's `stop()` does it too.
   */
  leave (options?: AbortOptions): Promise<void>
}
