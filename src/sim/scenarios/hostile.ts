import { INCARNATION_LEAD_MAX } from '../../core/index.js'
import { ClaimLog } from './claim-log.js'
import { defineScenario } from './scenario.js'
import { Trial } from './trial.js'
import type { Accusation, Claim, MemberId, Update } from '../../core/index.js'
import type { VariantName } from './variants.js'

/** How long each lie is told, and how often, in milliseconds. */
const TELLING = 20_000
const APART = 500

/** What a member can say of another one that it has noticed. The baselines believe it, as anybody's word, until the accused answers. */
const POSSIBLE: ReadonlySet<string> = new Set(['plausible-incarnation', 'suspicions', 'deaths'])

/** What the liar needs to know to lie. */
interface Lies {
  readonly trial: Trial
  readonly claims: ClaimLog
  readonly liar: MemberId
  readonly accused: MemberId
  readonly variant: VariantName
}

/** S24: a member that lies. */
export const hostileNews = defineScenario({
  id: 'S24',
  name: 'hostile-news',
  about: [
    'al8n/memberlist#197, memberlist#359: one of 10 members (chosen) says what is not so, to all others, twice a',
    'second for 20 s each: deaths at the highest possible incarnation, deaths of a far higher generation, deaths at',
    'the highest plausible incarnation, suspicions and deaths as they are, all old claims again; a stranger',
    'accuses. All must see all again after each of it, and nobody may be held dead for a moment (of the baselines',
    'this is asked only of what is impossible, old, or said by a stranger). Then a member ends, its death is said',
    'at an incarnation far above, and what it said when it lived is said again: it stays dead.'
  ].join(' '),
  nodes: 10,
  leastNodes: 4,
  defaults: {},
  ranges: {},
  run: options => {
    const claims = new ClaimLog()
    const trial = new Trial(options, { observers: [claims] })

    trial.form()
    const [liar = '', accused = '', ended = ''] = trial.choose(3)
    const lies = { trial, claims, liar, accused, variant: options.variant }
    trial.blame([liar])
    // Everybody says something new, so that there are old claims to be said again.
    for (const metadata of ['first', 'second']) {
      trial.ids.forEach(member => { trial.fault({ kind: 'update', member, metadata }) })
      trial.run(5_000)
    }

    tell(lies, 'impossible-incarnation', claim => [accuse(claim, 'dead', liar, { incarnation: Number.MAX_SAFE_INTEGER })])
    tell(lies, 'future-generation', claim => [accuse(claim, 'dead', liar, { generation: claim.generation + 1_000 })])
    tell(lies, 'plausible-incarnation', claim => [accuse(claim, 'dead', liar, { incarnation: claim.incarnation + INCARNATION_LEAD_MAX })])
    tell(lies, 'suspicions', claim => [accuse(claim, 'suspect', liar)])
    tell(lies, 'deaths', claim => [accuse(claim, 'dead', liar)])
    tell(lies, 'old-claims', () => trial.ids.flatMap(id => claims.of(id)).map(asUpdate))
    tell({ ...lies, liar: 'stranger' }, 'stranger', claim => [accuse(claim, 'dead', 'stranger')])
    replayDead(lies, ended)

    return trial.result()
  }
})

/** Says something to all others again and again, and looks whether anybody who lives is held dead by it. */
function tell ({ trial, claims, liar, accused, variant }: Lies, lie: string, updates: (claim: Claim) => readonly Update[]): void {
  const before = trial.recorder.falseDeathsAtHealthy().length

  for (let told = 0; told < TELLING; told += APART) {
    for (const id of trial.ids) {
      if (id !== liar && id !== accused) {
        trial.simulation.inject(liar, id, { type: 'gossip', updates: updates(claims.lastOf(accused)) })
      }
    }
    trial.run(APART)
  }
  trial.run(TELLING)
  const deaths = trial.recorder.falseDeathsAtHealthy().length - before

  trial.metrics[`deathsBy-${lie}`] = deaths
  trial.expect(deaths === 0 || (POSSIBLE.has(lie) && variant !== 'ours'), 'I16 no healthy member is dead to a healthy one', `${deaths} by ${lie}`)
  trial.expect(trial.allSee(trial.ids.length), 'membership is the same everywhere', `not all see ${trial.ids.length} after ${lie}`)
}

function replayDead ({ trial, claims, liar }: Lies, ended: MemberId): void {
  const last = claims.lastOf(ended)

  trial.blame([ended])
  trial.end(ended, true)
  trial.runUntil(() => trial.healthy().every(id => !trial.recorder.views.has(id, ended)), 60_000)
  const others = trial.healthy()

  for (const id of others) {
    trial.simulation.inject(liar, id, { type: 'gossip', updates: [accuse(last, 'dead', liar, { incarnation: last.incarnation + 10 })] })
  }
  trial.run(APART)
  for (const id of others) {
    trial.simulation.inject(liar, id, { type: 'gossip', updates: [...claims.of(ended), { ...last, incarnation: last.incarnation + 2 }].map(asUpdate) })
  }
  trial.run(TELLING)
  const revived = others.filter(id => trial.recorder.views.has(id, ended))

  trial.metrics['revivedAt'] = revived.length
  trial.expect(revived.length === 0, 'M2 only a higher incarnation brings back the dead', `${ended} lives again at ${revived.length}`)
}

function accuse (claim: Claim, state: Accusation['state'], accuser: MemberId, changes: Partial<Accusation> = {}): Update {
  return { type: 'accusation', accusation: { id: claim.id, generation: claim.generation, incarnation: claim.incarnation, state, accuser, refused: false, ...changes } }
}

function asUpdate (claim: Claim): Update {
  return { type: 'claim', claim }
}
