import { PATIENCE_MAX } from '../../core/index.js'
import { RequestFailedError, RequestOutcomeUnknownError, RequestTooLargeError } from './call-errors.js'
import { Deadline } from './deadline.js'
import { gather, neededOf } from './quorum.js'
import { endError, overdueError } from './request-end.js'
import type { MemberId } from '../../core/index.js'
import type { CallRequest, CallRole } from '../../wire/index.js'
import type { Counters } from '../counters.js'
import type { Outcome } from './call-client.js'
import type { Obstacle } from './request-end.js'
import type { Route } from './route.js'
import type { Timers } from './timers.js'

/** Between two attempts, in milliseconds: the first pause, and the longest that doubling comes to. */
const PAUSE_MIN = 20
const PAUSE_MAX = 500

/** What an application asks for; everything in it is checked. */
export interface Request {
  readonly group: string
  readonly partition: number
  readonly key?: string | Uint8Array
  readonly payload: Uint8Array
  readonly replicas: 'one' | 'quorum' | 'all'
  readonly timeout: number
  readonly signal: AbortSignal | undefined
  readonly idempotent: boolean
}

/** What a requester is made with. */
export interface RequesterOptions {
  readonly timers: Timers
  /** From 0 to below 1, so that those who were refused together do not come back together. */
  readonly random: () => number
  readonly counters: Counters
  /** Aborts when this member stops. */
  readonly stopped: AbortSignal
  /** Who is to be asked; undefined while there is no table. */
  readonly route: (group: string, partition: number) => Route | undefined
  /** Asks one member once, which can be this one. */
  readonly ask: (to: MemberId, request: CallRequest, signal: AbortSignal) => Promise<Outcome>
  /** Gets a group's newer table from a member; comes to an end whatever fails, and when the signal aborts. */
  readonly catchUp: (group: string, from: MemberId, signal: AbortSignal) => Promise<void>
  /** Calls a listener at each newer table of a group, until the function returned is called. */
  readonly onTable: (group: string, listener: () => void) => () => void
}

/** What one round of asking led to. */
type Round =
  | { readonly type: 'answered', readonly payload: Uint8Array, readonly route: Route }
  | { readonly type: 'again', readonly obstacle: Obstacle, readonly mayHaveRun: boolean, readonly isNewer: boolean }

/** Picks whom to ask of a route; nobody, if that is not there. */
type Pick = (route: Route) => MemberId | undefined

/**
 * Brings requests to whoever is to run them, through handoffs and failovers, until their time is over. The rule that it
 * keeps: nothing is asked for twice unless it is certain that the first time was not run.
 */
export class Requester {
  readonly #options: RequesterOptions

  constructor (options: RequesterOptions) {
    this.#options = options
  }

