import type { Reason } from './assignment/reasons.js'

/** A duration or an instant of the monotonic clock, in milliseconds. */
export type Millis = number

/**
 * The text form of a libp2p PeerId. For every key type that libp2p has, the order of these strings is the order of
 * the PeerIds' bytes, so ranks can be compared on them.
 */
export type MemberId = string

/**
 * What a view holds of a member.
 *
 * Legal transitions within one generation:
 * - alive -> suspect -> dead: somebody could not reach it
 * - suspect -> alive, dead -> alive: it refuted with a higher incarnation
 * - any -> left: it said so itself
 */
export type MemberState = 'alive' | 'suspect' | 'dead' | 'left'

/** What makes two members agree about a group: all of it must be equal, or the second is refused. */
export interface GroupSpec {
  readonly name: string
  /** How many partitions the group has; fixed for its life. */
  readonly partitions: number
  /** How many standbys each partition is to have; none if absent. What the first in rank says counts. */
  readonly replicas?: number
  /** Most partitions that move at one time for balance and drains; no limit if absent. What the first in rank says counts. */
  readonly maxMoves?: number
  /** This member's part of the partitions, relative to the others'; 1 if absent, 0 owns nothing. */
  readonly weight?: number
  /** Whether its partitions are assigned in strict mode, by voters: no table of a leader is made or applied for it. */
  readonly isStrict?: true
}

/** The versions of the protocol that a member speaks, both included. */
export interface ProtocolRange {
  readonly min: number
  readonly max: number
}

/**
 * What a member says about itself, signed by it. Nobody else can make one, so nobody else can invent, move or revive
 * a member. A higher (generation, incarnation) replaces a lower one.
 */
export interface Claim {
  readonly cluster: string
  readonly id: MemberId
  /** Number of this start of the member; grows at each restart. */
  readonly generation: number
  /** The member's own counter within the generation; it raises it to refute and to change what it says. */
  readonly incarnation: number
  /** True in the last claim of a generation: the member went on purpose. */
  readonly left: boolean
  /** Place in the order of leadership: smaller leads. Fixed for the generation. */
  readonly priority: number
  /** Whether the member may lead. */
  readonly eligible: boolean
  /** The term that the member leads or last led, 0 when it never did. */
  readonly term: number
  /** Multiaddrs, as text. */
  readonly addresses: readonly string[]
  /** The groups that it works for. */
  readonly groups: readonly GroupSpec[]
  readonly metadata: Uint8Array
  /**
   * True while the member, which the others had given up or keep suspecting, shows that it is back for good: it counts
   * as live, but neither leads nor works. Only the member says so, so that everybody sees it alike.
   */
  readonly probation: boolean
  /**
   * True while the member hands its partitions over before it goes: it counts as live, but gets no work, and leads only if
   * nobody else can.
   */
  readonly leaving: boolean
  /** What fails together with this member: a rack, a building. */
  readonly zone?: string
  readonly protocol: ProtocolRange
  /** The signed form as it came; absent in a claim of our own, which the driver signs. */
  readonly seal?: Uint8Array
}

/** What a member says about another one. Only a claim of the accused with a higher incarnation takes it back. */
export interface Accusation {
  readonly id: MemberId
  readonly generation: number
  readonly incarnation: number
  readonly state: 'suspect' | 'dead'
  /** Who noticed; distinct accusers are independent evidence. */
  readonly accuser: MemberId
  /** Whether the accuser was refused at the accused's own address: its process is gone, it is not merely silent. */
  readonly refused: boolean
}

/** One piece of news about one member. */
export type Update =
  | { readonly type: 'claim', readonly claim: Claim }
  | { readonly type: 'accusation', readonly accusation: Accusation }

/** Identifies one published table. Ordered by term, then leader (see `epoch.ts`), then version. */
export interface Epoch {
  readonly term: number
  readonly leader: MemberId
  readonly version: number
}

/** The epoch at which an ownership began, packed so that comparing tokens compares epochs (see `token.ts`). */
export type Token = bigint

/** A start of a member: a restarted member owns nothing of what its former process owned. */
export interface RosterEntry {
  readonly id: MemberId
  readonly generation: number
}

/** What members have ordered of a group, until they take it back. */
export interface Orders {
  /** Nothing of a live owner moves. */
  readonly frozen: boolean
  /** Where partitions are to be, ascending by partition. */
  readonly pins: ReadonlyArray<{ readonly partition: number, readonly member: MemberId }>
  /** The starts of members that are to have nothing, by id. */
  readonly draining: readonly RosterEntry[]
}

