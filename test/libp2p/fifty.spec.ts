import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { moduleUrl, outputOf } from './child.js'
import type { Outcome } from './fifty-members.js'

/** A process of its own: the test runner watches every promise, which costs more than fifty members do. */
const SCRIPT = `
  const { fiftyMembers } = await import(${moduleUrl('./fifty-members.js')})
  console.log(JSON.stringify(await fiftyMembers()))
  process.exit()
`

describe('fifty members in one process', () => {
  it('form, survive a kill of three and a split into 30 and 20, heal into one cluster, and never declare a healthy member dead', { timeout: 600_000 }, async () => {
    const output = await outputOf(SCRIPT)
    assert.notEqual(output, '', 'it came to its end')
    const { wrongDeaths, refusers } = JSON.parse(output) as Outcome

    assert.deepEqual(wrongDeaths, [])
    assert.ok(refusers >= 2, `${refusers} members were refused at the addresses of the dead`)
  })
})
