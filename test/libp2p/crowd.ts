import { agreed, disagreement } from './agreement.js'
import { Cable } from './cable.js'
import { addressesOf, createMember } from './nodes.js'
import { createIdentity } from './support.js'
import type { MemberInfo, ShoalInit } from '../../src/index.js'
import type { MemberNode } from './nodes.js'

/** Bounds a hang; nothing here takes so long. */
const DEADLINE = 180_000

const PARTITIONS = 128

/** How many start at once. */
const WAVE = 6

/** Through how many members the others join. */
export const CONTACTS = 3

/** Members of one process, and every declaration of a member's death by one that could reach it. */
export class Crowd {
  readonly cable = new Cable()
  /** Those that run. */
  readonly nodes: MemberNode[] = []
  readonly wrongDeaths: string[] = []
  readonly #member: Partial<ShoalInit>
  /** What is waited for, or was last. */
  #stage = 'nothing'

  constructor (member: Partial<ShoalInit> = {}) {
    this.#member = member
  }

  /** Starts some more members on a side: a few at a time, since all their handshakes are this one process's. */
  async start (count: number, side: string): Promise<void> {
    for (let left = count; left > 0; left -= WAVE) {
      await this.#startWave(Math.min(left, WAVE), side)
    }
  }

  async #startWave (count: number, side: string): Promise<void> {
    const bootstrap = this.nodes.slice(0, CONTACTS).flatMap(addressesOf)

    await Promise.all(Array.from({ length: count }, async () => {
      const { id, privateKey } = await createIdentity()
      this.cable.put(id, side)
      const node = await createMember({
        groups: { jobs: { partitions: PARTITIONS } },
        bootstrap,
        // Half as often as on a network, and with more patience: fifty event loops are one here, which stands still for
        // seconds when all shake hands at once (see "Stalls" in docs/operations.md).
        detector: { preset: 'lan', probeInterval: 2_000, probeTimeout: 1_000, suspicionMultiplier: 5 },
        timing: { probation: 1_000 },
        ...this.#member
      }, { transport: 'memory', muxer: 'yamux', privateKey, connectionGater: this.cable.gaterOf(id) })
      node.services.shoal.addEventListener('member:dead', ({ detail }) => { this.#judge(id, detail) })
      this.cable.watch(node)
      await node.start()
      this.nodes.push(node)
      await agreed(() => node.services.shoal.joined ? undefined : 'a member', 'joining', DEADLINE)
    }))
  }

  /** Ends members abruptly. */
  async kill (victims: readonly MemberNode[]): Promise<void> {
    this.nodes.splice(0, this.nodes.length, ...this.nodes.filter(node => !victims.includes(node)))
    await Promise.all(victims.map(async node => { await this.cable.kill(node) }))
  }

  on (side: string): MemberNode[] {
    return this.nodes.filter(({ peerId }) => this.cable.sideOf(peerId.toString()) === side)
  }

  /** How often something happened, over all that run. */
  counted (name: string): number {
    return this.nodes.reduce((sum, { services }) => sum + (services.shoal.counters()[name] ?? 0), 0)
  }

  /** Waits until the members of each side agree. */
  async agreed (what: string, ...sides: ReadonlyArray<readonly MemberNode[]>): Promise<void> {
    const missing = (): string | undefined => sides.map(nodes => disagreement(nodes, PARTITIONS)).find(text => text !== undefined)
    this.#stage = what
    await agreed(missing, what, DEADLINE)
  }

  #judge (by: string, { peerId }: MemberInfo): void {
    const runs = (id: string): boolean => this.nodes.some(node => node.peerId.toString() === id)
    const id = peerId.toString()

    if (runs(by) && runs(id) && this.cable.reaches(by, id)) {
      this.wrongDeaths.push(`${by} declares ${id} dead, with ${this.#stage}`)
    }
  }
}
