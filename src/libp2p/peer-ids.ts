import { peerIdFromString } from '@libp2p/peer-id'
import type { MemberId } from '../core/index.js'
import type { PeerId } from '@libp2p/interface'

/** Ids that are remembered: parsing one costs a base58 decoding, and each is asked for again and again. */
const REMEMBERED_MAX = 32_768

const remembered = new Map<MemberId, PeerId>()

/** The PeerId whose text this is; undefined for a text that is none, or not the one form of it. */
export function peerIdOf (id: MemberId): PeerId | undefined {
  const known = remembered.get(id)

  if (known !== undefined) {
    return known
  }

  const parsed = parse(id)

  if (parsed !== undefined) {
    remember(id, parsed)
  }

  return parsed
}

function parse (id: MemberId): PeerId | undefined {
  try {
    const peerId = peerIdFromString(id)
    return peerId.toString() === id ? peerId : undefined
  } catch {
    // Any text can come from a peer; that this one is no PeerId is the answer.
    return undefined
  }
}

function remember (id: MemberId, peerId: PeerId): void {
  if (remembered.size >= REMEMBERED_MAX) {
    remembered.clear()
  }
  remembered.set(id, peerId)
}
