import { lpStream } from '@libp2p/utils'
import type { ShoalNode } from '../../src/node/index.js'
import type { Connection, PeerId, Stream } from '@libp2p/interface'
import type { Entry } from './shelf.js'

const PROTOCOL = '/shoal-example-cache/handover/1'
const FRAME_MAX = 2 * 1024 * 1024
const TIMEOUT_MS = 5_000

/** What a former owner has sent of a partition. */
export interface Parcel {
  readonly partition: number
  readonly from: PeerId
  readonly entries: Entry[]
}

/** Takes parcels of live members, of at most so many entries, until the node stops. */
export async function receiveParcels ({ libp2p, shoal }: ShoalNode, most: number, onParcel: (parcel: Parcel) => void): Promise<void> {
  await libp2p.handle(PROTOCOL, async (stream: Stream, connection: Connection) => {
    const from = connection.remotePeer

    try {
      if (!shoal.members().some(({ peerId, state }) => peerId.equals(from) && (state === 'alive' || state === 'suspect'))) {
        throw new Error(`${from.toString()} is no live member`)
      }
      const parcel = await readParcel(stream, from, most)
      onParcel(parcel)
      await stream.close()
    } catch (err) {
      // What it had is lost, as it would be in a crash.
      stream.abort(err instanceof Error ? err : new Error(String(err)))
    }
  })
}

/** Sends what there is of a partition, and waits until the other one has it. */
export async function sendParcel ({ libp2p }: ShoalNode, to: PeerId, partition: number, entries: readonly Entry[]): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const stream = await libp2p.dialProtocol(to, PROTOCOL, { signal })
  const frames = lpStream(stream, { maxDataLength: FRAME_MAX })

  await frames.write(encode({ partition, count: entries.length }), { signal })
  for (const entry of entries) {
    await frames.write(encode(entry), { signal })
  }
  await frames.read({ signal })
  await stream.close({ signal })
}

async function readParcel (stream: Stream, from: PeerId, most: number): Promise<Parcel> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const frames = lpStream(stream, { maxDataLength: FRAME_MAX })
  const { partition, count } = decode(await frames.read({ signal })) as { partition: unknown, count: unknown }
  const entries: Entry[] = []

  if (typeof partition !== 'number' || typeof count !== 'number' || count > most) {
    throw new Error(`a parcel of ${String(count)} entries for partition ${String(partition)}`)
  }
  while (entries.length < count) {
    entries.push(readEntry(decode(await frames.read({ signal }))))
  }
  await frames.write(encode({ taken: count }), { signal })

  return { partition, from, entries }
}

function readEntry (entry: unknown): Entry {
  const { key, value, ttlMs } = entry as Partial<Entry>

  if (typeof key !== 'string' || typeof value !== 'string' || typeof ttlMs !== 'number') {
    throw new Error('an entry that is none')
  }

  return { key, value, ttlMs }
}

function encode (what: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(what))
}

function decode (bytes: { subarray (): Uint8Array }): unknown {
  return JSON.parse(new TextDecoder().decode(bytes.subarray()))
}
