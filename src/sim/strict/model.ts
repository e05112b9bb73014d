import { ballotOf, compareBallots, genesisTable, isQuorum, LeaderLease, LettingGo, nextTable, OwnerLease, StrictOutbox, StrictVoter } from '../../core/index.js'
import { DURATIONS, firstState, GENESIS, NODES, RATES, VOTERS } from './model-start.js'
import { contradict, keyOfMessage, keyOfState, pathTo, withLeader, withOwner, withVoter } from './model-state.js'
import { digestTable, verifyStatement } from './signatures.js'
import type { ModelBounds, ModelLeader, ModelOwner, ModelResult, ModelState, Sent } from './model-state.js'
import type { Accepted, Millis, StrictContext, StrictMessage, StrictRule, StrictTable, VoterState } from '../../core/index.js'

/**
 * Searches every order of events, breadth first, with the voter, both leases and the handoff as they are: three voters;
 * n0 leads term 1, n1 owns, and n2 may lead term 2; either leader wants n2 to own. What is between them is small enough to
 * be written again here: who counts seals, and who sends what when.
 */
export class StrictModel {
  readonly #bounds: ModelBounds
  readonly #contexts: readonly StrictContext[]
  readonly #messages: Sent[] = []
  readonly #known = new Map<string, number>()

