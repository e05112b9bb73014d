import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'node:test'
import { RULES } from '../../../src/core/index.js'

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..')

/** Rules that are the business of this folder; the others have a checker that misses them. */
const MEMBERSHIP = /^(claim|accusation|death|self|probe|relay|nack|health|confirmation|witness|buddy|deaf|suspicion|pause|crash|damping|dissemination|sync|heal)(:|$)/

describe('the rules of membership', () => {
  it('are each the difference between two outcomes of the same steps', () => {
    const folder = join(ROOT, 'test/core/membership')
    const tests = readdirSync(folder).filter(name => name.endsWith('.spec.ts')).map(name => readFileSync(join(folder, name), 'utf8')).join('\n')

    assert.ok(tests.length > 0)
    assert.deepEqual(RULES.filter(rule => MEMBERSHIP.test(rule) && !tests.includes(`withAndWithout('${rule}'`)), [])
  })
})
