import { list, option, scriptValues, toggle } from '../../bench/script.js'
import { clusterName, dialAddress, integer, listenAddress } from '../../src/cli/option-values.js'

/** What the cache was told. */
export type CacheSettings = ReturnType<typeof readSettings>

/** Reads the arguments of this process; ends it with one line and 2 where they are wrong. */
export function readSettings () {
  return scriptValues({
    name: 'example:cache',
    about: [
      'A cache of which every member keeps the keys of its partitions, and any member can be asked for any key. Without --demo: a',
      'member that takes lines "set KEY VALUE", "get KEY" and "delete KEY" on standard input.'
    ].join('\n'),
    options: {
      demo: toggle('start three members, let one leave and kill one, and show what is still there'),
      json: toggle('write lines of JSON'),
      cluster: option('NAME', 'the cluster to be in', '1 to 64 of a-z 0-9 . _ -', 'cache', clusterName),
      listen: option('ADDRESS', 'where to listen', 'a TCP multiaddr', '/ip4/127.0.0.1/tcp/0', listenAddress),
      join: list('ADDRESS', 'members to join through', 'a multiaddr', [], dialAddress, 'none'),
      partitions: option('NUMBER', 'partitions, the same at all members', 'a whole number from 1 to 4096', 64, integer(1, 4_096))
    }
  })
}
