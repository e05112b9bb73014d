import { describe, it } from 'node:test'
import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generate } from 'protons'
import * as core from '../../src/core/index.js'
import * as sizes from '../../src/wire/sizes.js'

const SCHEMAS = ['shoal', 'call', 'strict']
const BLOCK = /^(?:message|enum) (\w+) \{\n[^}]*^\}/gm

describe('docs/protocol.md', () => {
  it('has every message of the schema, as it is there', async () => {
    const schema = definitions((await Promise.all(SCHEMAS.map(async name => await readFile(`src/wire/${name}.proto`, 'utf8')))).join('\n'))
    const documented = definitions(await readFile('docs/protocol.md', 'utf8'))

    assert.ok(Object.keys(schema).length > 20)
    assert.deepEqual(documented, schema)
  })

  it('has the limits that the code has', async () => {
    const rows = (await readFile('docs/protocol.md', 'utf8')).matchAll(/^\| .* \| ([\d,]+) \| `(\w+_MAX)` \|$/gm)
    const documented = Object.fromEntries([...rows].map(([, limit, name]) => [name, Number(limit?.replaceAll(',', ''))]))
    const limits: Record<string, unknown> = { ...core, ...sizes }

    assert.ok(Object.keys(documented).length > 10)
    assert.deepEqual(documented, Object.fromEntries(Object.keys(documented).map(name => [name, limits[name]])))
    for (const name of Object.keys(sizes)) assert.ok(name in documented, `${name} is missing`)
  })
})

for (const name of SCHEMAS) {
  describe(`src/wire/${name}.ts`, () => {
    it('is what the generator makes of the schema', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'shoal-wire-'))

      try {
        await generate(`src/wire/${name}.proto`, { output: folder, path: [] })
        assert.equal(await readFile(`src/wire/${name}.ts`, 'utf8'), await readFile(join(folder, `${name}.ts`), 'utf8'))
      } finally {
        await rm(folder, { recursive: true })
      }
    })
  })
}

/** The messages and enums in a text by name, without comments. */
function definitions (text: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(BLOCK)].map(([block, name]) => [name, block.replaceAll(/^ *\/\/.*\n/gm, '')]))
}