/** What a member can order: of a group, or of all groups that one member works for. */
export type Order =
  | { readonly kind: 'freeze' | 'thaw', readonly group: string }
  | { readonly kind: 'pin', readonly group: string, readonly partition: number, readonly member: MemberId }
  | { readonly kind: 'unpin', readonly group: string, readonly partition: number }
  | { readonly kind: 'drain', readonly member: MemberId, readonly generation: number }
  | { readonly kind: 'undrain', readonly member: MemberId }

/** A group's assignment under one epoch. */
export interface Table {
  readonly cluster: string
  readonly group: string
  readonly partitions: number
  readonly epoch: Epoch
  /** The epoch of the table that this one was planned from; absent in a first one. */
  readonly parent?: Epoch
  /** The workers that the plan was made for, by id. */
  readonly roster: readonly RosterEntry[]
  /** By partition, the owner's index in the roster, or -1 for none. */
  readonly owners: readonly number[]
  /** By partition, the epoch at which its present ownership began, or its last one where nobody owns it; 0 for none ever. */
  readonly tokens: readonly Token[]
  /** By partition, the roster index of who takes it over once its owner has let go of it, or -1 where none is to. */
  readonly successors: readonly number[]
  /** By partition, the roster indexes of its standbys, who takes over first comes first; absent where there are none at all. */
  readonly standbys?: ReadonlyArray<readonly number[]>
  /** By partition, why its owner, or the one that takes it over, has it; absent where nobody has written it down. */
  readonly reasons?: readonly Reason[]
  /** What members have ordered; absent where nothing is. */
  readonly orders?: Orders
  /** The signed form as it came; absent in a table of our own, which the driver signs. */
  readonly seal?: Uint8Array
}

/** What survives a restart, when the driver has somewhere to keep it. */
export interface StoredRecord {
  readonly generation: number
  /** The highest term that this member ever published under or saw. */
  readonly term: number
  readonly members: ReadonlyArray<{ readonly id: MemberId, readonly addresses: readonly string[] }>
}

/** A member as shown to the application. */
export interface MemberSnapshot {
  readonly id: MemberId
  readonly state: MemberState
  readonly generation: number
  readonly incarnation: number
  readonly priority: number
  readonly eligible: boolean
  /** 1..N in rank order among the live members; absent for the dead and the gone. */
  readonly position?: number
  readonly addresses: readonly string[]
  readonly groups: readonly GroupSpec[]
  readonly metadata: Uint8Array
  /** Whether it is on probation (see `Claim`). */
  readonly probation: boolean
  /** Whether it hands over what it has, to go (see `Claim`). */
  readonly leaving: boolean
  readonly protocol: ProtocolRange
}

/** Who leads, in which term. */
export interface Leadership {
  readonly leader: MemberId
  readonly term: number
}

/**
 * Why an ownership ends in order, with time to stop: `moved`, the plan gives the partition to another member; `leave`, this
 * member goes; `failed`, its handler could not do the work.
 */
export type RevokeReason = 'moved' | 'leave' | 'failed'

/**
 * Why an ownership ended with no chance to hand over: `superseded`, the cluster went on without this member or with a
 * later start of it; `conflict`, the other side of a split had given the partition away as well; `fenced`, a resource has
 * seen a larger token; `isolated`, this member cannot reach enough of the others; `lease`, its lease ran out (strict mode).
 */
export type LossReason = 'superseded' | 'conflict' | 'fenced' | 'isolated' | 'lease'

/** What can happen to a member, as seen here. */
export type MemberEventType = 'member:join' | 'member:suspect' | 'member:alive' | 'member:dead' | 'member:leave' | 'member:update'

/** Something happened to a member. */
export type MemberEvent = { readonly [T in MemberEventType]: { readonly type: T, readonly member: MemberSnapshot } }[MemberEventType]

/** What the application is told. */
export type CoreEvent =
  | { readonly type: 'joined', readonly member: MemberSnapshot }
  | { readonly type: 'refused', readonly group: string, readonly ours: number, readonly theirs: number, readonly by: MemberId }
  | { readonly type: 'superseded', readonly generation: number }
  | { readonly type: 'left' }
  | MemberEvent
  | { readonly type: 'leader:change', readonly leadership: Leadership }
  | { readonly type: 'table:change', readonly table: Table }
  | { readonly type: 'partition:assign', readonly group: string, readonly partition: number, readonly token: Token }
  | { readonly type: 'partition:revoke', readonly group: string, readonly partition: number, readonly token: Token, readonly reason: RevokeReason }
  | { readonly type: 'partition:lost', readonly group: string, readonly partition: number, readonly token: Token, readonly reason: LossReason }
