import type { Connection } from '@libp2p/interface'

/**
 * Breaks a connection as the end of a process does: with no goodbye of the muxer or of any stream. `abort()` of libp2p
 * resets the streams first.
 */
export function breakConnection (connection: Connection | undefined): void {
  const { maConn } = connection as unknown as { maConn: Pick<Connection, 'abort'> }
  maConn.abort(new Error('the connection breaks'))
}
