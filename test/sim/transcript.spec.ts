import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { runSchedule, Transcript } from '../../src/sim/index.js'

const THREE = ['a', 'b', 'c']

describe('a transcript', () => {
  it('tells in order what happened to whom', () => {
    const { lines } = tell({})
    const times = lines.map(line => Number(line.slice(0, 12)))

    assert.deepEqual(times.toSorted((x, y) => x - y), times)
    assert.match(lines.join('\n'), /\* +fault crash \{"member":"a"\}[\s\S]*b#1 +<- disconnected a, lost[\s\S]*b#1 +!! member:dead a [\s\S]*!! leader:change b/)
  })

  it('tells of messages if asked to', () => {
    assert.doesNotMatch(String(tell({})), /-> b ping/)
    assert.match(String(tell({ messages: true })), / a +-> b ping \d+ B delivered/)
  })

  it('has the hash of the run so far on each line', () => {
    const hashes = new Set(tell({}).lines.map(line => line.slice(13, 21)))

    assert.ok(hashes.size > 20)
    assert.ok([...hashes].every(hash => /^[0-9a-f]{8}$|^-/.test(hash)))
  })

  it('is no longer than allowed, and says what is left out', () => {
    const transcript = tell({ linesMax: 5 })

    assert.equal(transcript.lines.length, 5)
    assert.match(String(transcript), new RegExp(`\\.\\.\\. and ${transcript.omitted} more$`))
  })
})

function tell (options: ConstructorParameters<typeof Transcript>[0]): Transcript {
  const transcript = new Transcript(options)

  runSchedule({ seed: 3, ids: THREE, begin: 'formed', faults: [{ at: 2_000, kind: 'crash', member: 'a' }], calm: 20_000, observers: [transcript] })

  return transcript
}
