import type { CableChange, Observer, Passage, RowChange, Step } from '../observer.js'
import type { Simulation } from '../simulation.js'

type FaultEvent = Parameters<NonNullable<Observer['fault']>>[0]

/** An observer that sees nothing until it is opened: how a cluster was formed is no part of the story. */
export class Gate implements Observer {
  readonly #observer: Observer
  #isOpen = false
  readonly row: ((change: RowChange) => void) | undefined
  readonly message: ((passage: Passage) => void) | undefined

  constructor (observer: Observer) {
    this.#observer = observer
    // Absent where the observer has none, because to be told of every row and message costs time.
    this.row = observer.row === undefined ? undefined : change => { if (this.#isOpen) observer.row?.(change) }
    this.message = observer.message === undefined ? undefined : passage => { if (this.#isOpen) observer.message?.(passage) }
  }

  open (): void {
    this.#isOpen = true
  }

  step (step: Step): void {
    if (this.#isOpen) this.#observer.step?.(step)
  }

  fault (event: FaultEvent): void {
    if (this.#isOpen) this.#observer.fault?.(event)
  }

  network (beginning: Parameters<NonNullable<Observer['network']>>[0]): void {
    this.#observer.network?.(beginning)
  }

  missed (event: Parameters<NonNullable<Observer['missed']>>[0]): void {
    if (this.#isOpen) this.#observer.missed?.(event)
  }

  cables (change: CableChange): void {
    if (this.#isOpen) this.#observer.cables?.(change)
  }

  end (simulation: Simulation): void {
    this.#observer.end?.(simulation)
  }
}
