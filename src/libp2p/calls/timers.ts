/** The clock of calls, in milliseconds; tests bring their own. */
export interface Timers {
  now (): number
  /** Runs a task once so much time has passed; the function returned calls that off. */
  after (ms: number, task: () => void): () => void
}

/** The clock of the machine that goes on evenly. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  after: (ms, task) => {
    const timer = setTimeout(task, ms)
    return () => { clearTimeout(timer) }
  }
}
