import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import { reasonIn } from '../../node/listen-failure.js'
import { adminApp } from './app.js'
import type { AdminSources } from './app.js'
import type { HostPort } from '../option-values.js'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The admin server cannot listen where it was told to. */
export class AdminListenError extends Error {
  static override name = 'AdminListenError'

  constructor (message = 'The admin server cannot listen', options?: ErrorOptions) {
    super(message, options)
    this.name = 'AdminListenError'
  }
}

/** An admin server that listens. */
export interface AdminServer {
  readonly url: string
  /** Ends the followers' streams, gives them a moment to read the rest, and closes every connection. */
  close (): Promise<void>
}

/** How long a follower has to read what was sent before the end. */
const GOODBYE_MS = 250

/**
 * Starts the admin server.
 *
 * @throws {AdminListenError}
 */
export async function startAdmin ({ host, port }: HostPort, sources: AdminSources): Promise<AdminServer> {
  const app = adminApp(sources)
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server

  try {
    server.listen(port, host)
    await once(server, 'listening')
  } catch (err) {
    throw new AdminListenError(`--admin ${host}:${port}: ${reasonIn(err instanceof Error ? err.message : String(err))}`, { cause: err })
  }

  const address = server.address() as AddressInfo

  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    close: async () => {
      sources.events.end()
      await closeServer(server)
    }
  }
}

async function closeServer (server: Server): Promise<void> {
  const goodbye = setTimeout(() => { server.closeAllConnections() }, GOODBYE_MS)
  const closed = once(server, 'close')
  server.close()
  await closed
  clearTimeout(goodbye)
}
