import { DEFAULT_DURATIONS, voterId } from '../../core/index.js'
import { Chance } from '../chance.js'
import { EventQueue } from '../event-queue.js'
import { StrictCheckers } from './checkers.js'
import { SlowDisk } from './disk.js'
import { DriftingClock } from './drifting-clock.js'
import { StrictNode } from './node.js'
import { Traffic } from './traffic.js'
import type { Genesis, MemberId, Millis, StrictEvent, StrictMark, StrictMember, StrictMessage, StrictRule, StrictTable, Voter } from '../../core/index.js'

/** What a strict cluster in the simulator is made from. */
export interface StrictWorldOptions {
  readonly seed: number
  readonly members: number
  readonly voters: number
  readonly partitions: number
  /** What the cores take the clocks for. */
  readonly drift: number
  /** How far the clocks' rates really go from 1. */
  readonly spread: number
  readonly leaderLease?: Millis
  readonly ownerLease?: Millis
  readonly without?: readonly StrictRule[]
  /** How long an application takes to stop, at most. */
  readonly stopWithin?: Millis
  /** Which part of the writes takes up to 0.8 s; the others take 10 ms at most. */
  readonly slowWrites?: number
}

const GROUP = 'jobs'

/** A cluster of strict cores in real time: nodes with clocks of their own, a network, applications, checkers. */
export class StrictWorld {
  readonly queue = new EventQueue()
  readonly nodes: readonly StrictNode[]
  readonly traffic: Traffic
  readonly chance: Chance
  readonly checkers: StrictCheckers
  /** How often each mark was left. */
  readonly marks = new Map<StrictMark, number>()
  readonly genesis: Genesis
  readonly options: StrictWorldOptions
  /** Sees whatever an application is told. */
  watch: ((node: StrictNode, event: StrictEvent) => void) | undefined
  #now: Millis = 0
  #stores = 0
  readonly #hidden = new Map<string, Millis>()

