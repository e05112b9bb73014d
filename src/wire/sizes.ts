/**
 * Bytes of one frame on a member stream, without its length. The largest message there is an ack with 8 claims and 64
 * table versions: with Ed25519 keys and every field full, just below it.
 */
export const FRAME_MAX = 72 * 1024

/**
 * Bytes of one message anywhere, and so of one frame on a bulk stream: room for the largest table, in which each of
 * 131,072 partitions has a token of its own, is handed over and has seven standbys, and 16,384 members are in the roster.
 */
export const BULK_FRAME_MAX = 8 * 1024 * 1024

/** Bytes of a sealed claim: room for one with every field full, signed with an RSA key of 2,048 bits. */
export const CLAIM_SEAL_MAX = 9 * 1024

/** Characters of a member id: an Ed25519 one has 52, an RSA one 46. */
export const MEMBER_ID_LENGTH_MAX = 128

/** Bytes of a call's payload, and of its answer. */
export const CALL_PAYLOAD_MAX = 1024 * 1024

/** Bytes of a key that travels with a call; a text has those of its UTF-8. */
export const CALL_KEY_MAX = 1_024

/** Characters of what a failed call says of itself. */
export const CALL_ERROR_MAX = 1_024

/** Bytes of one frame on a call stream: the largest payload, and what goes with it. */
export const CALL_FRAME_MAX = CALL_PAYLOAD_MAX + 4 * 1024

/** Characters of an id that was made by chance: of a strict cluster's genesis, or of a voter's store. */
export const STORE_ID_LENGTH_MAX = 64

/** Bytes of a voter's signature: an Ed25519 one has 64, a secp256k1 one at most 72. */
export const SIGNATURE_MAX = 128
