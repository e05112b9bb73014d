import { assert } from '../core/index.js'
import { BULK_FRAME_MAX, CLAIM_CODEC, decodeClaimSeal, decodeMessage, decodeTableSeal, encodeClaim, encodeEnvelope, encodeMessage, encodeTable, FRAME_MAX, TABLE_CODEC } from '../wire/index.js'
import { hashBytes } from './running-hash.js'
import type { Claim, Message, Table, Update } from '../core/index.js'

/** The size of an Ed25519 one. */
const PUBLIC_KEY = Uint8Array.of(8, 1, 18, 32, ...new Uint8Array(32))
const SIGNATURE = new Uint8Array(64)

/** A message as it arrives, and the size and a hash of what was on the wire. */
export interface Parcel {
  readonly message: Message
  readonly bytes: number
  readonly hash: number
}

/** An envelope of the right form and size that nobody signed: for whatever does not verify signatures. */
export function unsignedSeal (body: Claim | Table): Uint8Array {
  const isTable = 'owners' in body

  return encodeEnvelope({
    publicKey: PUBLIC_KEY,
    payloadType: isTable ? TABLE_CODEC : CLAIM_CODEC,
    payload: isTable ? encodeTable(body) : encodeClaim(body),
    signature: SIGNATURE
  })
}

/**
 * Takes every message through its encoding. A claim or a table is sealed and decoded once, however often it travels, and
 * everybody who gets it has the same object: it is readonly, and a large cluster would hold each claim a thousand times.
 */
export class Codec {
  readonly #isOn: boolean
  /** What each claim and table is after its way over the wire; of those that came over it, themselves. */
  readonly #received = new WeakMap<Claim | Table, Claim | Table>()

  constructor (isOn: boolean) {
    this.#isOn = isOn
  }

  /** @throws {InvariantError} if the message does not fit into a frame of its kind */
  pack (message: Message, isPublished = false): Parcel {
    if (!this.#isOn) {
      return { message, bytes: 0, hash: 0 }
    }

    const bytes = encodeMessage(message, this.#sealOf)
    const max = isPublished || message.type === 'sync' || message.type === 'delta' || message.type === 'table' ? BULK_FRAME_MAX : FRAME_MAX
    assert(bytes.length <= max, `a ${message.type} has ${bytes.length} bytes: must have at most ${max}`)

    return { message: this.#unpack(message, bytes), bytes: bytes.length, hash: hashBytes(bytes) }
  }

  /** The claim as others hold it. */
  receivedClaim (claim: Claim): Claim {
    return this.#isOn ? this.#receivedOf(claim) as Claim : claim
  }

  #unpack (message: Message, bytes: Uint8Array): Message {
    switch (message.type) {
      case 'table':
        return { type: 'table', table: this.#receivedOf(message.table) as Table }
      case 'ping': case 'ack': case 'ping-req': case 'delta': case 'gossip':
        return this.#unpackUpdates(message, bytes)
      default:
        return decodeMessage(bytes)
    }
  }

  /** The claims are decoded once each; the rest of the message, which is not the same twice, is decoded without them. */
  #unpackUpdates (message: Extract<Message, { updates: readonly Update[] }>, bytes: Uint8Array): Message {
    if (!message.updates.some(isClaim)) {
      return decodeMessage(bytes)
    }

    const rest = decodeMessage(encodeMessage({ ...message, updates: message.updates.filter(update => !isClaim(update)) }, this.#sealOf))
    const others = 'updates' in rest ? rest.updates.values() : [].values()
    const updates = message.updates.map(update => isClaim(update) ? this.#receivedUpdate(update.claim) : others.next().value as Update)

    return { ...rest, updates } as Message
  }

  #receivedUpdate (claim: Claim): Update {
    return { type: 'claim', claim: this.#receivedOf(claim) as Claim }
  }

  #receivedOf (body: Claim | Table): Claim | Table {
    const known = this.#received.get(body)

    if (known !== undefined) {
      return known
    }

    const seal = body.seal ?? unsignedSeal(body)
    const received = 'owners' in body ? decodeTableSeal(seal) : decodeClaimSeal(seal)

    this.#received.set(body, received)
    this.#received.set(received, received)

    return received
  }

  readonly #sealOf = (body: Claim | Table): Uint8Array => this.#receivedOf(body).seal ?? unsignedSeal(body)
}

function isClaim (update: Update): update is Extract<Update, { type: 'claim' }> {
  return update.type === 'claim'
}