  constructor (options: StrictWorldOptions) {
    const { seed, members, voters, partitions, drift, leaderLease = DEFAULT_DURATIONS.leaderLease, ownerLease = DEFAULT_DURATIONS.ownerLease } = options

    this.options = options
    this.chance = new Chance(seed, 'strict')
    this.traffic = new Traffic(new Chance(seed, 'traffic'))
    this.checkers = new StrictCheckers(() => this.#now, partitions)
    const ids = Array.from({ length: members }, (_, index) => `n${index}`)
    const stores = ids.map(() => `s${this.#stores++}`)
    this.genesis = {
      id: `genesis-${seed}`,
      term: 1_700_000_000,
      voters: ids.slice(0, voters).map((member, index) => ({ member, store: stores[index] ?? '' })),
      durations: { leaderLease, ownerLease, drift }
    }
    this.nodes = ids.map((id, index) => new StrictNode({
      queue: this.queue,
      chance: this.chance,
      genesis: this.genesis,
      without: options.without ?? [],
      now: () => this.#now,
      send: (from, to, message) => this.#send(from, to, message),
      publish: (from, message) => this.#publish(from, message),
      moved: node => this.checkers.moved(node),
      told: (node, event) => this.#told(node, event),
      traced: (_, mark) => { this.marks.set(mark, (this.marks.get(mark) ?? 0) + 1) }
    }, id, new DriftingClock(1_000_000 * this.chance.fraction(), this.rate()), this.#disk(stores[index] ?? '')))
  }

  get now (): Millis {
    return this.#now
  }

  node (id: MemberId): StrictNode {
    return this.nodes.find(node => node.id === id) as StrictNode
  }

  /** A rate that a clock can have: often one of the ends, which is where things break. */
  rate (): number {
    const { spread } = this.options
    const place = this.chance.fraction()

    return place < 0.3 ? 1 - spread : place < 0.6 ? 1 + spread : 1 + spread * (2 * this.chance.fraction() - 1)
  }

  /** Starts every node; their views come a little later. */
  start (): void {
    for (const node of this.nodes) {
      node.start()
    }
    this.refreshViews(200)
  }

  at (at: Millis, action: () => void): void {
    this.queue.push(at, action)
  }

  after (delay: Millis, action: () => void): void {
    this.queue.push(this.#now + delay, action)
  }

  /** Goes on until then. */
  run (until: Millis): void {
    for (let next = this.queue.peek(); next !== undefined && next.at <= until; next = this.queue.peek()) {
      this.queue.pop()
      this.#now = Math.max(this.#now, next.at)
      next.action?.()
    }
    this.#now = until
  }

  /** Starts a node again, with what its disk has kept or with an empty one. */
  restart (node: StrictNode, keepsDisk: boolean): void {
    if (!keepsDisk) {
      node.disk = this.#disk(`s${this.#stores++}`)
    }
    if (!node.isRunning) {
      node.start()
      this.refreshViews(1_500)
    }
  }

  /** Everybody notices within that time who is there. */
  refreshViews (within: Millis): void {
    for (const node of this.nodes) {
      this.after(within * (0.2 + 0.8 * this.chance.fraction()), () => node.input({ type: 'view', members: this.#viewOf(node) }))
    }
  }

  /** One node believes for a time that another is gone. */
  hide (from: StrictNode, other: StrictNode, length: Millis): void {
    this.#hidden.set(`${from.id}>${other.id}`, this.#now + length)
    from.input({ type: 'view', members: this.#viewOf(from) })
    this.after(length + 1, () => from.input({ type: 'view', members: this.#viewOf(from) }))
  }

  /** The voters of the newest table whose store is gone. */
  lostVoters (): Voter[] {
    return this.newest.config.voters.filter(({ member, store }) => this.node(member).disk.id !== store)
  }

  get newest (): StrictTable {
    return this.checkers.newest ?? { ...this.nodes[0]?.core?.table as StrictTable }
  }

  /** Whether a set of nodes has a majority of those that count. */
  hasMajority (nodes: readonly StrictNode[]): boolean {
    const stores = new Set(nodes.map(node => voterId({ member: node.id, store: node.disk.id })))
    return [this.newest.config, this.newest.previous].some(config => config !== undefined && config.voters.filter(voter => stores.has(voterId(voter))).length * 2 > config.voters.length)
  }

  #disk (id: string): SlowDisk {
    return new SlowDisk(id, this.chance, this.options.slowWrites ?? 0.02)
  }

  #viewOf (node: StrictNode): StrictMember[] {
    return this.nodes.filter(other => other === node || this.#isSeen(node, other)).map(({ id, generation }) => ({
      id, generation, work: [{ name: GROUP, partitions: this.options.partitions, weight: 1 }]
    }))
  }

  #isSeen (node: StrictNode, other: StrictNode): boolean {
    const isApart = this.traffic.isCut(node.id, other.id) && this.traffic.isCut(other.id, node.id)
    const isHidden = (this.#hidden.get(`${node.id}>${other.id}`) ?? 0) > this.#now

    return other.isRunning && !other.isPaused && !isApart && !isHidden
  }

  #send (from: StrictNode, to: MemberId, message: StrictMessage): void {
    for (const delay of this.traffic.delays(from.id, to, message)) {
      const { generation } = from
      this.after(delay, () => {
        // What a process says to itself ends with it.
        if (to !== from.id || (from.isRunning && from.generation === generation)) {
          this.node(to).input({ type: 'message', from: from.id, message })
        }
      })
    }
  }

  #publish (from: StrictNode, message: StrictMessage): void {
    for (const node of this.nodes) {
      if (node !== from) {
        this.#send(from, node.id, message)
      }
    }
  }

  #told (node: StrictNode, event: StrictEvent): void {
    this.checkers.told(node, event)
    this.watch?.(node, event)

    if (event.type === 'partition:revoke') {
      const { group, partition, token } = event
      const { generation } = node
      this.after((this.options.stopWithin ?? 0) * this.chance.fraction(), () => {
        if (node.isRunning && node.generation === generation) {
          this.checkers.stopped(node, partition)
          node.input({ type: 'released', group, partition, token })
        }
      })
    }
  }
}
