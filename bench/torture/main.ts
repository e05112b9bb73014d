/** Real processes under real faults, judged by the log of a real database. See its `--help`. */
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { option, scriptValues, toggle } from '../script.js'
import { integer } from '../../src/cli/option-values.js'
import { missingPostgres, PostgresServer } from '../../interop/postgres-server.js'
import { Cast } from './cast.js'
import { chanceOf } from './faults.js'
import { figuresOf, judgePartition, refusedInOrder } from './judge.js'
import { openLedger } from './ledger.js'
import { missingNetworks, Networks } from './network.js'
import { Script } from './script.js'

const BOUND_MS = 30_000

const values = scriptValues({
  name: 'torture',
  about: [
    'Members in processes of their own write, for every partition that they own, to a database that refuses smaller tokens and logs',
    'what it accepts. They are killed, stopped, split and restarted meanwhile, by a script that the seed decides; how fast things',
    'happen is up to the machine. In the end the log of the database is judged. Ends with 1 if anything is in it that must not be.'
  ].join('\n'),
  options: {
    minutes: option('NUMBER', 'how long', 'a whole number from 1 to 1440', 30, integer(1, 1_440)),
    seed: option('NUMBER', 'decides the faults', 'a whole number', 1, integer(0, 2 ** 32 - 1)),
    members: option('NUMBER', 'how many', 'a whole number from 3 to 20', 5, integer(3, 20)),
    partitions: option('NUMBER', 'how many', 'a whole number from 1 to 256', 24, integer(1, 256)),
    sqlite: toggle('write to SQLite, also where there is PostgreSQL'),
    unfenced: toggle('leave the fence away: what happens is what it is for')
  },
  places: ['minutes', 'seed']
})

const { minutes, seed, members, partitions } = values
const directory = await mkdtemp(join(tmpdir(), 'shoal-torture-'))
const noPostgres = values.sqlite ? '--sqlite is given' : missingPostgres()
const noNetworks = missingNetworks()

console.log(`Node ${process.version}, ${cpus().length} processors. ${members} members, ${partitions} partitions, ${minutes} minutes, seed ${seed}, ${noPostgres === undefined ? 'PostgreSQL' : 'SQLite'}${values.unfenced ? ' without the fence' : ''}.`)
if (noPostgres !== undefined) console.log(`skipped: PostgreSQL: ${noPostgres}`)
if (noNetworks !== undefined) console.log(`skipped: splits: ${noNetworks}`)

const server = noPostgres === undefined ? await PostgresServer.start() : undefined
const place = server?.url ?? join(directory, 'ledger.db')

try {
  process.exitCode = await torture(place)
} finally {
  await server?.stop()
  await rm(directory, { recursive: true, force: true })
}

async function torture (place: string): Promise<number> {
  const networks = noNetworks === undefined ? new Networks(members) : undefined
  const ledger = await openLedger(place, !values.unfenced)
  const cast = new Cast({ members, partitions, place, ledger, isFenced: !values.unfenced, directory, networks })

  try {
    await cast.open()
    const script = new Script(cast, chanceOf(seed), BOUND_MS)
    await script.run(minutes * 60_000)
    await cast.close()

    return report(cast, script, await Promise.all(Array.from({ length: partitions }, async (_, partition) => {
      const rows = await ledger.rows(partition)
      return { writes: rows.length, ...judgePartition(partition, rows, { deeds: script.deeds, owners: cast.owners, healedAt: script.healedAt, boundMs: BOUND_MS }) }
    })))
  } finally {
    await cast.close()
    await ledger.close()
    networks?.remove()
  }
}

type Verdicts = ReadonlyArray<ReturnType<typeof judgePartition> & { readonly writes: number }>

function report (cast: Cast, { deeds, slow, orderly, settled }: Script, verdicts: Verdicts): number {
  const changes = verdicts.flatMap(verdict => verdict.changes)
  const wrong = [...verdicts.flatMap(({ violations }) => violations.map(({ rule, partition, text }) => `${rule}: partition ${partition}: ${text}`)), ...slow, ...cast.crashed, ...refusedInOrder(cast.refusals, orderly)]
  const done = Map.groupBy(deeds, ({ kind }) => kind)

  console.log(`\n${deeds.length} faults, ${cast.owners.size} identities; ${verdicts.reduce((sum, { writes }) => sum + writes, 0)} writes accepted, ${cast.refusals.length} refused by the fence, ${cast.failed} handlers threw;`)
  console.log(`${changes.filter(({ isMove }) => isMove).length} changes of owner, ${changes.filter(({ isMove }) => !isMove).length} of the token alone; ${orderly.length} times all was in order.\n`)
  console.log('| what was done | times | changes of owner after it | not written, median ms | worst ms | all well after it alone, median ms | worst ms |')
  console.log('| --- | --- | --- | --- | --- | --- | --- |')
  for (const { deed, changes: moved, medianMs, worstMs } of figuresOf(changes)) {
    const alone = settled.filter(({ kind }) => kind === deed).map(({ ms }) => ms).sort((a, b) => a - b)
    console.log(`| ${deed} | ${done.get(deed)?.length ?? ''} | ${moved} | ${medianMs} | ${worstMs} | ${alone[alone.length >> 1] ?? ''} | ${alone.at(-1) ?? ''} |`)
  }

  console.log(`\n${wrong.length === 0 ? 'Nothing is in the log that must not be.' : `${wrong.length} things are wrong:`}`)
  wrong.slice(0, 50).forEach(line => { console.log(line) })

  return wrong.length === 0 ? 0 : 1
}
