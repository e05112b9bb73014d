import type { EpochJson, EventLine } from './json-lines.js'

/** An event as a line for people. */
export function textLine (line: EventLine): string {
  return `${new Date(line.at).toISOString().slice(11, 23)} ${line.event.padEnd(16)} ${says(line)}`.trimEnd()
}

/** The end of a PeerId: enough to tell the members of a cluster apart, since its beginning is the same for all. */
export function shortId (peerId: string): string {
  return peerId.slice(-8)
}

/** An epoch, as `term.version`. */
export function epochText ({ term, version }: EpochJson): string {
  return `${term}.${version}`
}

function says (line: EventLine): string {
  switch (line.event) {
    case 'ready':
      return [line.peerId, ...line.addrs, line.admin === null ? '' : `admin ${line.admin}`].join(' ')
    case 'leader:change':
      return `${shortId(line.leader)} in term ${line.term}`
    case 'table:change':
      return `${line.group} epoch ${epochText(line.epoch)}: ${Object.entries(line.owners).map(([peer, count]) => `${shortId(peer)} ${count}`).join(', ')}`
    case 'partition:assign':
      return `${line.group}/${line.partition} token ${line.token}`
    case 'partition:revoke':
    case 'partition:lost':
      return `${line.group}/${line.partition} token ${line.token} (${line.reason})`
    case 'leave':
      return ''
    default:
      return `${shortId(line.peerId)}${line.position === null ? '' : ` at position ${line.position}`}, incarnation ${line.incarnation}${line.probation ? ', on probation' : ''}`
  }
}
