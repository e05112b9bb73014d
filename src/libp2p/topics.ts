import { TopicValidatorResult } from '@libp2p/gossipsub'
import { compareEpochs, InvalidSettingError, packToken } from '../core/index.js'
import { decodeMessage, encodeMessage } from '../wire/index.js'
import { topicName } from './protocols.js'
import type { Counters } from './counters.js'
import type { Intake } from './intake.js'
import type { Seals } from './seals.js'
import type { Gossip, MemberId, Message, Notice, Table, TableMessage, Topic } from '../core/index.js'
import type { GossipSub, Message as PubSubMessage, TopicValidatorFn } from '@libp2p/gossipsub'
import type { Logger } from '@libp2p/interface'

/** A larger table is not gossiped, since every member gets it several times over: its version is, and members pull. */
export const GOSSIP_MAX = 256 * 1024

/**
 * Up to so many neighbours get a publication directly: no more than a mesh can have (gossipsub's Dhi). A mesh takes a
 * heartbeat to form and to mend, and the news that counts most comes just when a member that held it together is gone.
 */
const FLOOD_MAX = 12

const { Accept, Ignore, Reject } = TopicValidatorResult

/** gossipsub takes more than its interface says. */
type Gossipsub = GossipSub & {
  publish (topic: string, data: Uint8Array, options?: { readonly floodPublish: boolean }): ReturnType<GossipSub['publish']>
}

/** What the topics are made with. */
export interface TopicsOptions {
  readonly cluster: string
  readonly pubsub: Gossipsub
  readonly intake: Intake
  readonly seals: Seals
  readonly counters: Counters
  readonly log: Logger
  /** The newest table applied here. */
  readonly applied: (group: string) => Table | undefined
  readonly take: (from: MemberId, message: Message) => void
}

/**
 * The cluster's two gossip topics. Messages go to the core from the validators, so that nothing is decoded twice. What
 * can only be forged is rejected, which costs its forwarder standing; honest disagreement never is.
 */
export class Topics {
  readonly #options: TopicsOptions
  readonly #validators: ReadonlyMap<string, TopicValidatorFn>
  /** Publications go out in the order in which the core made them, however long each takes to sign. */
  #last: Promise<void> = Promise.resolve()

  constructor (options: TopicsOptions) {
    const { cluster } = options

    this.#options = options
    this.#validators = new Map<string, TopicValidatorFn>([
      [topicName(cluster, 'membership'), async (_, message) => await this.#judge(message, 'membership')],
      [topicName(cluster, 'assignment'), async (_, message) => await this.#judge(message, 'assignment')]
    ])
  }

  /** @throws {InvalidSettingError} if gossipsub does not sign, so that nobody can tell who says what */
  open (): void {
    const { pubsub } = this.#options

    if (pubsub.globalSignaturePolicy !== 'StrictSign') {
      throw new InvalidSettingError(`gossipsub's globalSignaturePolicy is ${pubsub.globalSignaturePolicy}: must be StrictSign`)
    }
    for (const [topic, validator] of this.#validators) {
      pubsub.topicValidators.set(topic, validator)
      pubsub.subscribe(topic)
    }
  }

  close (): void {
    const { pubsub } = this.#options

    for (const [topic, validator] of this.#validators) {
      if (pubsub.topicValidators.get(topic) === validator) {
        pubsub.topicValidators.delete(topic)
      }
      if (pubsub.getTopics().includes(topic)) {
        pubsub.unsubscribe(topic)
      }
    }
  }

  publish (topic: Topic, message: Message): void {
    this.#last = this.#last.then(async () => { await this.#publish(topic, message) })
  }

  /** When all that was published so far is with gossipsub. */
  async flushed (): Promise<void> {
    await this.#last
  }

  async #publish (topic: Topic, message: Message): Promise<void> {
    const { cluster, pubsub, counters, log } = this.#options
    const name = topicName(cluster, topic)

    try {
      const bytes = await this.#encode(message)
      await pubsub.publish(name, bytes, { floodPublish: pubsub.getSubscribers(name).length <= FLOOD_MAX })
    } catch (error) {
      counters.count('publish:failed')
      log('publication on %s failed - %e', topic, error)
    }
  }

  async #encode (message: Message): Promise<Uint8Array> {
    const { seals, counters } = this.#options

    await seals.prepare(message)
    const bytes = encodeMessage(message, seals.of)

    if (message.type !== 'table' || bytes.length <= GOSSIP_MAX) {
      return bytes
    }
    counters.count('publish:notice')

    return encodeMessage(noticeOf(message.table), seals.of)
  }

  async #judge (message: PubSubMessage, topic: Topic): Promise<TopicValidatorResult> {
    if (message.type !== 'signed') {
      this.#options.counters.count('gossip:unsigned')
      return Reject
    }

    const decoded = this.#decode(message.data)
    const from = message.from.toString()

    if (decoded === undefined) {
      return Reject
    }
    if (topic === 'membership' && decoded.type === 'gossip') {
      return await this.#judgeGossip(from, decoded)
    }
    if (topic === 'assignment' && (decoded.type === 'table' || decoded.type === 'notice')) {
      return await this.#judgeTable(from, decoded)
    }
    this.#options.counters.count('gossip:wrong-type')

    return Reject
  }

  #decode (bytes: Uint8Array): Message | undefined {
    try {
      return decodeMessage(bytes)
    } catch (error) {
      this.#options.counters.count('decode:error')
      this.#options.log('publication is no message - %e', error)

      return undefined
    }
  }

  /**
   * Passed on even where it is no news here: a joiner's only neighbour has heard its claim directly, and nobody else
   * would get it. gossipsub passes each publication on once.
   */
  async #judgeGossip (from: MemberId, message: Gossip): Promise<TopicValidatorResult> {
    if (!message.updates.every(update => from === (update.type === 'claim' ? update.claim.id : update.accusation.accuser))) {
      return this.#ignoreStranger()
    }

    return await this.#admit(from, message)
  }

  async #judgeTable (from: MemberId, message: TableMessage | Notice): Promise<TopicValidatorResult> {
    if (message.type === 'notice') {
      return await this.#admit(from, message)
    }

    const { table } = message
    const applied = this.#options.applied(table.group)

    if (table.epoch.leader !== from) {
      return this.#ignoreStranger()
    }

    const verdict = await this.#admit(from, message)

    return applied !== undefined && compareEpochs(table.epoch, applied.epoch) < 0 ? Ignore : verdict
  }

  async #admit (from: MemberId, message: Message): Promise<TopicValidatorResult> {
    const isSound = await this.#options.intake.take(message, admitted => { this.#options.take(from, admitted) })
    return isSound ? Accept : Reject
  }

  #ignoreStranger (): TopicValidatorResult {
    this.#options.counters.count('gossip:not-originator')
    return Ignore
  }
}

/** That there is a table, without the table. Its view's digest says nothing: the reader compares the versions only. */
function noticeOf ({ group, epoch }: Table): Notice {
  return { type: 'notice', head: { view: 0n, tables: [{ group, epoch: packToken(epoch) }] } }
}
