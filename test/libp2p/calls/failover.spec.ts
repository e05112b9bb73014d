import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { RequestOutcomeUnknownError } from '../../../src/index.js'
import { callProtocol } from '../../../src/libp2p/protocols.js'
import { Cable } from '../cable.js'
import { addressesOf } from '../nodes.js'
import { formed, prepareMember, stopMembers } from '../members.js'
import { createIdentity, until } from '../support.js'
import { bytes, echo, jobs, partitionAt, streamsOf, text } from './calling.js'
import type { Call } from '../../../src/index.js'
import type { MemberNode } from '../nodes.js'

const TEST = { timeout: 60_000 }

afterEach(stopMembers)

/** Three members that own something each, and the cable between them. */
async function three (): Promise<{ cable: Cable, nodes: [MemberNode, MemberNode, MemberNode] }> {
  const cable = new Cable()
  const nodes: MemberNode[] = []

  for (let index = 0; index < 3; index++) {
    const { id, privateKey } = await createIdentity()
    const node = await prepareMember({ bootstrap: nodes.slice(0, 1).flatMap(addressesOf) }, { privateKey, connectionGater: cable.gaterOf(id) })
    cable.watch(node)
    await node.start()
    nodes.push(node)
  }
  await formed(...nodes)
  await until(() => nodes.every(node => jobs(node).owned().length > 0) && nodes.flatMap(node => jobs(node).owned()).length === 16, 'all partitions are owned')

  return { cable, nodes: nodes as [MemberNode, MemberNode, MemberNode] }
}

describe('a request through a failover', () => {
  it('ends at the next owner when the owner was killed', TEST, async () => {
    const { cable, nodes: [a, b, c] } = await three()
    const calls = echo(a, b, c)
    const partition = partitionAt(c)

    await cable.kill(c)
    const answer = text(await jobs(a).request(partition, bytes('hello'), { timeout: 30_000 }))

    assert.notEqual(answer, `${c.peerId} owner hello`)
    assert.equal(calls.length, 1)
  })

  it('ends at the next owner when the owner\'s node was stopped', TEST, async () => {
    const { nodes: [a, b, c] } = await three()
    const calls = echo(a, b, c)
    const partition = partitionAt(c)

    const stopping = c.stop()
    const answers = await Promise.all([a, b].map(async node => text(await jobs(node).request(partition, bytes('hello'), { timeout: 30_000 }))))
    await stopping
    answers.push(text(await jobs(a).request(partition, bytes('hello'))))

    assert.equal(calls.length, 3)
    assert.notEqual(answers.at(-1), `${c.peerId} owner hello`)
  })

  it('has an unknown outcome if the owner was killed while it ran, and is run by the next one if it may run twice', TEST, async () => {
    const { cable, nodes: [a, b, c] } = await three()
    const partition = partitionAt(c)
    let ran = 0
    echo(a, b)
    jobs(c).handle(async ({ signal }) => {
      ran++
      return await new Promise(resolve => { signal.addEventListener('abort', () => { resolve(bytes('')) }) })
    })
    const once = assert.rejects(jobs(a).request(partition, bytes('hello'), { timeout: 30_000 }), (error: unknown) => error instanceof RequestOutcomeUnknownError && error.mayHaveRun)
    const twice = jobs(a).request(partition, bytes('hello'), { timeout: 30_000, idempotent: true })
    await until(() => ran === 2, 'both run')

    await cable.kill(c)

    await once
    assert.notEqual(text(await twice), '')
  })
})

describe('a member that leaves', () => {
  it('brings the calls to their end that run', TEST, async () => {
    const { nodes: [a, b, c] } = await three()
    const { promise, resolve } = Promise.withResolvers<void>()
    const calls: Call[] = []
    echo(a, b)
    jobs(c).handle(async call => {
      calls.push(call)
      await promise
      return bytes('done')
    })
    const partition = partitionAt(c)
    const answer = jobs(a).request(partition, bytes(''))
    await until(() => calls.length === 1, 'it runs')

    const stopping = c.stop()
    await until(() => !c.getProtocols().includes(callProtocol('test')), 'it has left, and takes no more calls')
    await new Promise(resolve => { setImmediate(resolve) })
    assert.equal(jobs(c).isOwner(partition), false)
    assert.equal(calls[0]?.signal.aborted, false)
    resolve()

    assert.equal(text(await answer), 'done')
    await stopping
  })

  it('does not wait for ever for a call that does not end, which is told', TEST, async () => {
    const { nodes: [a, , c] } = await three()
    const calls: Call[] = []
    jobs(c).handle(async call => {
      calls.push(call)
      return await new Promise(() => undefined)
    })
    const answer = assert.rejects(jobs(a).request(partitionAt(c), bytes(''), { timeout: 30_000 }), RequestOutcomeUnknownError)
    await until(() => calls.length === 1, 'it runs')

    // Its node, with its connections, goes on.
    await c.services.shoal.leave()

    await until(() => calls[0]?.signal.aborted === true, 'the handler is told')
    await answer
    await until(() => streamsOf(a, c).length === 0, 'no stream is left')
  })

  it('gives up what it has asked for itself', TEST, async () => {
    const { nodes: [a, , c] } = await three()
    const calls: Call[] = []
    jobs(c).handle(async call => {
      calls.push(call)
      return await new Promise(resolve => { call.signal.addEventListener('abort', () => { resolve(bytes('')) }) })
    })
    const answer = assert.rejects(jobs(a).request(partitionAt(c), bytes(''), { timeout: 30_000 }), RequestOutcomeUnknownError)
    const waiting = assert.rejects(jobs(a).request(partitionAt(a), bytes(''), { timeout: 30_000 }), { name: 'NotStartedError' })
    await until(() => calls.length === 1, 'it runs')

    await a.stop()

    await answer
    await waiting
    await until(() => calls[0]?.signal.aborted === true, 'the handler is told')
  })
})