  /** The owner's answer, once as many as the request wants have answered. */
  async request (request: Request): Promise<Uint8Array> {
    const { timers, stopped } = this.#options
    const deadline = new Deadline({ timers, timeout: request.timeout, signal: request.signal, stopped })
    const isEnough: Pick = route => route.places.length >= neededOf(request.replicas, route) ? route.places[0] : undefined
    let rest: Promise<unknown> | undefined

    try {
      const { payload, route } = await this.#settle(request, 'owner', isEnough, deadline)
      const asked = route.places.slice(1).map(place => ({ place, answered: this.#askStandby(request, place, deadline) }))
      // Who is not waited for may still be at it.
      rest = Promise.allSettled(asked.map(async ({ answered }) => { await answered }))
      await gather({ request, route, asked, deadline })

      return payload
    } finally {
      void Promise.resolve(rest).then(() => { deadline.close() })
    }
  }

  async #askStandby (request: Request, place: MemberId, deadline: Deadline): Promise<void> {
    if (request.replicas !== 'one') {
      await this.#settle(request, 'standby', ({ places }) => places.indexOf(place) > 0 ? place : undefined, deadline)
    }
  }

  /** Asks again and again, until there is an answer, or it is certain that there will be none. */
  async #settle (request: Request, role: CallRole, pick: Pick, deadline: Deadline): Promise<{ readonly payload: Uint8Array, readonly route: Route }> {
    const { counters, onTable } = this.#options
    let obstacle: Obstacle = { type: 'no-owner' }
    let mayHaveRun = false
    let hasRedirected = false

    for (let attempt = 0; deadline.reason === undefined; attempt++) {
      const round = await this.#round(request, role, pick, deadline)

      if (round.type === 'answered') {
        return round
      }
      obstacle = round.obstacle
      mayHaveRun ||= round.mayHaveRun

      if (round.isNewer && !hasRedirected) {
        hasRedirected = true
        counters.count('call:redirected')
      } else if (deadline.reason === undefined) {
        counters.count('call:retried')
        await deadline.pause(this.#pauseAfter(attempt), wake => onTable(request.group, wake))
      }
    }

    throw overdueError({ request, role, obstacle, mayHaveRun, deadline })
  }

  async #round (request: Request, role: CallRole, pick: Pick, deadline: Deadline): Promise<Round> {
    const { route: routeOf, ask } = this.#options
    const { group, partition } = request
    const route = routeOf(group, partition)
    const place = route === undefined ? undefined : pick(route)

    if (route === undefined || place === undefined) {
      return { type: 'again', obstacle: obstacleIn(request, route), mayHaveRun: false, isNewer: false }
    }

    const outcome = await ask(place, messageOf(request, role, route, deadline), deadline.signal)

    if (outcome.type === 'lost') {
      return this.#lost(request, place, outcome, deadline)
    }

    const { reply } = outcome

    switch (reply.type) {
      case 'answer': return { type: 'answered', payload: reply.payload, route }
      case 'failure': throw new RequestFailedError(`the handler at ${place} failed: ${reply.error}`, { remoteMessage: reply.error, cause: reply.cause })
      case 'too-large': throw new RequestTooLargeError(`the answer of ${place} is too large: it can have at most 1 MiB; the request has run`)
      case 'refusal': return { type: 'again', obstacle: { type: 'refused', by: place, reason: reply.reason }, mayHaveRun: false, isNewer: await this.#isNewer(group, place, reply.epoch > route.epoch, deadline) }
      default: throw new TypeError(`there is no reply ${String(reply satisfies never)}`)
    }
  }

  #lost (request: Request, place: MemberId, { error, mayHaveRun }: Extract<Outcome, { type: 'lost' }>, deadline: Deadline): Round {
    const obstacle: Obstacle = { type: 'lost', by: place, error }

    if (mayHaveRun && !request.idempotent) {
      this.#options.counters.count('call:unknown')
      throw deadline.reason !== undefined
        ? endError(request, obstacle, true, deadline)
        : new RequestOutcomeUnknownError(`${place} was lost after it had the request: whether it was run is not known`, { cause: error })
    }

    return { type: 'again', obstacle, mayHaveRun, isNewer: false }
  }

  /** Whether who refused has led us to a newer table. */
  async #isNewer (group: string, place: MemberId, isBehind: boolean, deadline: Deadline): Promise<boolean> {
    if (isBehind) {
      await this.#options.catchUp(group, place, deadline.signal)
    }

    return isBehind
  }

  #pauseAfter (attempt: number): number {
    return Math.min(PAUSE_MIN * 2 ** Math.min(attempt, 10), PAUSE_MAX) * (0.5 + this.#options.random() / 2)
  }
}

function messageOf ({ group, partition, key, payload }: Request, role: CallRole, { epoch, token }: Route, deadline: Deadline): CallRequest {
  const patience = Math.min(PATIENCE_MAX, Math.max(1, Math.ceil(deadline.left)))

  return { group, partition, epoch, token, role, patience, ...(key === undefined ? {} : { key }), payload }
}

function obstacleIn (request: Request, route: Route | undefined): Obstacle {
  const count = route?.places.length ?? 0
  return route === undefined || count === 0 ? { type: 'no-owner' } : { type: 'few-places', places: route.places, needed: neededOf(request.replicas, route) }
}
