import { TopicValidatorResult } from '@libp2p/gossipsub'
import { decodeMessage } from '../wire/index.js'
import { topicName } from './protocols.js'
import { isSealValid } from './seals.js'
import type { Message, Notice, TableMessage } from '../core/index.js'
import type { GossipSub, Message as PubSubMessage, TopicValidatorFn } from '@libp2p/gossipsub'

/** What comes on the assignment topic: verified tables, and notices of tables that are too large for it. */
export type Assignment = TableMessage | Notice

const { Accept, Ignore, Reject } = TopicValidatorResult

/** By gossipsub and topic: a topic has one validator, however many on this node follow it. */
const feeds = new WeakMap<GossipSub, Map<string, Feed>>()

/** Follows a cluster's assignment topic from outside, until the function returned is called. */
export function followAssignments (pubsub: GossipSub, cluster: string, listener: (assignment: Assignment) => void): () => void {
  const topic = topicName(cluster, 'assignment')
  const ofPubsub = feeds.get(pubsub) ?? new Map<string, Feed>()
  const feed = ofPubsub.get(topic) ?? new Feed(pubsub, topic)

  feeds.set(pubsub, ofPubsub.set(topic, feed))
  feed.add(listener)

  return () => {
    if (feed.remove(listener)) {
      ofPubsub.delete(topic)
    }
  }
}

class Feed {
  readonly #pubsub: GossipSub
  readonly #topic: string
  readonly #listeners = new Set<(assignment: Assignment) => void>()
  readonly #validator: TopicValidatorFn = async (_, message) => await this.#judge(message)
  #hasSubscribed = false

  constructor (pubsub: GossipSub, topic: string) {
    this.#pubsub = pubsub
    this.#topic = topic
  }

  add (listener: (assignment: Assignment) => void): void {
    if (this.#listeners.size === 0) {
      this.#pubsub.topicValidators.set(this.#topic, this.#validator)
      this.#hasSubscribed = !this.#pubsub.getTopics().includes(this.#topic)
      this.#pubsub.subscribe(this.#topic)
    }
    this.#listeners.add(listener)
  }

  /** True if it was the last one, and the topic is let go of. */
  remove (listener: (assignment: Assignment) => void): boolean {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) {
      return false
    }
    // A member that started on this node meanwhile has put its own validator there, and needs the topic.
    if (this.#pubsub.topicValidators.get(this.#topic) === this.#validator) {
      this.#pubsub.topicValidators.delete(this.#topic)

      if (this.#hasSubscribed && this.#pubsub.getTopics().includes(this.#topic)) {
        this.#pubsub.unsubscribe(this.#topic)
      }
    }

    return true
  }

  async #judge (message: PubSubMessage): Promise<TopicValidatorResult> {
    const decoded = message.type === 'signed' ? decode(message.data) : undefined

    if (message.type !== 'signed' || (decoded?.type !== 'table' && decoded?.type !== 'notice')) {
      return Reject
    }
    if (decoded.type === 'table' && decoded.table.epoch.leader !== message.from.toString()) {
      return Ignore
    }
    if (decoded.type === 'table' && !await isSealValid(decoded.table)) {
      return Reject
    }
    for (const listener of this.#listeners) {
      listener(decoded)
    }

    return Accept
  }
}

function decode (bytes: Uint8Array): Message | undefined {
  try {
    return decodeMessage(bytes)
  } catch {
    // Whoever publishes junk is to blame for it: the caller rejects it.
    return undefined
  }
}
