import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { InvalidSettingError, OrderRefusedError, OrderTimeoutError, UnknownGroupError } from '../../index.js'
import { carryOut, crossSiteReason } from './orders.js'
import { explanationOf, historyOf } from './planning.js'
import { membersOf, ownedBy, statusOf, tableOf, unreadiness, votersOf } from './snapshot.js'
import type { EventStream } from './event-stream.js'
import type { Shoal, VotersChange } from '../../index.js'
import type { HttpBindings } from '@hono/node-server'

/** What the admin server shows. */
export interface AdminSources {
  readonly shoal: Shoal
  readonly events: EventStream
  /** How often each thing worth counting happened. */
  readonly counters: () => Record<string, number>
}

/** How those who mean this machine name it. */
const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/

/** Bytes of what is told. */
const TOLD_MAX = 1_024

/** Where something is told, and by which methods these paths are asked or told. */
const WRITTEN: ReadonlyMap<string, readonly string[]> = new Map([['/orders', ['POST']], ['/voters', ['GET', 'HEAD', 'POST']]])

/** What an error is as an answer, by its name. */
const STATUSES: ReadonlyMap<string, 404 | 400 | 409 | 504> = new Map<string, 404 | 400 | 409 | 504>([
  [UnknownGroupError.name, 404], [InvalidSettingError.name, 400], [OrderRefusedError.name, 409], [OrderTimeoutError.name, 504]
])

/** The routes of the admin server. All of them only read, but for `POST /orders` and `POST /voters`. */
export function adminApp ({ shoal, events, counters }: AdminSources): Hono<{ Bindings: Partial<HttpBindings> }> {
  const app = new Hono<{ Bindings: Partial<HttpBindings> }>()

  // A page in a browser can lead a name of its own here, and would read what it likes.
  app.use(async (c, next) => {
    const { host } = new URL(c.req.url)
    return LOOPBACK_HOST.test(host) ? await next() : c.json({ error: `host ${host} is not this machine: ask 127.0.0.1` }, 403)
  })
  app.use(async (c, next) => {
    const allowed = WRITTEN.get(c.req.path) ?? ['GET', 'HEAD']
    return allowed.includes(c.req.method) ? await next() : c.json({ error: `${c.req.method} is not allowed: ${c.req.path === '/orders' ? 'orders are posted' : 'all paths but /orders and /voters are only read'}` }, 405, { allow: allowed.join(', ') })
  })
  app.post('*', bodyLimit({ maxSize: TOLD_MAX, onError: c => c.json({ error: `what is told has more than ${TOLD_MAX} bytes` }, 413) }), async (c, next) => {
    const reason = crossSiteReason({ origin: c.req.header('origin'), contentType: c.req.header('content-type') }, new URL(c.req.url).host)
    return reason === undefined ? await next() : c.json({ error: reason }, 403)
  })
  app.post('/orders', async c => {
    await carryOut(shoal, parsed(await c.req.text()), { signal: c.req.raw.signal })
    return c.json({ ok: true })
  })
  app.get('/status', c => c.json(statusOf(shoal, counters())))
  app.get('/members', c => c.json(membersOf(shoal)))
  app.get('/partitions', c => c.json(ownedBy(shoal)))
  app.get('/groups/:name', c => {
    const table = tableOf(shoal, c.req.param('name'))
    return table === undefined ? c.json({ error: `group ${c.req.param('name')} has no table yet` }, 503) : c.json(table)
  })
  app.get('/groups/:name/partitions/:partition', c => {
    const { name, partition } = c.req.param()
    const explanation = explanationOf(shoal, name, /^\d{1,6}$/.test(partition) ? Number(partition) : -1)
    return explanation === undefined ? c.json({ error: `group ${name} has no table yet, or no partition ${partition}` }, 404) : c.json(explanation)
  })
  app.get('/groups/:name/history', c => c.json(historyOf(shoal, c.req.param('name'))))
  app.get('/healthz', c => c.json({ ok: true }))
  app.get('/readyz', c => {
    const reason = unreadiness(shoal)
    return reason === undefined ? c.json({ ok: true }) : c.json({ ok: false, reason }, 503)
  })
  app.get('/voters', c => {
    const voters = votersOf(shoal)
    return voters === undefined ? c.json({ error: 'this member has no strict mode, or is not in yet' }, 503) : c.json(voters)
  })
  app.post('/voters', async c => {
    const change = changeIn(parsed(await c.req.text()))

    if (change === undefined) {
      return c.json({ error: 'the body is no change: accepts {"add": "PEERID/STORE"} or {"remove": "PEERID/STORE"}, as application/json' }, 400)
    }
    try {
      await shoal.changeVoters(change, { signal: c.req.raw.signal })
      return c.json(votersOf(shoal) ?? null)
    } catch (err) {
      const { name, message, reason = 'invalid' } = err as Error & { readonly reason?: string }
      return c.json({ error: message, reason }, name === 'InvalidSettingError' ? 400 : 409)
    }
  })
  app.get('/events', c => {
    const body = events.follow(() => { c.env.outgoing?.destroy() })

    return body === undefined
      ? c.json({ error: 'too many followers of /events' }, 503)
      : c.body(body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'connection': 'close' })
  })
  app.notFound(c => c.json({ error: `no ${c.req.path} here: there are /status, /members, /groups/NAME, /groups/NAME/partitions/NUMBER, /groups/NAME/history, /partitions, /orders, /voters, /healthz, /readyz, /events` }, 404))
  app.onError((err, c) => c.json({ error: err.message }, STATUSES.get(err.name) ?? 500))

  return app
}

/** What a text means as JSON; nothing if it is none. */
function parsed (text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Whoever reads it says what it must be.
    return undefined
  }
}

/** The change of voters that a body asks for. */
function changeIn (value: unknown): VotersChange | undefined {
  const { add, remove } = (value ?? {}) as { readonly add?: unknown, readonly remove?: unknown }

  if (typeof add === 'string' && remove === undefined) {
    return { add }
  }
  return typeof remove === 'string' && add === undefined ? { remove } : undefined
}
