import { spawn } from 'node:child_process'

/** The address of a module of the tests, for a script. */
export function moduleUrl (name: string): string {
  return JSON.stringify(new URL(name, import.meta.url).href)
}

/** Runs a script in a process of its own until that ends by itself; what it wrote. */
export async function outputOf (script: string): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (text: Buffer) => { output += text.toString() })
  await new Promise(resolve => { child.once('close', resolve) })

  return output
}
