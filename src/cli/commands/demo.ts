import { LiveDemo } from '../demo/live-demo.js'
import { ProcessGroup } from '../demo/process-group.js'
import { DEMO_GROUP, phaseText, runLeaderCrash, ScenarioError } from '../demo/scenario.js'
import { EndingWatch } from '../ending.js'
import { DEMO_OPTIONS } from '../options.js'
import { resolveOptions } from '../resolve-options.js'
import type { Phase } from '../demo/scenario.js'
import type { Ending } from '../ending.js'
import type { OptionSources } from '../resolve-options.js'

/** `shoal demo`: a cluster of processes, live on a terminal or by itself. */
export async function demoCommand (sources: OptionSources): Promise<number> {
  const { values } = resolveOptions('demo', DEMO_OPTIONS, sources)
  const { nodes = 5, partitions = 64, scenario, json = false } = values
  const watch = new EndingWatch()
  const group = new ProcessGroup('demo', { [DEMO_GROUP]: partitions })
  const isLive = scenario === undefined && !json && process.stdin.isTTY && process.stdout.isTTY && process.env['TERM'] !== 'dumb'

  // Whatever way this process ends, the members end before it.
  process.once('exit', () => { group.killAll() })

  try {
    const ending = isLive ? await runLive(group, watch, nodes) : await runScenario(group, watch, nodes, json)

    if (ending.message !== undefined) {
      process.stderr.write(`shoal: ${ending.message}\n`)
    }

    return ending.code
  } finally {
    await group.stop()
  }
}

async function runLive (group: ProcessGroup, watch: EndingWatch, nodes: number): Promise<Ending> {
  await new LiveDemo(group, watch, process.stdin, process.stdout).run(nodes)
  return await watch.first
}

async function runScenario (group: ProcessGroup, watch: EndingWatch, nodes: number, json: boolean): Promise<Ending> {
  const scenario = runLeaderCrash(group, nodes, phase => { process.stdout.write(`${json ? JSON.stringify(phase) : phaseText(phase)}\n`) })
  const interrupted = watch.first.then(({ code, message = 'interrupted' }) => ({ code: code === 0 ? 1 : code, message }))

  try {
    return await Promise.race([scenario.then(() => ({ code: 0 })), interrupted])
  } catch (err) {
    if (!(err instanceof ScenarioError)) {
      throw err
    }

    const phase: Phase = { phase: 'failed', ms: 0, reason: err.message }
    process.stdout.write(json ? `${JSON.stringify(phase)}\n` : '')

    return { code: 1, message: err.message }
  }
}
