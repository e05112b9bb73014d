import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ClockGuard } from '../../../src/libp2p/strict/clock-guard.js'

const WINDOW = 8_000
const BOUND = 80

/** Two clocks that are set by hand. */
class Clocks {
  now = 1_000
  wallNow = 1_700_000_000_000
  /** How long the process is interrupted at each reading of the wall clock. */
  interruption = 0
  readonly monotonic = (): number => this.now
  readonly wall = (): number => {
    this.pass(this.interruption)
    return this.wallNow
  }

  pass (ms: number, rate = 1): void {
    this.now += ms
    this.wallNow += ms * rate
  }
}

function createGuard (): { readonly clocks: Clocks, readonly guard: ClockGuard } {
  const clocks = new Clocks()
  const guard = new ClockGuard(WINDOW, BOUND, clocks)
  assert.equal(guard.hasTrouble(), false)

  return { clocks, guard }
}

describe('the clocks of a member', () => {
  it('are trusted as long as they go at one rate, however seldom they are looked at', () => {
    const { clocks, guard } = createGuard()
    for (const ms of [1, 10, 5_000, 60_000, 3_600_000, 3]) {
      clocks.pass(ms)
      assert.equal(guard.hasTrouble(), false)
    }
  })

  it('are not trusted once the machine was suspended, and are again after that', () => {
    const { clocks, guard } = createGuard()
    clocks.wallNow += BOUND + 1
    assert.deepEqual([guard.hasTrouble(), guard.hasTrouble()], [true, false])
  })

  it('are not trusted once the wall clock was set back', () => {
    const { clocks, guard } = createGuard()
    clocks.wallNow -= BOUND + 1
    assert.equal(guard.hasTrouble(), true)
  })

  it('are not trusted after many short naps that add up within a lease', () => {
    const { clocks, guard } = createGuard()
    const seen = Array.from({ length: 5 }, () => {
      clocks.pass(WINDOW / 4)
      clocks.wallNow += BOUND / 3
      return guard.hasTrouble()
    })
    assert.ok(seen.includes(true))
  })

  it('are trusted through a drift that stays within the bound for every lease', () => {
    const { clocks, guard } = createGuard()
    for (let look = 0; look < 1_000; look++) {
      clocks.pass(100, 1.0005)
      assert.equal(guard.hasTrouble(), false)
    }
  })

  it('are not judged by two readings that are not of one instant', () => {
    const { clocks, guard } = createGuard()
    clocks.wallNow += BOUND + 1
    clocks.interruption = 200
    assert.equal(guard.hasTrouble(), false)
    clocks.interruption = 0
    assert.equal(guard.hasTrouble(), true)
  })
})
