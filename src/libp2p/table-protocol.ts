import { lpStream } from '@libp2p/utils'
import { packToken } from '../core/index.js'
import { BULK_FRAME_MAX, decodeMessage, DecodeError, encodeMessage } from '../wire/index.js'
import { tableProtocol } from './protocols.js'
import type { Counters } from './counters.js'
import type { Seals } from './seals.js'
import type { Table, Token } from '../core/index.js'
import type { AbortOptions, Logger, Stream } from '@libp2p/interface'
import type { Registrar } from '@libp2p/interface-internal'

/** Requests that a peer may have running on one connection. */
const STREAMS_MAX = 2

/** How long one request may take, in milliseconds. */
const REQUEST_TIMEOUT = 5_000

/** Bytes of a request: a name and an epoch. */
const REQUEST_MAX = 256

/** Room for a frame's length before its bytes. */
const PREFIX_MAX = 8

/** What the server is made with. */
export interface TableServerOptions {
  readonly cluster: string
  readonly registrar: Registrar
  readonly seals: Seals
  readonly counters: Counters
  readonly log: Logger
  /** The newest table applied here. */
  readonly applied: (group: string) => Table | undefined
}

/**
 * Answers peers that are no members: one request on a stream, one answer.
 *
 * ```
 * A --table-pull(group, epoch)--> B
 * A <--table, or an empty frame-- B    empty: nothing newer than that
 * ```
 */
export class TableServer {
  readonly #options: TableServerOptions

  constructor (options: TableServerOptions) {
    this.#options = options
  }

  async open (): Promise<void> {
    const { cluster, registrar } = this.#options

    await registrar.handle(tableProtocol(cluster), stream => { void this.#serve(stream) }, {
      maxInboundStreams: STREAMS_MAX,
      runOnLimitedConnection: true
    })
  }

  async close (): Promise<void> {
    await this.#options.registrar.unhandle(tableProtocol(this.#options.cluster))
  }

  async #serve (stream: Stream): Promise<void> {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT)

    try {
      const frames = lpStream(stream, { maxDataLength: REQUEST_MAX })
      const request = await frames.read({ signal })
      await frames.write(await this.#answer(request.subarray()), { signal })
      await stream.close({ signal })
    } catch (error) {
      if (error instanceof DecodeError) {
        this.#options.counters.count('decode:error')
      }
      this.#options.log('request for a table failed - %e', error)
      stream.abort(error instanceof Error ? error : new Error(String(error)))
    }
  }

  async #answer (request: Uint8Array): Promise<Uint8Array> {
    const message = decodeMessage(request)

    if (message.type !== 'table-pull') {
      throw new DecodeError(`request is of type ${message.type}: must be table-pull`)
    }

    const table = this.#options.applied(message.group)

    if (table === undefined || packToken(table.epoch) <= message.epoch) {
      return new Uint8Array()
    }

    const answer = { type: 'table', table } as const
    await this.#options.seals.prepare(answer)

    return encodeMessage(answer, this.#options.seals.of)
  }
}

/**
 * Asks on a stream for a group's newest table, if it is above `epoch`. The answer is not verified.
 *
 * @throws {DecodeError} if the answer is no table of that group
 */
export async function pullTable (stream: Stream, group: string, epoch: Token, options: AbortOptions): Promise<Table | undefined> {
  try {
    const frames = lpStream(stream, { maxDataLength: BULK_FRAME_MAX, maxBufferSize: BULK_FRAME_MAX + PREFIX_MAX })
    await frames.write(encodeMessage({ type: 'table-pull', group, epoch }, refuseToSeal), options)
    const answer = (await frames.read(options)).subarray()
    await stream.close(options)

    return answer.length === 0 ? undefined : tableIn(answer, group)
  } catch (error) {
    stream.abort(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

function tableIn (answer: Uint8Array, group: string): Table {
  const message = decodeMessage(answer)

  if (message.type !== 'table' || message.table.group !== group) {
    throw new DecodeError(`answer is no table of group ${group}`)
  }

  return message.table
}

function refuseToSeal (): never {
  throw new TypeError('a request has nothing to seal')
}
