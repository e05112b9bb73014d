import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { tableProtocol } from '../../src/libp2p/protocols.js'
import { pullTable } from '../../src/libp2p/table-protocol.js'
import { startMember, startPlainNode, stopAll } from './nodes.js'
import { DEADLINE, until } from './support.js'
import type { Table } from '../../src/core/index.js'
import type { Libp2p } from '@libp2p/interface'

const running: Libp2p[] = []

afterEach(async () => { await stopAll(...running.splice(0)) })

describe('the table protocol', () => {
  it('answers with the newest table, or with nothing to one who has it', async () => {
    const first = await startMember({ groups: { jobs: { partitions: 16 } } })
    const node = await startPlainNode()
    running.push(first, node)
    await until(() => first.services.shoal.group('jobs').table !== undefined, 'a table')
    const ask = async (group: string, epoch: bigint): Promise<Table | undefined> => {
      const stream = await node.dialProtocol(first.getMultiaddrs(), tableProtocol('test'))
      return await pullTable(stream, group, epoch, { signal: AbortSignal.timeout(DEADLINE) })
    }

    assert.equal((await ask('jobs', 0n))?.partitions, 16)
    assert.equal(await ask('jobs', 2n ** 128n - 1n), undefined)
    assert.equal(await ask('mail', 0n), undefined)
  })
})
