import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { describe, it } from 'node:test'
import { liveLines } from '../../src/cli/demo/live-view.js'
import { Screen } from '../../src/cli/demo/screen.js'
import { LineOutput } from '../../src/cli/output.js'
import type { WriteStream } from 'node:tty'
import type { StatusJson } from '../../src/cli/admin/snapshot.js'
import type { ProcessRow } from '../../src/cli/demo/live-view.js'

const EPOCH = { term: 5, version: 2, leader: 'member-a' }

function status (self: string): StatusJson {
  const member = { priority: 1, eligible: true, generation: 1, incarnation: 0, addresses: [], probation: false }

  return {
    self,
    cluster: 'demo',
    joined: true,
    leader: 'member-a',
    epoch: EPOCH,
    members: [{ ...member, peerId: 'member-a', state: 'alive', position: 1 }, { ...member, peerId: 'member-b', state: 'suspect', position: 2 }],
    groups: { jobs: { partitions: 4, mode: 'available', suspension: null, epoch: EPOCH, owners: { 'member-a': 3, 'member-b': 1 }, unowned: 0 } },
    counters: {}
  }
}

function row (pid: number, peerId: string | undefined, change: Partial<ProcessRow> = {}): ProcessRow {
  return { pid, peerId, exited: false, status: peerId === undefined ? undefined : status(peerId), ...change }
}

/** A stream that keeps what is written to it. */
class Kept extends Writable {
  readonly rows = 3
  readonly columns = 4
  text = ''

  override _write (chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    this.text += String(chunk)
    done()
  }
}

describe('the live view', () => {
  it('shows the leader, the epoch, and the partitions of each member', () => {
    const lines = liveLines({ group: 'jobs', partitions: 4, rows: [row(11, 'member-a'), row(12, 'member-b')], log: ['something'] })

    assert.ok(lines.includes('leader member-a   epoch 5.2   owned 4 of 4'))
    assert.match(lines.join('\n'), /^ +1 +member-a +11 +alive +5\.2 +3 +leader +#{20}$/m)
    assert.match(lines.join('\n'), /^ +2 +member-b +12 +suspect +5\.2 +1 +#{7}$/m)
    assert.ok(lines.includes('something'))
  })

  it('shows a killed process as what the others still take it for, and one that starts', () => {
    const lines = liveLines({ group: 'jobs', partitions: 4, rows: [row(11, 'member-a'), row(12, 'member-b', { exited: true, status: undefined }), row(13, undefined)], log: [] })

    assert.match(lines.join('\n'), /^ +2 +member-b +12 +suspect\? +none +1 /m)
    assert.match(lines.join('\n'), /^ +- +starting +13 +unknown +none +0$/m)
  })

  it('shows that nobody leads and nothing is owned before there is a cluster', () => {
    assert.ok(liveLines({ group: 'jobs', partitions: 4, rows: [row(1, undefined)], log: [] }).includes('leader none   epoch none   owned 0 of 4'))
  })
})

describe('the screen', () => {
  it('cuts what is drawn to the terminal, and leaves it as it was', () => {
    const terminal = new Kept()
    const screen = new Screen(terminal as unknown as WriteStream)
    screen.open()
    screen.draw(['12345', '2', '3', '4'])
    screen.close()
    screen.close()
    screen.draw(['late'])

    assert.equal(terminal.text, '\x1b[?1049h\x1b[?25l\x1b[H1234\x1b[K\r\n2\x1b[K\r\n3\x1b[K\x1b[J\x1b[?25h\x1b[?1049l')
  })
})

describe('the output', () => {
  it('drops lines, and says so once, when its reader has stopped', () => {
    const stuck = new Writable({ write: () => undefined })
    const warnings: string[] = []
    const output = new LineOutput(stuck, text => { warnings.push(text) })
    const line = 'x'.repeat(2 ** 20)
    for (let n = 0; n < 66; n++) output.write(line)

    assert.equal(output.dropped, 2)
    assert.deepEqual(warnings, ['standard output is not read: lines are dropped'])
    assert.ok(stuck.writableLength < 66 * 2 ** 20)
  })
})
