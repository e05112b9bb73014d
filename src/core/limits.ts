/** Members that a view holds, dead ones included. Beyond it new ones are refused and counted. */
export const ROWS_MAX = 16_384

/** Members that one remembers for its next start. */
export const STORED_MEMBERS_MAX = 128

/** Updates that ride on one message. */
export const UPDATES_MAX = 8

/** Updates in one `delta`; a longer answer is cut, and the next digest brings the rest. */
export const DELTA_UPDATES_MAX = 512

/** Addresses in one claim. */
export const ADDRESSES_MAX = 8

/** Characters of one address. */
export const ADDRESS_LENGTH_MAX = 256

/** Largest priority, and smallest below zero: far enough from where numbers lose their units that one can be added. */
export const PRIORITY_MAX = 10 ** 15

/** The version of the protocol that this code speaks. */
export const PROTOCOL_VERSION = 1

/** Largest version of the protocol that a claim can name. */
export const PROTOCOL_VERSION_MAX = 65_535

/** Longest time that an asker of an indirect probe can say it waits, in milliseconds. */
export const PATIENCE_MAX = 10_000_000

/** Bytes of a member's metadata. */
export const METADATA_MAX = 512

/** Groups that one cluster has, and that one claim names. */
export const GROUPS_MAX = 64

/** Characters of a cluster's or a group's name. */
export const NAME_LENGTH_MAX = 64

/** Partitions of one group: our planner's measurements end at 100,003. */
export const PARTITIONS_MAX = 131_072

/** Partitions that one message releases. */
export const RELEASES_MAX = 2_048

/** How far an accusation may stand above what its subject signed. */
export const INCARNATION_LEAD_MAX = 1_000

/** How far ahead of the wall clock a term may be, in seconds: a day covers any sane clock error. */
export const TERM_LEAD_MAX = 24 * 60 * 60

/**
 * The same of a term that a member only speaks of, in seconds: an hour less, so that a leader who goes above it is believed
 * by those too whose clocks are behind its own.
 */
export const HEARD_TERM_LEAD_MAX = TERM_LEAD_MAX - 60 * 60

/** Indirect probes that a member carries out for others at one time. */
export const RELAYS_MAX = 256

/**
 * Largest weight of a worker. Keeps the planner's integers exact: partitions * weight stays below 2^33, times the
 * standbys of each below 2^36, and the sum of the weights of any array of workers below 2^48.
 */
export const WEIGHT_MAX = 2 ** 16 - 1

/** Largest bound on the moves of one plan. */
export const MOVES_MAX = PARTITIONS_MAX

/** Pins of one group. */
export const PINS_MAX = 4_096

/** Drained members that one table names. */
export const DRAINS_MAX = 256

/** Characters of the name of a zone. */
export const ZONE_LENGTH_MAX = 64

/** Standbys of one partition. */
export const STANDBYS_MAX = 7
