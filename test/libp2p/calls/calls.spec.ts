import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { pair, stopMembers } from '../members.js'
import { bytes, echo, jobs, partitionAt, text } from './calling.js'

afterEach(stopMembers)

describe('a request', () => {
  it('goes to the owner, and brings back its answer', { timeout: 20_000 }, async () => {
    const [a, b] = await pair()
    const calls = echo(a, b)
    const partition = partitionAt(b)

    const answer = await jobs(a).request(partition, bytes('hello'))

    assert.equal(text(answer), `${b.peerId} owner hello`)
    assert.equal(calls[0]?.token, jobs(b).token(partition))
    assert.ok(calls[0]?.from.equals(a.peerId))
    assert.equal(calls[0]?.key, undefined)
    assert.deepEqual(calls[0]?.epoch, jobs(b).table?.epoch)
  })
})
