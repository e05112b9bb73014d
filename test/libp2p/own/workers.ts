import type { MemberNode } from '../nodes.js'
import type { OwnedPartition, OwnOptions, OwnRegistration } from '../../../src/index.js'

/** Something that a worker did. */
export interface Deed {
  readonly worker: string
  readonly did: 'begin' | 'end'
  readonly partition: number
  readonly token: bigint
  /** Of an end, what the signal said. */
  readonly why?: string
}

/** What all workers of a test did, in order. */
export class Diary {
  readonly deeds: Deed[] = []

  /** The index of a deed; -1 if it was not done. */
  indexOf (worker: string, did: Deed['did'], partition: number): number {
    return this.deeds.findIndex(deed => deed.worker === worker && deed.did === did && deed.partition === partition)
  }

  /** The partitions of which a worker did something. */
  partitions (worker: string, did: Deed['did']): number[] {
    return this.deeds.filter(deed => deed.worker === worker && deed.did === did).map(({ partition }) => partition)
  }

  /** Why a worker ended what it did, each reason once. */
  reasons (worker: string): string[] {
    return [...new Set(this.deeds.filter(deed => deed.worker === worker).flatMap(({ why }) => why ?? []))].sort()
  }

  /** Partitions on which somebody began before everybody else had ended. */
  overlaps (): number[] {
    const running = new Map<number, number>()
    const overlaps: number[] = []

    for (const { did, partition } of this.deeds) {
      const count = (running.get(partition) ?? 0) + (did === 'begin' ? 1 : -1)
      running.set(partition, count)
      if (count > 1) overlaps.push(partition)
    }

    return overlaps
  }
}

/** Works on partitions until the signal aborts, and then as long as the gate is shut. */
export class Worker {
  readonly name: string
  readonly #diary: Diary
  #gate = Promise.resolve()
  #open = (): void => undefined
  /** The work that was told to stop. */
  aborted = 0

  constructor (name: string, diary: Diary) {
    this.name = name
    this.#diary = diary
  }

  attach (node: MemberNode, options?: OwnOptions): OwnRegistration {
    return node.services.shoal.group('jobs').own(async owned => { await this.#work(owned) }, options)
  }

  /** From here on nothing that is told to stop does, until it is opened. */
  shut (): void {
    const gate = Promise.withResolvers<void>()
    this.#gate = gate.promise
    this.#open = gate.resolve
  }

  open (): void {
    this.#open()
  }

  async #work ({ partition, token, signal }: OwnedPartition): Promise<void> {
    const told = Promise.withResolvers<void>()
    const { name: worker } = this

    this.#diary.deeds.push({ worker, did: 'begin', partition, token })
    signal.addEventListener('abort', () => { told.resolve() })
    await told.promise
    this.aborted++
    await this.#gate
    const { name, reason } = signal.reason as { readonly name: string, readonly reason: string }
    this.#diary.deeds.push({ worker, did: 'end', partition, token, why: `${name} ${reason}` })
  }
}
