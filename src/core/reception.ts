import { unreachable } from './assert.js'
import type { Context } from './context.js'
import type { Ack, Collect, Head, Message, Ping, PingReq } from './messages.js'
import type { Parts } from './parts.js'
import type { MemberId, Millis, Table, Update } from './types.js'

/** Sends each message of a joined member to the part that it is for. */
export class Reception {
  readonly #context: Context
  readonly #parts: Parts

  constructor (context: Context, parts: Parts) {
    this.#context = context
    this.#parts = parts
  }

  /** Whatever a member says shows that this one can hear, and that it lives, unless that can have been said long ago. */
  hear (now: Millis, from: MemberId, isPublished: boolean): void {
    const { evidence, hearing, probation, probe, relay, suspicion } = this.#parts

    if (this.#context.members.get(from) !== undefined) {
      const deafness = hearing.hear(now)

      if (deafness > 0) {
        suspicion.excuse(deafness, true)
        probation.excuse(deafness)
      }
      if (!isPublished || !this.#context.applies('hearing:fresh')) {
        evidence.clear(from)
        probe.hear(from)
        relay.hear(from)
        suspicion.hearFrom(now, from)
      }
    }
  }

  receive (now: Millis, from: MemberId, message: Message): void {
    const { applier, collection, sync, tables } = this.#parts

    switch (message.type) {
      case 'ping': this.#answer(now, from, message); break
      case 'ack': this.#acknowledge(now, from, message); break
      case 'ping-req':
        this.#learn(now, from, message.updates)
        this.#relay(now, from, message)
        break
      case 'nack': this.#parts.probe.refuse(now, from, message); break
      case 'sync': sync.answer(now, from, message); break
      case 'delta': sync.conclude(now, from, message); break
      case 'gossip': this.#learn(now, from, message.updates); break
      case 'notice': applier.compare(now, from, message.head); break
      case 'table-pull': applier.answerPull(now, from, message); break
      case 'table':
        this.#takeTable(now, from, message.table)
        sync.meet(now, from, tables.get(message.table.group) === message.table ? message.table.roster : [])
        break
      case 'collect': this.#report(from, message); break
      case 'report': collection.receive(now, from, message); break
      case 'release':
      case 'fenced': this.#parts.handoffs.receive(now, from, message); break
      case 'order': this.#parts.orderBook.receive(now, from, message.order); break
      default: unreachable(message)
    }
  }

  #relay (now: Millis, from: MemberId, request: PingReq): void {
    const { self, outbox, head } = this.#context

    if (request.target === self) {
      outbox.send(from, { type: 'ack', seq: request.seq, target: self, head: head(), updates: this.#parts.dissemination.take(from) })
    } else {
      this.#parts.relay.request(now, from, request)
    }
  }

  #takeTable (now: Millis, from: MemberId, table: Table): void {
    const { applier, probation, tables } = this.#parts
    const former = tables.get(table.group)

    applier.receive(now, from, table)
    if (tables.get(table.group) === table) {
      probation.review(now, former, table)
    }
  }

  #answer (now: Millis, from: MemberId, { seq, head, updates }: Ping): void {
    this.#learn(now, from, updates)
    this.#context.outbox.send(from, {
      type: 'ack', seq, target: this.#context.self, head: this.#context.head(), updates: this.#parts.dissemination.take(from)
    })
    this.#compare(now, from, head)
  }

  #acknowledge (now: Millis, from: MemberId, ack: Ack): void {
    this.#learn(now, from, ack.updates)

    const { leave, probe, relay } = this.#parts

    if (!probe.acknowledge(from, ack) && !relay.acknowledge(from, ack) && !leave.acknowledge(ack)) {
      this.#context.outbox.trace('probe:late-ack', from)
    }
    this.#compare(now, from, ack.head)
    this.#parts.applier.tellWhoIsBehind(from, ack.head)
  }

  #learn (now: Millis, from: MemberId, updates: readonly Update[]): void {
    for (const update of updates) {
      this.#parts.membership.learn(now, update, from)
    }
  }

  #compare (now: Millis, from: MemberId, head: Head): void {
    this.#parts.sync.compare(now, from, head.view)
    this.#parts.applier.compare(now, from, head)

    if (this.#parts.applier.foreignIn(head).length > 0) {
      this.#parts.office.noticeForeign(now, from)
    }
  }

  #report (from: MemberId, { seq }: Collect): void {
    this.#context.outbox.send(from, { type: 'report', seq, term: this.#parts.records.term, tables: this.#parts.tables.versions() })
  }
}
