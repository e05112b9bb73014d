import { peerIdOfMember } from '../public-view.js'
import { QuorumNotReachedError } from './call-errors.js'
import { endError } from './request-end.js'
import type { MemberId } from '../../core/index.js'
import type { Deadline } from './deadline.js'
import type { Request } from './requester.js'
import type { Route } from './route.js'

/** How many of owner and standbys a request waits for: of as many as the group wants to have, not as there are. */
export function neededOf (replicas: Request['replicas'], { places, wanted }: Route): number {
  const all = Math.max(places.length, wanted)

  switch (replicas) {
    case 'one': return 1
    case 'quorum': return Math.floor(all / 2) + 1
    case 'all': return all
    default: throw new TypeError(`there are no replicas ${String(replicas satisfies never)}`)
  }
}

/** The standbys that were asked after the owner had answered. */
export interface Gathering {
  readonly request: Request
  readonly route: Route
  readonly asked: ReadonlyArray<{ readonly place: MemberId, readonly answered: Promise<void> }>
  readonly deadline: Deadline
}

/**
 * Waits until enough standbys have answered, beside the owner.
 *
 * @throws {QuorumNotReachedError} as soon as too many have failed
 */
export async function gather ({ request, route, asked, deadline }: Gathering): Promise<void> {
  const needed = neededOf(request.replicas, route) - 1
  const answered = route.places.slice(0, 1)
  const failed: MemberId[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const review = (): void => { if (answered.length > needed || failed.length > asked.length - needed) resolve() }

  for (const { place, answered: whenAnswered } of asked) {
    whenAnswered.then(() => { answered.push(place) }, () => { failed.push(place) }).finally(review)
  }
  review()
  await promise

  if (answered.length <= needed) {
    if (deadline.reason === 'aborted' || deadline.reason === 'stopped') {
      throw endError(request, { type: 'few-answers' }, true, deadline)
    }
    throw quorumError(route.places, answered, needed + 1)
  }
}

/** Says who answered, and who did not. */
export function quorumError (places: readonly MemberId[], answered: readonly MemberId[], needed: number): QuorumNotReachedError {
  const missing = places.filter(place => !answered.includes(place))
  const list = (ids: readonly MemberId[]): string => ids.join(', ') || 'nobody'

  return new QuorumNotReachedError(`${needed} had to answer: ${list(answered)} did, ${list(missing)} did not`, {
    answered: answered.map(peerIdOfMember), missing: missing.map(peerIdOfMember)
  })
}
