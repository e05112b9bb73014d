import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { lostBy, revokedBy } from '../../../src/libp2p/own/reasons.js'
import type { LossReason, StopReason } from '../../../src/index.js'

// Complete, or the compiler says so.
const STOPS: Record<StopReason, true> = { moved: true, leave: true, failed: true, stopped: true }
const LOSSES: Record<LossReason, true> = { superseded: true, conflict: true, fenced: true, isolated: true, lease: true }

const event = { group: 'jobs', partition: 3, token: 7n }

describe('the reason of a signal', () => {
  it('has a row in ownership.md, whichever it is', () => {
    const page = readFileSync('docs/ownership.md', 'utf8')
    const rows = [...page.matchAll(/^\|[^|]*\| `(\w+)` \|/gm)].map(([, reason]) => reason)

    assert.deepEqual(rows, [...Object.keys(STOPS), ...Object.keys(LOSSES)])
  })

  it('says which partition, why, and what to do', () => {
    const revoked = revokedBy({ type: 'partition:revoke', reason: 'moved', ...event }, 9)
    const lost = lostBy({ type: 'partition:lost', reason: 'conflict', ...event })

    assert.equal(revoked.message, 'partition 3 of jobs is revoked: another member is to have it; stop in order')
    assert.equal(lost.message, 'partition 3 of jobs is lost: the other side of a split had given it away too; stop at once')
    assert.deepEqual([revoked.name, revoked.reason, revoked.deadline, lost.name, lost.reason], ['PartitionRevokedError', 'moved', 9, 'PartitionLostError', 'conflict'])
  })
})
