import { NotStartedError } from '@libp2p/interface'
import { NoOwnerError, NotOwnerError } from '../../errors.js'
import { NoHandlerError, OwnerBusyError, QuorumNotReachedError, RequestOutcomeUnknownError, RequestTimeoutError } from './call-errors.js'
import type { MemberId } from '../../core/index.js'
import type { CallRefusal, CallRole } from '../../wire/index.js'
import type { Deadline } from './deadline.js'
import type { Request } from './requester.js'

/** What kept a request from being answered. */
export type Obstacle =
  | { readonly type: 'no-owner' }
  | { readonly type: 'few-places', readonly places: readonly MemberId[], readonly needed: number }
  | { readonly type: 'few-answers' }
  | { readonly type: 'refused', readonly by: MemberId, readonly reason: CallRefusal }
  | { readonly type: 'lost', readonly by: MemberId, readonly error: unknown }

/** How far a request had come when it was over. */
export interface RequestEnd {
  readonly request: Request
  readonly role: CallRole
  readonly obstacle: Obstacle
  /** Whether a handler may have run. */
  readonly mayHaveRun: boolean
  readonly deadline: Deadline
}

/** Why a request came to nothing within its time. */
export function overdueError ({ request, role, obstacle, mayHaveRun, deadline }: RequestEnd): unknown {
  if (deadline.reason !== 'timeout' || mayHaveRun || obstacle.type === 'lost' || obstacle.type === 'few-answers') {
    return endError(request, obstacle, mayHaveRun, deadline)
  }

  const where = `partition ${request.partition} of ${request.group}`
  const after = `after ${deadline.timeout} ms`

  switch (obstacle.type) {
    case 'no-owner': return new NoOwnerError(`nobody is ${role} of ${where} ${after}`)
    case 'few-places': return new QuorumNotReachedError(`${where} has ${obstacle.places.length} of owner and standbys ${after}, and ${obstacle.needed} have to answer: it was not run`)
    case 'refused': return refusedError(obstacle, where, after)
    default: throw new TypeError(`there is no obstacle ${String(obstacle satisfies never)}`)
  }
}

/** The error of what ended the request: its time, its caller, or the stop of this member. */
export function endError ({ partition, group, signal }: Request, obstacle: Obstacle, mayHaveRun: boolean, { reason, timeout }: Deadline): unknown {
  switch (reason) {
    case 'aborted':
      return signal?.reason
    case 'stopped':
      return mayHaveRun
        ? new RequestOutcomeUnknownError('this member stopped while the request was on its way')
        : new NotStartedError('this member stopped before the request was run')
    case 'timeout':
    case undefined:
      return new RequestTimeoutError(`partition ${partition} of ${group} did not answer within ${timeout} ms: ${describe(obstacle, mayHaveRun)}`, {
        mayHaveRun, ...(obstacle.type === 'lost' ? { cause: obstacle.error } : {})
      })
    default:
      throw new TypeError(`there is no end ${String(reason satisfies never)}`)
  }
}

function refusedError ({ by, reason }: Extract<Obstacle, { type: 'refused' }>, where: string, after: string): Error {
  switch (reason) {
    case 'not-owner': return new NotOwnerError(`${by} does not own ${where}, and nobody else was found ${after}`)
    case 'behind': return new NotOwnerError(`${by} does not know yet that it owns ${where} ${after}`)
    case 'no-handler': return new NoHandlerError(`${by} has no handler for ${where} ${after}`)
    case 'busy': return new OwnerBusyError(`${by} runs as many calls as it takes on, and so it was ${after}: ask for less at a time`)
    case 'not-member': return new RequestTimeoutError(`${by} does not see this member alive ${after}`, { mayHaveRun: false })
    default: throw new TypeError(`there is no refusal ${String(reason satisfies never)}`)
  }
}

function describe (obstacle: Obstacle, mayHaveRun: boolean): string {
  const outcome = mayHaveRun ? 'it may have been run' : 'it was not run'

  switch (obstacle.type) {
    case 'no-owner': return `nobody owned it; ${outcome}`
    case 'few-places':
    case 'few-answers': return `too few standbys; ${outcome}`
    case 'refused': return `${obstacle.by} refused it (${obstacle.reason}); ${outcome}`
    case 'lost': return `${obstacle.by} ${mayHaveRun ? 'had it' : 'could not be reached'}; ${outcome}`
    default: throw new TypeError(`there is no obstacle ${String(obstacle satisfies never)}`)
  }
}
