import { idOf } from './station.js'
import { pingOf, until } from './support.js'
import type { Input } from '../../src/core/index.js'
import type { Station } from './station.js'
import type { Talker } from './talker.js'

/** A message in each direction, so that each side has its stream. */
export async function said (a: Station, b: Station, seq = 1): Promise<void> {
  const [ofA, ofB] = [a.got.length, b.got.length]

  a.links.send(idOf(b), pingOf(seq))
  await until(() => b.got.length > ofB, 'the ping')
  b.links.send(idOf(a), pingOf(seq), b.got.at(-1)?.connection)
  await until(() => a.got.length > ofA, 'the answer')
}

/** Waits until a process that talks has been answered. */
export async function talked (watcher: Station, { id }: Talker): Promise<void> {
  await until(() => watcher.got.some(({ from }) => from === id), 'it speaks')
  watcher.links.send(id, pingOf(1))
  await until(() => watcher.got.filter(({ from }) => from === id).length > 1, 'it has heard the answer')
}

/** What a station was told of a peer. */
export function toldOf ({ told }: Station, { id }: Pick<Talker, 'id'>): string[] {
  return textsOf(told.filter(input => 'member' in input && input.member === id))
}

/** What a station was told, in short. */
export function textsOf (inputs: readonly Input[]): string[] {
  return inputs.map(input => input.type === 'disconnected' && input.lost ? 'lost' : input.type)
}