  constructor (bounds: ModelBounds, without: readonly StrictRule[] = []) {
    this.#bounds = bounds
    this.#contexts = NODES.map(id => ({
      self: { id, generation: 1 }, genesis: GENESIS.id, first: genesisTable(GENESIS), durations: DURATIONS, verify: verifyStatement, digest: digestTable,
      applies: rule => !without.includes(rule), outbox: new StrictOutbox(), view: () => []
    }))
  }

  /** Visits every state within the bounds, or goes until a promise breaks. */
  search (statesMax = Number.POSITIVE_INFINITY): ModelResult {
    const first = firstState(this.#contexts[0] as StrictContext, this.#stretched(DURATIONS.leaderLease))
    const seen = new Map<string, readonly [from: string, by: string]>([[keyOfState(first), ['', '']]])
    let level = [first]
    let depth = 0

    for (; level.length > 0 && seen.size < statesMax; depth++) {
      const next: ModelState[] = []
      for (const state of level) {
        const from = keyOfState(state)
        for (const [by, after] of this.#after(state)) {
          const key = keyOfState(after)
          if (!seen.has(key)) {
            seen.set(key, [from, by])
            next.push(after)
            const broken = this.#broken(after)
            if (broken !== undefined) {
              return { states: seen.size, depth, broken, path: pathTo(key, seen) }
            }
          }
        }
      }
      level = next
    }

    return { states: seen.size, depth }
  }

  #stretched (lease: Millis): Millis {
    return this.#contexts[0]?.applies('voter:drift') === true ? lease * 2 : lease
  }

  /** Everything that can happen next. */
  #after (state: ModelState): Array<readonly [string, ModelState]> {
    const { time, leaders, owners, sent } = state
    const steps: Array<readonly [string, ModelState]> = []

    if (time + 1 < this.#bounds.instants) {
      steps.push(['time', { ...state, time: time + 1 }])
    }
    for (const index of leaders.keys()) {
      const committed = this.#commit(state, index)
      steps.push(...this.#leads(state, index), ...committed !== undefined ? [[`n${leaders[index]?.node} commits`, committed] as const] : [])
    }
    for (const index of owners.keys()) {
      steps.push(...this.#owns(state, index))
    }
    for (const id of sent) {
      steps.push(...this.#delivered(state, this.#messages[id] as Sent))
    }

    return steps
  }

  /** What a leader does by itself: it asks voters, or makes the next table. */
  #leads (state: ModelState, index: number): Array<readonly [string, ModelState]> {
    const leader = state.leaders[index] as ModelLeader
    const { node, term, rounds, base, phase, committed, proposal } = leader
    const context = this.#contexts[node] as StrictContext
    const now = this.#now(state, node)
    const steps: Array<readonly [string, ModelState]> = []

    if (rounds < (this.#bounds.rounds[index] ?? 0)) {
      const lease = new LeaderLease(context, leader.lease)
      const round = lease.send(now)
      const known = ballotOf(base)
      const messages = VOTERS.map((to, voter) => [voter, { type: 'prepare', genesis: GENESIS.id, to, term, holder: context.self, config: base.config.id, known, round, isTrial: false } as const] as const)
      const next: ModelLeader = { ...leader, rounds: rounds + 1, lease: lease.state, phase: phase === 'idle' ? 'standing' : phase }
      steps.push([`n${node} asks voters`, this.#send(withLeader(state, index, next), node, messages)])
    }
    if (phase === 'leading' && proposal === undefined && committed !== undefined && committed.version < (this.#bounds.versions[index] ?? 0) && new LeaderLease(context, leader.lease).until(base) > now) {
      const epoch = { term, leader: NODES[node] ?? '', version: (base.term === term ? base.version : 0) + 1 }
      const letGo = new LettingGo(context, now, leader.letGo).at(now)
      const table = nextTable(committed, epoch, [{ id: 'n2', generation: 1, work: [{ name: 'jobs', partitions: 1, weight: 1 }] }], letGo)
      if (table !== undefined) {
        steps.push([`n${node} proposes ${epoch.version}`, this.#propose(state, index, leader, table)])
      }
    }

    return steps
  }

  #propose (state: ModelState, index: number, leader: ModelLeader, table: StrictTable): ModelState {
    const { self } = this.#contexts[leader.node] as StrictContext
    const messages = VOTERS.map((to, voter) => [voter, { type: 'accept', genesis: GENESIS.id, to, holder: self, table } as const] as const)

    return this.#send(withLeader(state, index, { ...leader, proposal: table }), leader.node, messages)
  }

  #owns (state: ModelState, index: number): Array<readonly [string, ModelState]> {
    const owner = state.owners[index] as ModelOwner
    const { node, asks, table, isReleased } = owner
    const context = this.#contexts[node] as StrictContext
    const steps: Array<readonly [string, ModelState]> = []
    const group = table.groups[0]
    const isHanding = table.roster[group?.owners[0] ?? -1]?.id === NODES[node] && group?.successors[0] !== -1

    if (asks < this.#bounds.asks) {
      const lease = new OwnerLease(context, owner.lease)
      const round = lease.ask(this.#now(state, node))
      const releases = isReleased ? [{ group: 'jobs', partition: 0, token: group?.tokens[0] ?? 0n, failed: false }] : []
      const ask = { type: 'ask', genesis: GENESIS.id, owner: context.self, round, known: ballotOf(table), releases } as const
      steps.push([`n${node} asks`, this.#send(withOwner(state, index, { ...owner, asks: asks + 1, lease: lease.state }), node, [[0, ask], [2, ask]])])
    }
    if (isHanding && !isReleased) {
      steps.push([`n${node} stops`, withOwner(state, index, { ...owner, isReleased: true })])
    }

    return steps
  }

  #delivered (state: ModelState, { from, to, message }: Sent): Array<readonly [string, ModelState]> {
    const node = NODES.indexOf(to)
    const index = state.leaders.findIndex(leader => leader.node === node)
    const owner = state.owners.findIndex(other => other.node === node)
    const by = `${message.type} ${from}>${to}`

    switch (message.type) {
      case 'prepare': case 'accept': return this.#votes(state, node, by, from, message)
      case 'promise': return index < 0 ? [] : [[by, this.#promised(state, index, message)]]
      case 'ask': return index < 0 ? [] : [[by, this.#asked(state, index, message)]]
      case 'grant': return owner < 0 ? [] : [[by, this.#granted(state, owner, message)]]
      case 'table': return owner < 0 ? [] : [[by, this.#applied(state, owner, message.certified.table)]]
      default: return []
    }
  }

  /** A voter takes a message, and its disk keeps up; or it crashes before the disk has anything. */
  #votes (state: ModelState, node: number, by: string, from: string, message: Extract<StrictMessage, { type: 'prepare' | 'accept' }>): Array<readonly [string, ModelState]> {
    const context = this.#contexts[node] as StrictContext
    const former = state.voters[node] as VoterState
    const now = this.#now(state, node)
    const voter = new StrictVoter(context, former)

    message.type === 'prepare' ? voter.prepare(now, from, message) : voter.accept(now, from, message)
    const early = context.outbox.take()
    voter.persisted(voter.state.record.revision)
    const late = context.outbox.take()
    const answers = [...early, ...late].flatMap(effect => effect.type === 'send' && effect.message.type !== 'refusal' ? [[NODES.indexOf(effect.to), effect.message] as const] : [])
    const steps: Array<readonly [string, ModelState]> = [[by, this.#send(withVoter(state, node, { ...voter.state, record: { ...voter.state.record, revision: 1 }, durable: 1 }), node, answers)]]

    if (state.crashes < this.#bounds.crashes) {
      const said = early.flatMap(effect => effect.type === 'send' && effect.message.type !== 'refusal' ? [[NODES.indexOf(effect.to), effect.message] as const] : [])
      const { record } = former
      const isLeased = record.holder !== undefined && context.applies('voter:lease-after-restart')
      const restored: VoterState = { record, durable: 1, held: [], ...isLeased && { lease: { holder: record.holder ?? context.self, until: now + this.#stretched(DURATIONS.leaderLease) } } }
      steps.push([`${by}, crash`, this.#send({ ...withVoter(state, node, restored), crashes: state.crashes + 1 }, node, said)])
    }

    return steps
  }

  #promised (state: ModelState, index: number, { voter, round, term, newer }: Extract<StrictMessage, { type: 'promise' }>): ModelState {
    const leader = state.leaders[index] as ModelLeader
    const context = this.#contexts[leader.node] as StrictContext
    const now = this.#now(state, leader.node)
    const lease = new LeaderLease(context, leader.lease)

    if (term !== leader.term) {
      return state
    }
    lease.granted(now, voter, round)
    const isNewer = newer !== undefined && leader.phase === 'standing' && compareBallots(newer, leader.base) > 0
    const next: ModelLeader = { ...leader, lease: lease.state, base: isNewer ? newer : leader.base }
    if (leader.phase !== 'standing' || lease.until(next.base) <= now) {
      return withLeader(state, index, next)
    }
    const elected: ModelLeader = { ...next, phase: 'leading', letGo: new LettingGo(context, now).state }

    return this.#propose(state, index, elected, { ...next.base, term, leader: NODES[leader.node] ?? '', version: 1 })
  }

  /**
   * A leader has heard of enough seals of what it proposed. Which of them it hears of before makes no difference, so the
   * seals are not delivered one by one: they count together, at any time after they were made.
   */
  #commit (state: ModelState, index: number): ModelState | undefined {
    const leader = state.leaders[index] as ModelLeader
    const { proposal, node } = leader
    const context = this.#contexts[node] as StrictContext

    if (proposal === undefined) {
      return undefined
    }
    const digest = digestTable(proposal)
    const seals = state.sent.map(id => (this.#messages[id] as Sent).message).filter(message => message.type === 'accepted' && message.digest === digest).map(message => (message as Accepted).voter)
    if (!isQuorum(context, proposal, id => seals.includes(id))) {
      return undefined
    }
    const letGo = new LettingGo(context, this.#now(state, node), leader.letGo)
    letGo.committed(proposal)
    const next: ModelLeader = { ...leader, proposal: undefined, base: proposal, committed: proposal, letGo: letGo.state }
    const table = { type: 'table', genesis: GENESIS.id, certified: { table: proposal, seals: [] } } as const

    return this.#send({ ...withLeader(state, index, next), committed: [...state.committed, proposal] }, node, [[1, table]])
  }

  #asked (state: ModelState, index: number, { owner, round, releases }: Extract<StrictMessage, { type: 'ask' }>): ModelState {
    const leader = state.leaders[index] as ModelLeader
    const { node, committed, base } = leader
    const context = this.#contexts[node] as StrictContext
    const now = this.#now(state, node)

    if (committed === undefined || leader.phase !== 'leading') {
      return state
    }
    const letGo = new LettingGo(context, now, leader.letGo)
    for (const release of releases) {
      letGo.release(now, owner, committed, release)
    }
    const isLeading = new LeaderLease(context, leader.lease).until(leader.proposal ?? base) > now || !context.applies('leader:lease-to-grant')
    if (isLeading) {
      letGo.granted(now, owner)
    }
    const after = withLeader(state, index, { ...leader, letGo: letGo.state })

    return isLeading ? this.#send(after, node, [[NODES.indexOf(owner.id), { type: 'grant', genesis: GENESIS.id, owner, round, known: ballotOf(committed) }]]) : after
  }

  #granted (state: ModelState, index: number, { round, known }: Extract<StrictMessage, { type: 'grant' }>): ModelState {
    const owner = state.owners[index] as ModelOwner
    const lease = new OwnerLease(this.#contexts[owner.node] as StrictContext, owner.lease)

    lease.granted(this.#now(state, owner.node), round, known, owner.table)

    return withOwner(state, index, { ...owner, lease: lease.state })
  }

  #applied (state: ModelState, index: number, table: StrictTable): ModelState {
    const owner = state.owners[index] as ModelOwner
    const context = this.#contexts[owner.node] as StrictContext
    const lease = new OwnerLease(context, owner.lease)

    if (compareBallots(table, owner.table) <= 0) {
      return state
    }
    const isHanding = table.groups[0]?.successors[0] !== -1 && context.applies('owner:no-renewal-in-handoff')
    const last = isHanding ? owner.last ?? lease.until : undefined
    lease.applied(table)

    return withOwner(state, index, { ...owner, table, lease: lease.state, last })
  }

  /** The next owner is taken to have a lease always: it owns from the moment that a table which says so is committed. */
  #broken (state: ModelState): string | undefined {
    const isMoved = state.committed.some(({ groups, roster }) => roster[groups[0]?.owners[0] ?? -1]?.id === 'n2')
    const isOwned = state.owners.some(({ node, table, lease, last, isReleased }) => {
      const isOwn = table.roster[table.groups[0]?.owners[0] ?? -1]?.id === NODES[node]
      return isOwn && !isReleased && this.#now(state, node) < Math.min(lease.until, last ?? Number.POSITIVE_INFINITY)
    })
    const leaders = state.leaders.filter(({ node, phase, lease, base }) => phase === 'leading' && new LeaderLease(this.#contexts[node] as StrictContext, lease).until(base) > this.#now(state, node))

    return isMoved && isOwned ? 'two owners' : leaders.length > 1 ? 'two leaders' : contradict(state.committed) ? 'committed tables contradict each other' : undefined
  }

  #now (state: ModelState, node: number): Millis {
    return state.time * (RATES[node] ?? 1)
  }

  #send (state: ModelState, from: number, messages: ReadonlyArray<readonly [number, StrictMessage]>): ModelState {
    const sent = new Set(state.sent)

    for (const [to, message] of messages) {
      const key = keyOfMessage(from, to, message)
      const id = this.#known.get(key) ?? this.#messages.push({ id: this.#messages.length, from: NODES[from] ?? '', to: NODES[to] ?? '', message }) - 1
      this.#known.set(key, id)
      sent.add(id)
    }

    return sent.size === state.sent.length ? state : { ...state, sent: [...sent].sort((a, b) => a - b) }
  }
}
