import { GroupMismatchError, SupersededError } from '../errors.js'
import { peerIdOfMember, toMemberInfo, toTableInfo } from './public-view.js'
import type { CoreEvent, Effect, Mark, ShoalCore } from '../core/index.js'
import type { StrictNews } from './strict/strict-options.js'
import type { ShoalEvents } from '../api.js'

/** The event that tells the application what the core tells us. */
export function toPublicEvent (event: CoreEvent | StrictNews): ShoalEvents[keyof ShoalEvents] {
  const { type } = event

  switch (type) {
    case 'joined':
    case 'member:join':
    case 'member:suspect':
    case 'member:alive':
    case 'member:dead':
    case 'member:leave':
    case 'member:update':
      return new CustomEvent(type, { detail: toMemberInfo(event.member) })
    case 'leader:change': {
      const { leader, term } = event.leadership
      return new CustomEvent(type, { detail: { leader: peerIdOfMember(leader), term } })
    }
    case 'strict:leader': {
      const { leader, term } = event.leadership
      return new CustomEvent('leader:change', { detail: { leader: peerIdOfMember(leader), term, mode: 'strict' as const } })
    }
    case 'vote:lost':
      return new CustomEvent(type, { detail: { error: event.error } })
    case 'table:change':
      return new CustomEvent(type, { detail: toTableInfo(event.table) })
    case 'partition:assign': {
      const { group, partition, token } = event
      return new CustomEvent(type, { detail: { group, partition, token } })
    }
    case 'partition:revoke':
    case 'partition:lost': {
      const { group, partition, token, reason } = event
      return new CustomEvent(type, { detail: { group, partition, token, reason } })
    }
    case 'refused':
      return new CustomEvent('conflict', { detail: { error: mismatch(event) } })
    case 'superseded':
      return new CustomEvent('conflict', { detail: { error: superseded(event.generation) } })
    case 'left':
      return new CustomEvent('leave', { detail: undefined })
    default:
      throw new TypeError(`there is no event of type ${String(type satisfies never)}`)
  }
}

/** What a core says when that changes. A snapshot of the member to compare would be made in every step. */
const PROBATION: ReadonlySet<Mark> = new Set<Mark>(['probation:began', 'probation:ended'])

/** What the driver wants of a core, and where it stands itself. */
type Steps = Pick<ShoalCore, 'step' | 'nextTimeout' | 'self'>

/**
 * A core that tells its own application too when its probation begins or ends: an event of a row is only for those
 * who learn of it from others, and this is what decides whether the application is given anything to do.
 */
export function tellingOwnProbation (core: Steps): Pick<ShoalCore, 'step' | 'nextTimeout'> {
  return {
    nextTimeout: () => core.nextTimeout(),
    step: (now, input) => {
      const effects: Effect[] = core.step(now, input)
      const isChanged = effects.some(effect => effect.type === 'trace' && PROBATION.has(effect.mark))

      return isChanged ? [...effects, { type: 'emit', event: { type: 'member:update', member: core.self } }] : effects
    }
  }
}

function mismatch ({ group, ours, theirs, by }: Extract<CoreEvent, { type: 'refused' }>): GroupMismatchError {
  return new GroupMismatchError(
    ours === theirs
      ? `group ${group} is strict on one side and available on the other, here and at ${by}: give it the cluster's mode, or another name`
      : `group ${group} has ${ours} partitions here and ${theirs} at ${by}: give it the cluster's number, or another name`
  )
}

function superseded (generation: number): SupersededError {
  return new SupersededError(
    `another process runs under this PeerId and started after this one (generation ${generation}): give each its own key`
  )
}
