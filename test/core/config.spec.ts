import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { InvalidSettingError, resolveSettings } from '../../src/core/index.js'

describe('settings', () => {
  it('ring-election #42: the defaults are valid, and are those of a LAN', () => {
    const { probeInterval, probeTimeout, indirectProbes, suspicionMultiplier } = resolveSettings()
    assert.deepEqual({ probeInterval, probeTimeout, indirectProbes, suspicionMultiplier }, { probeInterval: 1_000, probeTimeout: 500, indirectProbes: 3, suspicionMultiplier: 1.8 })
  })

  it('every preset is valid', () => {
    for (const preset of ['local', 'lan', 'wan'] as const) {
      assert.ok(resolveSettings(preset).probeTimeout < resolveSettings(preset).probeInterval)
    }
  })

  it('a value goes over the one of its preset', () => {
    const settings = resolveSettings({ preset: 'wan', probeTimeout: 1_500 }, { settle: 900 })
    assert.deepEqual([settings.probeInterval, settings.probeTimeout, settings.settle], [5_000, 1_500, 900])
  })

  const mistakes: Array<[string, () => unknown, RegExp]> = [
    ['an unknown preset', () => resolveSettings('moon' as 'lan'), /preset is moon: must be one of local, lan, wan/],
    ['a timeout above the interval', () => resolveSettings({ probeTimeout: 2_000 }), /probeTimeout is 2000: must be below probeInterval, which is 1000/],
    ['a timeout equal to the interval', () => resolveSettings({ probeInterval: 500 }), /probeTimeout is 500: must be below probeInterval, which is 500/],
    ['ring-election #36: a text for a number', () => resolveSettings({ probeInterval: '900' as unknown as number }), /probeInterval is 900: must be between/],
    ['a number that is none', () => resolveSettings({ probeInterval: NaN }), /probeInterval is NaN/],
    ['half a probe', () => resolveSettings({ indirectProbes: 1.5 }), /indirectProbes is 1.5: must be a whole number/],
    ['a setting that does not exist', () => resolveSettings({ probeIntervall: 5 } as object), /probeIntervall is no setting: there are probeInterval,/],
    ['a negative time', () => resolveSettings('lan', { settle: -1 }), /settle is -1/]
  ]

  for (const [what, attempt, message] of mistakes) {
    it(`${what} is refused with the names of what is wrong`, () => {
      assert.throws(attempt, (error: Error) => error instanceof InvalidSettingError && error.name === 'InvalidSettingError' && message.test(error.message))
    })
  }
})
