import { Progress } from './progress.js'
import type { ProgressStream } from './progress.js'

/** The long ids of the simulated members, and what is enough of them to tell them apart. */
const LONG_ID = /12D3KooW([a-z])[1-9]*([1-9]{4})/g

/** Where results and progress go: they may be one terminal. */
export class SimulationOutput {
  readonly progress: Progress
  readonly #results: Pick<NodeJS.WriteStream, 'write'>

  constructor (results: Pick<NodeJS.WriteStream, 'write'>, notes: ProgressStream) {
    this.#results = results
    this.progress = new Progress(notes)
  }

  /** Text for people. */
  print (text: string): void {
    this.#send(text.replace(LONG_ID, '$1$2'))
  }

  /** A line of JSON. */
  write (line: object): void {
    this.#send(JSON.stringify(line))
  }

  #send (text: string): void {
    this.progress.clear()
    this.#results.write(`${text}\n`)
  }
}
