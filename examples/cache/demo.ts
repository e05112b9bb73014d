import { fileURLToPath } from 'node:url'
import { JsonProcess } from '../process/json-process.js'
import type { CacheLine, CacheQuestion } from './member.js'
import type { CacheSettings } from './options.js'

const MAIN = fileURLToPath(new URL('main.js', import.meta.url))
const MEMBERS = 3
const PARTITIONS = 24
const KEYS = 300
const DEADLINE = 30_000

type Member = JsonProcess<CacheLine>
type Answer = Extract<CacheLine, { event: 'answer' }>

/** Three members on this machine, of which one leaves and one is killed. Resolves with 0 if what must be there is. */
export async function runDemo ({ json }: CacheSettings): Promise<number> {
  const demo = new Demo(json)

  try {
    return await demo.run()
  } finally {
    await demo.stop()
  }
}

class Demo {
  readonly #json: boolean
  readonly #members: Member[] = []
  #questions = 0

  constructor (json: boolean) {
    this.#json = json
  }

  async run (): Promise<number> {
    const [first, second, third] = await this.#form() as [Member, Member, Member]
    const keys = Array.from({ length: KEYS }, (_, index) => `key-${index}`)
    await Promise.all(keys.map(async key => { await this.#ask(first, { op: 'set', key, value: `value of ${key}` }) }))
    const read = await this.#found(third, keys)
    this.#say('set', { by: first.pid, keys: KEYS, readBy: third.pid, found: read })

    // While it hands over, the others are asked: nobody is to see a gap.
    const gone = second.kill('SIGTERM')
    const meanwhile = await this.#found(first, keys)
    await gone
    const left = await this.#found(third, keys)
    this.#say('left', { pid: second.pid, foundMeanwhile: meanwhile, found: left })

    await third.kill('SIGKILL')
    const afterKill = await this.#found(first, keys)
    await Promise.all(keys.map(async key => { await this.#ask(first, { op: 'set', key, value: `value of ${key}` }) }))
    const again = await this.#found(first, keys)
    this.#say('killed', { pid: third.pid, found: afterKill, foundAfterSettingAgain: again })

    const isWell = read === KEYS && meanwhile === KEYS && left === KEYS && afterKill > 0 && afterKill < KEYS && again === KEYS
    this.#say(isWell ? 'ok' : 'failed', { text: isWell ? 'what was handed over is there, what was with the killed one is gone' : 'see above' })

    return isWell ? 0 : 1
  }

  async stop (): Promise<void> {
    const killer = setTimeout(() => { this.#members.forEach(member => { member.signal('SIGKILL') }) }, 10_000)
    await Promise.all(this.#members.map(async member => await member.kill('SIGTERM')))
    clearTimeout(killer)
  }

  async #form (): Promise<Member[]> {
    const first = this.#start([])
    await first.until(lines => lines.some(isReady), 'ready member', DEADLINE)
    const others = Array.from({ length: MEMBERS - 1 }, () => this.#start(['--join', first.lines.find(isReady)?.addresses[0] ?? '']))

    await Promise.all([first, ...others].map(async member => {
      await member.until(lines => lines.findLast(line => line.event === 'owns')?.partitions === PARTITIONS / MEMBERS, 'member with its share', DEADLINE)
    }))
    this.#say('formed', { members: MEMBERS, partitions: PARTITIONS, pids: this.#members.map(({ pid }) => pid) })

    return [first, ...others]
  }

  #start (args: readonly string[]): Member {
    const member: Member = new JsonProcess(MAIN, ['--json', '--cluster', 'cache-demo', '--partitions', String(PARTITIONS), ...args])
    this.#members.push(member)

    return member
  }

  /** How many of the keys a member finds with the right value. */
  async #found (member: Member, keys: readonly string[]): Promise<number> {
    const answers = await Promise.all(keys.map(async key => await this.#ask(member, { op: 'get', key })))
    return answers.filter(({ key, value }) => value === `value of ${key}`).length
  }

  async #ask (member: Member, question: Omit<CacheQuestion, 'id'>): Promise<Answer> {
    const id = ++this.#questions
    const isIt = (line: CacheLine): line is Answer => line.event === 'answer' && line.id === id
    member.send({ id, ...question })
    await member.until(lines => lines.some(isIt), `answer to ${question.op} ${question.key}`, DEADLINE)
    const answer = member.lines.find(isIt) as Answer

    if (answer.error !== undefined) {
      throw new Error(`${question.op} ${question.key}: ${answer.error}`)
    }

    return answer
  }

  #say (phase: string, facts: Readonly<Record<string, unknown>>): void {
    const text = Object.entries(facts).map(([name, value]) => name === 'text' ? String(value) : `${name} ${JSON.stringify(value)}`).join(', ')
    console.log(this.#json ? JSON.stringify({ phase, ...facts }) : `${phase.padEnd(8)} ${text}`)
  }
}

function isReady (line: CacheLine): line is Extract<CacheLine, { event: 'ready' }> {
  return line.event === 'ready'
}
