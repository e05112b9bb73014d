import { list, option, scriptValues, toggle } from '../../bench/script.js'
import { clusterName, dialAddress, integer, listenAddress, text } from '../../src/cli/option-values.js'

/** What the lock service was told. */
export type LockSettings = ReturnType<typeof readSettings>

/** Reads the arguments of this process; ends it with one line and 2 where they are wrong. */
export function readSettings () {
  const settings = scriptValues({
    name: 'example:lock',
    about: [
      'Locks by name on a strict group: at most one holder at a time, and a fence that grows with each grant. Without --demo: a',
      'member that takes lines "acquire NAME", "renew NAME" and "release NAME" on standard input.'
    ].join('\n'),
    options: {
      demo: toggle('start three members, kill one and stop one while clients contend, and judge what they were granted'),
      json: toggle('write lines of JSON'),
      cluster: option('NAME', 'the cluster to be in', '1 to 64 of a-z 0-9 . _ -', 'locks', clusterName),
      listen: option('ADDRESS', 'where to listen', 'a TCP multiaddr', '/ip4/127.0.0.1/tcp/0', listenAddress),
      join: list('ADDRESS', 'members to join through', 'a multiaddr', [], dialAddress, 'none'),
      data: option('DIR', 'where the member keeps its identity and its promises', 'a directory', '', text, 'needed without --demo'),
      genesis: option('FILE', 'where the cluster begins, the same for all members', 'a file that shoal voters new wrote', '', text, 'needed without --demo'),
      partitions: option('NUMBER', 'partitions, the same at all members', 'a whole number from 1 to 4096', 16, integer(1, 4_096)),
      lease: option('MS', 'the longest lease of a holder, the same at all members', 'a whole number from 100 to 600000', 8_000, integer(100, 600_000))
    }
  })
  const missing = settings.demo ? undefined : (['data', 'genesis'] as const).find(name => settings[name] === '')

  if (missing !== undefined) {
    console.error(`example:lock: --${missing} is missing: accepts ${missing === 'data' ? 'a directory' : 'a file that shoal voters new wrote'}`)
    process.exit(2)
  }

  return settings
}
