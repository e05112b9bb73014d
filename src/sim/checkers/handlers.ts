import { formatToken } from '../../core/index.js'
import { INVARIANTS } from './invariants.js'
import type { CoreEvent, Millis, Token } from '../../core/index.js'
import type { SimulatedMember } from '../member.js'
import type { Observer, Step } from '../observer.js'
import type { Findings } from './findings.js'

/** What one process was told about its partitions, by `group partition`. */
interface Story {
  readonly held: Map<string, Token>
  readonly stopping: Set<string>
  readonly largest: Map<string, Token>
}

const ENDINGS: ReadonlySet<CoreEvent['type']> = new Set<CoreEvent['type']>(['left', 'superseded', 'refused'])

/**
 * That whoever works on partitions is told of each beginning and of its one end, and holds what the core says it owns.
 * What it is told to stop it holds until it says that it has.
 */
export class Handlers implements Observer {
  readonly #findings: Findings
  readonly #stories = new WeakMap<SimulatedMember, Story>()

  constructor (findings: Findings) {
    this.#findings = findings
  }

  step ({ at, member, input, effects }: Step): void {
    const events = effects.flatMap(effect => effect.type === 'emit' ? [effect.event] : [])
    const isWord = input.type === 'released' || input.type === 'failed'

    if (events.length === 0 && !isWord) {
      return
    }
    const story = this.#storyOf(member)

    if (isWord && story.held.get(`${input.group} ${input.partition}`) === input.token) {
      drop(story, `${input.group} ${input.partition}`)
    }
    const faults = events.flatMap(event => follow(story, event))

    if (events.some(({ type }) => ENDINGS.has(type)) && story.held.size > 0) {
      faults.push(`it ended with ${story.held.size} partitions that it was never told to stop`)
    }
    if (member.core.self.state === 'left' && story.held.size > 0) {
      faults.push(`it has left, and still works on ${story.held.size} partitions`)
    }
    if (isWord || events.some(({ type }) => type.startsWith('partition:') || type === 'table:change')) {
      faults.push(...this.#unlike(member, story))
    }
    for (const what of faults) {
      this.#report(at, member, what)
    }
  }

  #storyOf (member: SimulatedMember): Story {
    const story = this.#stories.get(member) ?? { held: new Map(), stopping: new Set(), largest: new Map() }
    this.#stories.set(member, story)
    return story
  }

  #unlike (member: SimulatedMember, { held }: Story): string[] {
    const owned = member.core.tables().flatMap(({ group }) => member.core.owned(group).map(({ partition, token }) => `${group} ${partition} ${token}`))
    const told = [...held].map(([key, token]) => `${key} ${token}`)

    return owned.toSorted().join() === told.toSorted().join() ? [] : [`it owns ${owned.length} partitions, and was told of ${told.length}, or of others`]
  }

  #report (at: Millis, member: SimulatedMember, what: string): void {
    this.#findings.add({ invariant: INVARIANTS.pairs, at, member: member.id, what })
  }
}

function follow (story: Story, event: CoreEvent): string[] {
  if (event.type !== 'partition:assign' && event.type !== 'partition:revoke' && event.type !== 'partition:lost') {
    return []
  }
  const { held, stopping, largest } = story
  const { group, partition, token } = event
  const key = `${group} ${partition}`
  const former = held.get(key)

  if (event.type !== 'partition:assign') {
    const faults = former === token ? [] : [`it ends ${key} under ${formatToken(token)}, and holds it under ${former === undefined ? 'none' : formatToken(former)}`]
    if (event.type === 'partition:lost') {
      drop(story, key)
    } else if (stopping.has(key)) {
      faults.push(`it is told twice to stop ${key}`)
    } else if (former !== undefined) {
      stopping.add(key)
    }

    return faults
  }

  const faults = former === undefined ? [] : [`it begins ${key}, which it holds`]
  if (token <= (largest.get(key) ?? 0n)) faults.push(`it begins ${key} under ${formatToken(token)}, and once had ${formatToken(largest.get(key) ?? 0n)}`)
  held.set(key, token)
  largest.set(key, token)

  return faults
}

function drop ({ held, stopping }: Story, key: string): void {
  held.delete(key)
  stopping.delete(key)
}
