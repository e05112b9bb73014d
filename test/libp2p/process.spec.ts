import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { moduleUrl, outputOf } from './child.js'

/** An error of a listener is the process's, as with every event target. */
const THROWING = `
  const { createMember } = await import(${moduleUrl('./nodes.js')})
  const { until } = await import(${moduleUrl('./support.js')})
  let errors = 0
  process.on('uncaughtException', () => { errors++ })
  const node = await createMember({ groups: { jobs: { partitions: 8 } } })
  const { shoal } = node.services
  let assigned = 0
  for (const type of ['joined', 'table:change', 'partition:assign']) {
    shoal.addEventListener(type, () => { throw new Error('mistake of the application') })
  }
  shoal.addEventListener('partition:assign', () => { assigned++ })
  await node.start()
  await until(() => errors >= 10, 'the errors come out')
  await node.stop()
  console.log(JSON.stringify({ assigned, errors }))
`

const STOPPING = `
  const { startMember, startPlainNode, addressesOf, stopAll } = await import(${moduleUrl('./nodes.js')})
  const { until } = await import(${moduleUrl('./support.js')})
  const { observeAssignments } = await import(${moduleUrl('../../src/observer.js')})
  const groups = { jobs: { partitions: 8 } }
  const a = await startMember({ groups })
  const b = await startMember({ groups, bootstrap: [...addressesOf(a), '/ip4/127.0.0.1/tcp/1'] })
  const observer = await startPlainNode()
  for await (const table of observeAssignments(observer, { cluster: 'test', group: 'jobs', bootstrap: addressesOf(b), signal: new AbortController().signal })) {
    if (table.roster.length === 2) break
  }
  await b.services.shoal.leave()
  await stopAll(a, b, observer)
  console.log('stopped')
`

describe('the process of a member', () => {
  it('gets the error of a listener; the member and the other listeners do not notice', async () => {
    assert.deepEqual(JSON.parse(await outputOf(THROWING)), { assigned: 8, errors: 10 })
  })

  it('ends by itself when its nodes have stopped: no timer, socket or stream is left', async () => {
    assert.equal(await outputOf(STOPPING), 'stopped\n')
  })
})
