import { peerIdFromPublicKey } from '@libp2p/peer-id'
import { RecordEnvelope } from '@libp2p/peer-record'
import { assert } from '../core/index.js'
import { CLAIM_CODEC, CLAIM_DOMAIN, encodeClaim, encodeTable, TABLE_CODEC, TABLE_DOMAIN } from '../wire/index.js'
import type { Claim, MemberId, Message, Table } from '../core/index.js'
import type { PrivateKey } from '@libp2p/interface'

/** What travels as a libp2p signed envelope. */
export type Sealed = Claim | Table

/** Signs this member's own claims and tables, each once, however often it is sent. */
export class Seals {
  readonly #privateKey: PrivateKey
  readonly #self: MemberId
  readonly #made = new WeakMap<Sealed, Uint8Array>()

  constructor (privateKey: PrivateKey) {
    this.#privateKey = privateKey
    this.#self = peerIdFromPublicKey(privateKey.publicKey).toString()
  }

  /** Signs what is unsigned in a message; only then can it be encoded. */
  async prepare (message: Message): Promise<void> {
    for (const body of sealedIn(message)) {
      if (body.seal === undefined && !this.#made.has(body)) {
        this.#made.set(body, await this.#sign(body))
      }
    }
  }

  /** The envelope of a claim or table that came with one, or that `prepare` has signed. */
  readonly of = (body: Sealed): Uint8Array => {
    const seal = body.seal ?? this.#made.get(body)
    assert(seal !== undefined, 'what is sent is signed first')

    return seal
  }

  async #sign (body: Sealed): Promise<Uint8Array> {
    assert(signerOf(body) === this.#self, 'a member signs only what it says itself')

    const { domain, codec } = kindOf(body)
    const record = { domain, codec, marshal: () => isTable(body) ? encodeTable(body) : encodeClaim(body), equals: () => false }
    const envelope = await RecordEnvelope.seal(record, this.#privateKey)

    return envelope.marshal()
  }
}

/**
 * Whether the envelope of a claim is signed by its subject, or that of a table by its leader, and has its one form: the
 * signature does not cover how the key is written.
 */
export async function isSealValid (body: Sealed): Promise<boolean> {
  if (body.seal === undefined) {
    return false
  }

  try {
    const envelope = await RecordEnvelope.openAndCertify(body.seal, kindOf(body).domain)
    return peerIdFromPublicKey(envelope.publicKey).toString() === signerOf(body) && areEqual(envelope.marshal(), body.seal)
  } catch {
    // A peer can send any bytes as key or signature; that they are none is the answer.
    return false
  }
}

/** The claims and tables in a message. */
export function sealedIn (message: Message): readonly Sealed[] {
  switch (message.type) {
    case 'table':
      return [message.table]
    case 'ping':
    case 'ack':
    case 'ping-req':
    case 'delta':
    case 'gossip':
      return message.updates.flatMap(update => update.type === 'claim' ? [update.claim] : [])
    default:
      return []
  }
}

function isTable (body: Sealed): body is Table {
  return 'epoch' in body
}

function signerOf (body: Sealed): MemberId {
  return isTable(body) ? body.epoch.leader : body.id
}

function kindOf (body: Sealed): { readonly domain: string, readonly codec: Uint8Array } {
  return isTable(body) ? { domain: TABLE_DOMAIN, codec: TABLE_CODEC } : { domain: CLAIM_DOMAIN, codec: CLAIM_CODEC }
}

function areEqual (a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
