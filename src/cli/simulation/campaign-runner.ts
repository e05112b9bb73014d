import { setImmediate } from 'node:timers/promises'
import { gather } from '../../sim/index.js'
import { isMistake } from '../mistakes.js'
import { headline, replayCommand, runCell } from './cell.js'
import { failuresOf, failureText } from './failure.js'
import { campaignText, runLine, summaryLine } from './tables.js'
import type { Run, ScenarioResult } from '../../sim/index.js'
import type { Cell } from './cell.js'
import type { SimulationOutput } from './output.js'

/** Runs a cell with one seed after the other, and says what came of each and of all. */
export class CampaignRunner {
  readonly #cell: Cell
  readonly #output: SimulationOutput
  readonly #json: boolean

  constructor (cell: Cell, output: SimulationOutput, json: boolean) {
    this.#cell = cell
    this.#output = output
    this.#json = json
  }

  /** @returns the exit code: 1 if a run broke a promise */
  async run (first: number, count: number): Promise<number> {
    const runs: Run[] = []
    let broken = 0

    for (let seed = first; seed < first + count; seed++) {
      const { schedule, ...result } = this.#runSeed(seed)
      const isBroken = result.violations.length > 0

      // Of the schedules only that of a failed run is worth keeping.
      runs.push({ seed, result: isBroken && schedule !== undefined ? { ...result, schedule } : result })
      broken += isBroken ? 1 : 0
      if (this.#json) {
        this.#output.write(runLine(this.#cell, { seed, result }))
      }
      if (isBroken) {
        // What is still to come, if only the reduction of its faults, takes time and may be cut short.
        this.#output.progress.say(`seed ${seed} broke a promise; see it with: ${replayCommand(this.#cell, seed)} --transcript`)
      }
      this.#output.progress.show(() => `${this.#cell.scenario.id}: ${runs.length} of ${count} seeds, ${broken} broke a promise`)
      // Lets what was written go out.
      await setImmediate()
    }
    this.#report(runs)

    return broken > 0 ? 1 : 0
  }

  #runSeed (seed: number): ScenarioResult {
    try {
      return runCell(this.#cell, seed, { say: line => { this.#output.progress.say(line) } })
    } catch (err) {
      if (err instanceof Error && !isMistake(err)) {
        this.#output.progress.say(`seed ${seed} came to an error; see it with: ${replayCommand(this.#cell, seed)}`)
      }
      throw err
    }
  }

  #report (runs: readonly Run[]): void {
    const campaign = gather(runs)

    if (this.#json) {
      this.#output.write(summaryLine(this.#cell, campaign))
    } else {
      this.#output.print(`${headline(this.#cell, runs[0]?.seed ?? 0, runs.at(-1)?.seed ?? 0)}\n\n${campaignText(campaign)}`)
    }
    for (const failure of this.#failures(runs)) {
      if (this.#json) {
        this.#output.write({ event: 'violation', scenario: this.#cell.scenario.id, ...failure })
      } else {
        this.#output.print(`\n${failureText(failure)}`)
      }
    }
  }

  #failures (runs: readonly Run[]): ReturnType<typeof failuresOf> {
    return failuresOf(this.#cell, runs, ({ seed, run, runsMax, faults }) => {
      this.#output.progress.show(() => `${this.#cell.scenario.id}: reducing the faults of seed ${seed}: run ${run} of at most ${runsMax}, with ${faults} of them`)
    })
  }
}
