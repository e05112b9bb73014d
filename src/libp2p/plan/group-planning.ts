import { standbysOf } from '../../core/index.js'
import { peerIdOfMember } from '../public-view.js'
import { explain } from './explanation.js'
import type { Order, ShoalCore } from '../../core/index.js'
import type { Explanation, GroupPlanning, TableRecord } from '../../api.js'
import type { AbortOptions, PeerId } from '@libp2p/interface'
import type { OrderDesk } from './order-desk.js'
import type { TableHistory } from './table-history.js'

/** What the plan of one group needs of its member. */
export interface GroupPlanningInit {
  readonly group: string
  readonly core: () => ShoalCore | undefined
  readonly desk: OrderDesk
  readonly history: TableHistory
}

/** The plan of one group, to be asked and told. */
export class PlanView implements GroupPlanning {
  readonly #init: GroupPlanningInit

  constructor (init: GroupPlanningInit) {
    this.#init = init
  }

  standbysOf (partition: number): PeerId[] {
    const table = this.#init.core()?.table(this.#init.group)
    return table === undefined ? [] : standbysOf(table, partition).map(({ id }) => peerIdOfMember(id))
  }

  explain (partition: number): Explanation | undefined {
    return explain(this.#init.core()?.table(this.#init.group), partition)
  }

  history (): TableRecord[] {
    return this.#init.history.of(this.#init.group)
  }

  async freeze (options?: AbortOptions): Promise<void> {
    await this.#give({ kind: 'freeze', group: this.#init.group }, options)
  }

  async thaw (options?: AbortOptions): Promise<void> {
    await this.#give({ kind: 'thaw', group: this.#init.group }, options)
  }

  async pin (partition: number, peer: PeerId, options?: AbortOptions): Promise<void> {
    await this.#give({ kind: 'pin', group: this.#init.group, partition, member: peer.toString() }, options)
  }

  async unpin (partition: number, options?: AbortOptions): Promise<void> {
    await this.#give({ kind: 'unpin', group: this.#init.group, partition }, options)
  }

  async #give (order: Order, options?: AbortOptions): Promise<void> {
    await this.#init.desk.give(order, options)
  }
}
