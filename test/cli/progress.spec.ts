import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Progress } from '../../src/cli/simulation/progress.js'
import { SimulationOutput } from '../../src/cli/simulation/output.js'

interface Shown {
  readonly progress: Progress
  readonly written: string[]
  /** Lets time pass, and asks for a line. */
  readonly after: (ms: number, text: string) => void
}

function progressOn (stream: { readonly isTTY: boolean, readonly columns?: number }): Shown {
  const written: string[] = []
  let now = 0
  const progress = new Progress({ ...stream, write: text => written.push(text) }, () => now)

  return {
    progress,
    written,
    after: (ms, text) => {
      now += ms
      progress.show(() => text)
    }
  }
}

describe('progress', () => {
  it('on a terminal is one line that changes, not too often, and goes away', () => {
    const { progress, written, after } = progressOn({ isTTY: true, columns: 10 })

    after(999, 'what is done soon shows nothing')
    after(1, 'one')
    after(199, 'too soon')
    after(1, 'longer than the terminal')
    progress.clear()
    progress.clear()

    assert.deepEqual(written, ['\r\x1b[Kone', '\r\x1b[Klonger th', '\r\x1b[K'])
  })

  it('elsewhere is a line of its own every ten seconds', () => {
    const { progress, written, after } = progressOn({ isTTY: false })

    after(9_999, 'what is done soon shows nothing')
    after(1, 'one')
    after(9_999, 'too soon')
    after(1, 'two')
    progress.clear()

    assert.deepEqual(written, ['shoal: one\n', 'shoal: two\n'])
  })

  it('makes room for what is said at once', () => {
    const { progress, written, after } = progressOn({ isTTY: true })

    after(1_000, 'one')
    progress.say('seed 3 broke a promise')

    assert.deepEqual(written, ['\r\x1b[Kone', '\r\x1b[K', 'shoal: seed 3 broke a promise\n'])
  })
})

describe('the output of a simulation', () => {
  it('shortens ids for people only', () => {
    const written: string[] = []
    const id = `12D3KooWn${'1'.repeat(39)}1234`
    const output = new SimulationOutput({ write: (text: string | Uint8Array) => written.push(String(text)) > 0 }, { write: () => undefined })

    output.print(`${id} ends`)
    output.write({ id })

    assert.deepEqual(written, ['n1234 ends\n', `{"id":"${id}"}\n`])
  })
})
