import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Outbox, OUTBOX_MAX } from '../../src/libp2p/outbox.js'
import { pingOf } from './support.js'

async function drained (outbox: Outbox): Promise<number[]> {
  const seqs: number[] = []

  for await (const message of outbox) {
    seqs.push((message as { seq: number }).seq)
  }

  return seqs
}

describe('Outbox', () => {
  it(`keeps ${OUTBOX_MAX} messages; one more costs the oldest, and says so`, async () => {
    const outbox = new Outbox()
    const kept = Array.from({ length: OUTBOX_MAX + 1 }, (_, seq) => outbox.push(pingOf(seq)))
    outbox.end()

    assert.deepEqual(kept.filter(isKept => !isKept).length, 1)
    assert.deepEqual(await drained(outbox), Array.from({ length: OUTBOX_MAX }, (_, seq) => seq + 1))
  })

  it('hands out what comes while it is read', async () => {
    const outbox = new Outbox()
    const reading = drained(outbox)

    outbox.push(pingOf(1))
    await Promise.resolve()
    outbox.push(pingOf(2))
    outbox.end()

    assert.deepEqual(await reading, [1, 2])
  })

  it('abandoned, it hands out nothing more', async () => {
    const outbox = new Outbox()
    outbox.push(pingOf(1))
    outbox.abandon()

    assert.deepEqual(await drained(outbox), [])
  })
})
