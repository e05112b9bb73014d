import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { STRICT_RULES } from '../../../src/core/index.js'
import { strictChaos } from '../../../src/sim/strict/index.js'
import { formatViolation } from '../../../src/sim/checkers/index.js'
import { SEEN_IN_MODEL, STRICT_MUTANTS, STRICT_SEEN_IN_STEPS } from '../../../src/sim/strict/mutants.js'

const TESTS = resolve(dirname(fileURLToPath(import.meta.url)), '../../../../test')

describe('a rule of strict mode that is switched off', () => {
  it('has one entry: a seed of chaos that shows it, the model, or single steps', () => {
    assert.deepEqual([...STRICT_MUTANTS.map(({ rule }) => rule), ...SEEN_IN_MODEL, ...STRICT_SEEN_IN_STEPS].sort(), [...STRICT_RULES].sort())
  })

  it('is named in a test, where only single steps or the model show it', () => {
    const texts = ['core/strict', 'sim/strict'].flatMap(folder => readdirSync(join(TESTS, folder)).map(name => readFileSync(join(TESTS, folder, name), 'utf8'))).join('\n')

    assert.deepEqual([...SEEN_IN_MODEL, ...STRICT_SEEN_IN_STEPS].filter(rule => !texts.includes(`'${rule}'`)), [])
  })

  for (const { rule, seed, drift, caughtAs } of STRICT_MUTANTS) {
    it(`${rule} is missed in chaos`, () => {
      const options = { seed, ...drift !== undefined && { drift, spread: drift } }
      assert.deepEqual(strictChaos(options).violations.map(formatViolation), [])
      const { violations } = strictChaos({ ...options, without: [rule] })

      assert.ok(violations.some(({ invariant }) => caughtAs.some(name => name === invariant)), violations.map(formatViolation).join('\n') || 'nothing was noticed')
    })
  }
})
