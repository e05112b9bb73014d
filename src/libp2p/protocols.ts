import type { Topic } from '../core/index.js'

/** Messages of members to each other: one long-lived stream in each direction. */
export function memberProtocol (cluster: string): string {
  return `/shoal/${cluster}/member/1.0.0`
}

/** The same messages where they are large, on a stream of their own, so that they never delay a probe. */
export function bulkProtocol (cluster: string): string {
  return `/shoal/${cluster}/bulk/1.0.0`
}

/** One request for a group's newest table and its answer, for peers that are no members. */
export function tableProtocol (cluster: string): string {
  return `/shoal/${cluster}/table/1.0.0`
}

/** One call to the owner of a partition, or to a standby of it, and its answer. */
export function callProtocol (cluster: string): string {
  return `/shoal/${cluster}/call/1`
}

/** What members say to each other in strict mode: one long-lived stream in each direction. */
export function strictProtocol (cluster: string): string {
  return `/shoal/${cluster}/strict/1.0.0`
}

/** The gossipsub topic behind one of the cluster's two topics. */
export function topicName (cluster: string, topic: Topic): string {
  return `shoal/${cluster}/${topic}`
}
