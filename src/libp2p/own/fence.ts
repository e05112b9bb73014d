import { outcomeOf } from './outcome.js'
import { seenBy } from './seen.js'
import type { Fence } from '../../api.js'

/** A fenced function's stay in a partition. */
export interface Section extends Fence {
  /** Whether the member still owns the partition under the same token. */
  isOwner (): boolean
  /** Passes on what the resource has seen. */
  report (seen: bigint): void
  /** The function has settled: whoever waits for the partition can go on. */
  leave (): void
}

/**
 * Calls a function in a section, and tells what came of it, if the member was the owner to the end.
 *
 * @param refusal the error for who is not the owner; a function that threw, or was stopped, gives its cause
 */
export async function runFenced<T> (section: Section | undefined, fn: (fence: Fence) => Promise<T> | T, refusal: (cause?: unknown) => Error): Promise<T> {
  if (section === undefined) {
    throw refusal()
  }
  const { token, signal } = section
  const outcome = await outcomeOf(async () => await fn({ token, signal }))
  const isOwner = section.isOwner()
  const seen = 'error' in outcome ? seenBy(outcome.error) : undefined

  if (seen !== undefined) {
    section.report(seen)
  }
  section.leave()

  if (!isOwner) {
    throw refusal('error' in outcome ? outcome.error : signal.reason)
  }
  if ('error' in outcome) {
    throw outcome.error
  }

  return outcome.value
}
