import type { Message, ShoalCore, Update } from '../core/index.js'

/**
 * The message as a driver lets it through to the core: without the claims that would change nothing. A driver does so to
 * verify only the seals that matter, and the core counts on nothing else.
 */
export function admitted (message: Message, core: Pick<ShoalCore, 'isNews'>): Message {
  switch (message.type) {
    case 'ping': case 'ack': case 'ping-req': case 'delta': case 'gossip':
      return message.updates.every(update => isNews(update, core))
        ? message
        : { ...message, updates: message.updates.filter(update => isNews(update, core)) }
    default:
      return message
  }
}

function isNews (update: Update, core: Pick<ShoalCore, 'isNews'>): boolean {
  return update.type === 'accusation' || core.isNews(update.claim)
}
