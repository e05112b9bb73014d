import { Hono } from 'hono'
import { UnknownGroupError } from '../../index.js'
import { membersOf, ownedBy, statusOf, tableOf, unreadiness } from './snapshot.js'
import type { EventStream } from './event-stream.js'
import type { Shoal } from '../../index.js'
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

/** The routes of the admin server. All of them only read. */
export function adminApp ({ shoal, events, counters }: AdminSources): Hono<{ Bindings: Partial<HttpBindings> }> {
  const app = new Hono<{ Bindings: Partial<HttpBindings> }>()

  // A page in a browser can lead a name of its own here, and would read what it likes.
  app.use(async (c, next) => {
    const { host } = new URL(c.req.url)
    return LOOPBACK_HOST.test(host) ? await next() : c.json({ error: `host ${host} is not this machine: ask 127.0.0.1` }, 403)
  })
  app.use(async (c, next) => {
    return ['GET', 'HEAD'].includes(c.req.method) ? await next() : c.json({ error: `${c.req.method} is not allowed: all paths are only read` }, 405, { allow: 'GET, HEAD' })
  })
  app.get('/status', c => c.json(statusOf(shoal, counters())))
  app.get('/members', c => c.json(membersOf(shoal)))
  app.get('/partitions', c => c.json(ownedBy(shoal)))
  app.get('/groups/:name', c => {
    const table = tableOf(shoal, c.req.param('name'))
    return table === undefined ? c.json({ error: `group ${c.req.param('name')} has no table yet` }, 503) : c.json(table)
  })
  app.get('/healthz', c => c.json({ ok: true }))
  app.get('/readyz', c => {
    const reason = unreadiness(shoal)
    return reason === undefined ? c.json({ ok: true }) : c.json({ ok: false, reason }, 503)
  })
  app.get('/events', c => {
    const body = events.follow(() => { c.env.outgoing?.destroy() })

    return body === undefined
      ? c.json({ error: 'too many followers of /events' }, 503)
      : c.body(body, 200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache', 'connection': 'close' })
  })
  app.notFound(c => c.json({ error: `no ${c.req.path} here: there are /status, /members, /groups/NAME, /partitions, /healthz, /readyz, /events` }, 404))
  app.onError((err, c) => c.json({ error: err.message }, err.name === UnknownGroupError.name ? 404 : 500))

  return app
}
