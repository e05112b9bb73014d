import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { multiaddr } from '@multiformats/multiaddr'
import { TypedEventEmitter } from 'main-event'
import { UnknownGroupError } from '../../src/index.js'
import type { EpochInfo, Explanation, Group, MemberInfo, Ownership, Shoal, ShoalEvents, Suspension, TableInfo, TableRecord, VotersChange, VotersInfo } from '../../src/index.js'
import type { PeerId } from '@libp2p/interface'

/** A PeerId that nobody else has. */
export async function createPeerId (): Promise<PeerId> {
  return peerIdFromPrivateKey(await generateKeyPair('Ed25519'))
}

/** A member as it is shown. */
export function memberInfo (peerId: PeerId, member: Partial<MemberInfo> = {}): MemberInfo {
  return {
    peerId,
    state: 'alive',
    priority: 1,
    eligible: true,
    generation: 100,
    incarnation: 2,
    probation: false,
    addresses: [multiaddr('/ip4/127.0.0.1/tcp/4001')],
    metadata: new Uint8Array(),
    ...member
  }
}

/** What a test says of a member; it does nothing by itself. */
export class FakeShoal extends TypedEventEmitter<ShoalEvents> implements Shoal {
  readonly cluster = 'orders'
  joined = true
  readonly voterId = undefined
  voters: VotersInfo | undefined
  suspended: Suspension | undefined
  readonly changes: VotersChange[] = []
  leader: PeerId | undefined
  epoch: EpochInfo | undefined
  others: MemberInfo[] = []
  readonly tables = new Map<string, TableInfo>()
  readonly configured = new Map<string, number>()
  readonly explanations = new Map<number, Explanation>()
  readonly records: TableRecord[] = []
  /** What was ordered, and what is thrown instead. */
  readonly orders: string[] = []
  refusal: Error | undefined
  readonly #self: MemberInfo

  constructor (self: PeerId) {
    super()
    this.#self = memberInfo(self, { position: 1 })
  }

  get self (): MemberInfo {
    return this.#self
  }

  members (): MemberInfo[] {
    return [this.#self, ...this.others]
  }

  group (name: string): Group {
    const partitions = this.configured.get(name)

    if (partitions === undefined) {
      throw new UnknownGroupError(`there is no group ${name}`)
    }

    return {
      name,
      partitions,
      mode: 'available',
      suspension: this.suspended,
      table: this.tables.get(name),
      owned: () => this.#owned(name),
      isOwner: partition => this.#owned(name).some(ownership => ownership.partition === partition),
      token: partition => this.tables.get(name)?.tokens[partition],
      assertOwner: () => nobodyAsks('assertOwner'),
      own: () => nobodyAsks('own'),
      withFence: () => nobodyAsks('withFence'),
      reportFenced: () => nobodyAsks('reportFenced'),
      partitionOf: () => 0,
      ownerOf: () => this.tables.get(name)?.owners[0],
      handle: () => () => undefined,
      request: async () => new Uint8Array(),
      standbysOf: () => [],
      explain: partition => this.explanations.get(partition),
      history: () => this.records,
      freeze: async () => { this.#order(`freeze ${name}`) },
      thaw: async () => { this.#order(`thaw ${name}`) },
      pin: async (partition, peer) => { this.#order(`pin ${name} ${partition} ${peer.toString()}`) },
      unpin: async partition => { this.#order(`unpin ${name} ${partition}`) }
    }
  }

  async drain (peer: PeerId): Promise<void> {
    this.#order(`drain ${peer.toString()}`)
  }

  async undrain (peer: PeerId): Promise<void> {
    this.#order(`undrain ${peer.toString()}`)
  }

  #order (order: string): void {
    if (this.refusal !== undefined) {
      throw this.refusal
    }
    this.orders.push(order)
  }

  groupNames (): string[] {
    return [...this.configured.keys()]
  }

  counters (): Record<string, number> {
    return {}
  }

  async changeVoters (change: VotersChange): Promise<void> {
    if (this.refusal !== undefined) throw this.refusal
    this.changes.push(change)
  }

  setMetadata (): void {
    throw new Error('nobody changes the metadata of a fake member')
  }

  async leave (): Promise<void> {
    this.joined = false
  }

  /** Lets an event happen. */
  tell<Name extends keyof ShoalEvents> (name: Name, detail: ShoalEvents[Name]['detail']): void {
    this.dispatchEvent(new CustomEvent(name, { detail }))
  }

  #owned (name: string): Ownership[] {
    const table = this.tables.get(name)
    return table?.owners.flatMap((owner, partition) => owner?.equals(this.#self.peerId) ? [{ group: name, partition, token: table.tokens[partition] ?? 0n }] : []) ?? []
  }
}

function nobodyAsks (name: string): never {
  throw new Error(`nobody calls ${name}() of a fake group`)
}
