import type { Token } from '../core/index.js'

/** Whose part of a call somebody is asked for. */
export type CallRole = 'owner' | 'standby'

/** One call to the owner of a partition, or to a standby of it. */
export interface CallRequest {
  readonly group: string
  readonly partition: number
  /** The epoch of the caller's table. */
  readonly epoch: Token
  /** The partition's token in that table: who is asked must hold it under this one or a larger one. */
  readonly token: Token
  readonly role: CallRole
  /** How long the caller waits for the answer, in milliseconds. */
  readonly patience: number
  /** Absent if the partition was named. */
  readonly key?: string | Uint8Array
  readonly payload: Uint8Array
}

/** Why a call was not run. */
export type CallRefusal = 'not-owner' | 'behind' | 'no-handler' | 'busy' | 'not-member'

/** What comes of a call. Only after a refusal is it certain that the handler did not run. */
export type CallReply =
  | { readonly type: 'answer', readonly epoch: Token, readonly payload: Uint8Array }
  | { readonly type: 'failure', readonly epoch: Token, readonly error: string }
  | { readonly type: 'too-large', readonly epoch: Token }
  | { readonly type: 'refusal', readonly epoch: Token, readonly reason: CallRefusal }
