import { generateKeyPair } from '@libp2p/crypto/keys'
import { peerIdFromPrivateKey } from '@libp2p/peer-id'
import { createGenesis, voterIdOf } from '../../../src/index.js'
import { Cable } from '../cable.js'
import { addressesOf, createMember, stopAll } from '../nodes.js'
import { until } from '../support.js'
import { Shelf } from './shelf.js'
import type { GenesisInit, ShoalInit, StrictGenesis } from '../../../src/index.js'
import type { MemberNode } from '../nodes.js'
import type { PrivateKey } from '@libp2p/interface'

/** The groups of the members here. */
export const GROUPS = { jobs: { partitions: 12, mode: 'strict' } } as const

/** Short enough for tests, and long enough for a machine that is busy. */
export const LEASES = { leaderLease: 1_000, ownerLease: 2_000 }

/** Somebody who votes, whether it runs or not. */
export interface Seat {
  readonly privateKey: PrivateKey
  readonly shelf: Shelf
}

/** A strict cluster whose voters and others are started one by one. */
export class StrictCluster {
  readonly genesis: StrictGenesis
  readonly seats: readonly Seat[]
  readonly cable = new Cable()
  readonly #running: MemberNode[] = []

  private constructor (genesis: StrictGenesis, seats: readonly Seat[]) {
    this.genesis = genesis
    this.seats = seats
  }

  static async found (voters: number, durations: Partial<GenesisInit> = LEASES): Promise<StrictCluster> {
    const seats = await Promise.all(Array.from({ length: voters }, async () => ({ privateKey: await generateKeyPair('Ed25519'), shelf: new Shelf() })))
    const ids = await Promise.all(seats.map(async ({ privateKey, shelf }) => await voterIdOf({ datastore: shelf.datastore, cluster: 'test', peerId: peerIdFromPrivateKey(privateKey) })))

    return new StrictCluster(createGenesis({ ...durations, voters: ids }), seats)
  }

  /** Makes a member, a voter if it has a seat, that joins those that run. */
  async prepare (seat?: Seat, changes: Partial<ShoalInit> = {}): Promise<MemberNode> {
    const bootstrap = this.#running.filter(({ status }) => status === 'started').flatMap(addressesOf)
    const privateKey = seat?.privateKey ?? await generateKeyPair('Ed25519')
    const id = peerIdFromPrivateKey(privateKey).toString()
    this.cable.put(id, this.cable.sideOf(id) ?? 'all')
    const node = await createMember({
      groups: GROUPS,
      bootstrap,
      strict: { genesis: this.genesis, ...seat !== undefined && { storage: seat.shelf.datastore } },
      ...changes
    }, { privateKey, connectionGater: this.cable.gaterOf(id) })
    this.cable.watch(node)
    this.#running.push(node)

    return node
  }

  async start (seat?: Seat, changes: Partial<ShoalInit> = {}): Promise<MemberNode> {
    const node = await this.prepare(seat, changes)
    await node.start()

    return node
  }

  /** All voters, and so many others. */
  async startAll (others = 0): Promise<MemberNode[]> {
    const nodes: MemberNode[] = []
    for (const seat of this.seats) nodes.push(await this.start(seat))
    for (let other = 0; other < others; other++) nodes.push(await this.start())

    return nodes
  }

  /** Cuts some members off from the others. */
  cutOff (...nodes: MemberNode[]): void {
    for (const node of nodes) this.cable.put(node.peerId.toString(), 'cut off')
    this.cable.cut(this.#running)
  }

  async stop (): Promise<void> {
    await stopAll(...this.#running)
  }
}

/** The partitions that a member owns at this instant. */
export function ownedBy ({ services }: MemberNode): number[] {
  return services.shoal.group('jobs').owned().map(({ partition }) => partition)
}

/** Waits until the members own all partitions between them, each of them some. */
export async function shared (...nodes: MemberNode[]): Promise<void> {
  await until(() => nodes.every(node => ownedBy(node).length > 0) && nodes.flatMap(ownedBy).length === GROUPS.jobs.partitions, 'every partition is owned')
}
