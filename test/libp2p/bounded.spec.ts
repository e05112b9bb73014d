import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { LINKS_MAX } from './bounded-members.js'
import { moduleUrl, outputOf } from './child.js'
import type { Outcome } from './bounded-members.js'

/** Links that are being closed at the same time: what waits on one is written first. */
const CLOSING_MAX = 4

/** A process of its own: the test runner watches every promise, which costs more than the members do. */
const SCRIPT = `
  const { boundedMembers } = await import(${moduleUrl('./bounded-members.js')})
  console.log(JSON.stringify(await boundedMembers()))
  process.exit()
`

describe('twenty members that may keep links to eight others', () => {
  it('keep no more, declare nobody dead, and take no link that they let go of for a crash', { timeout: 180_000 }, async () => {
    const output = await outputOf(SCRIPT)
    assert.notEqual(output, '', 'it came to its end')
    const { wrongDeaths, linksMost, looks, refusals } = JSON.parse(output) as Outcome

    assert.deepEqual(wrongDeaths, [])
    assert.ok(linksMost >= LINKS_MAX && linksMost <= LINKS_MAX + CLOSING_MAX, `a member had ${linksMost} links`)
    assert.equal(looks, 0)
    assert.equal(refusals, 0)
  })
})
