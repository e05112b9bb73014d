import { createCheckers, formatViolation } from '../../../src/sim/checkers/index.js'
import { Simulation } from '../../../src/sim/index.js'
import type { CoreEvent, Effect, Input, MemberId, Message, Row, Table } from '../../../src/core/index.js'
import type { CheckerOptions, Checkers, Violation } from '../../../src/sim/checkers/index.js'
import type { Fault, SimulatedMember } from '../../../src/sim/index.js'

/** A healthy cluster of three that all checkers watch, and a way to make them see what did not happen. */
export class Plant {
  readonly simulation: Simulation
  readonly checkers: Checkers

  constructor (options: CheckerOptions = {}) {
    this.checkers = createCheckers({ nodes: 3, ...options })
    this.simulation = new Simulation({ seed: 7, observers: this.checkers.observers })
    for (const id of ['a', 'b', 'c']) {
      this.simulation.start(id, { bootstrap: id === 'a' ? [] : ['a'] })
      this.simulation.run(1_000)
    }
    this.simulation.run(3_000)
  }

  get violations (): readonly Violation[] {
    return this.checkers.violations
  }

  get found (): string[] {
    return [...new Set(this.violations.map(({ invariant }) => invariant))]
  }

  get texts (): string[] {
    return this.violations.map(formatViolation)
  }

  member (id: MemberId): SimulatedMember {
    return this.simulation.member(id)
  }

  /** The row of a member in the view of another one, as the core would show it. */
  row (id: MemberId, changes: Partial<Row> = {}): Row {
    const { state: _state, position: _position, ...self } = this.member(id).core.self
    const { generation, incarnation } = self
    const claim = { cluster: 'simulated', left: false, term: 0, ...self, ...changes.claim }

    return { id, generation, incarnation, state: 'alive', since: 0, aliveSince: 0, returned: false, ...changes, claim } as Row
  }

  /** The table that all have, with something changed; by default its successor. */
  table (changes: Partial<Table> = {}): Table {
    const { seal: _seal, ...table } = this.member('a').core.table('jobs') as Table
    return { ...table, epoch: { ...table.epoch, version: table.epoch.version + 1 }, parent: table.epoch, ...changes }
  }

  /** The checkers see that row change. */
  change (observer: MemberId, before: Row | undefined, after: Row | undefined): this {
    for (const one of this.checkers.observers) one.row?.({ at: this.simulation.now, member: this.member(observer), before, after })
    return this
  }

  /** The checkers see a step with these effects. */
  step (id: MemberId, effects: readonly Effect[], input: Input = { type: 'wake' }, at = this.simulation.now): this {
    for (const one of this.checkers.observers) one.step?.({ at, member: this.member(id), input, effects, simulation: this.simulation })
    return this
  }

  emit (id: MemberId, event: CoreEvent): this {
    return this.step(id, [{ type: 'emit', event }])
  }

  publish (id: MemberId, table: Table): this {
    return this.step(id, [{ type: 'publish', topic: 'assignment', message: { type: 'table', table } }])
  }

  send (id: MemberId, to: MemberId, message: Message): this {
    return this.step(id, [{ type: 'send', to, message }])
  }

  fault (fault: Fault): this {
    for (const one of this.checkers.observers) one.fault?.({ at: this.simulation.now, fault })
    return this
  }

  end (): this {
    for (const one of this.checkers.observers) one.end?.(this.simulation)
    return this
  }
}
