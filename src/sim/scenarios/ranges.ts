/** The numbers that a parameter accepts, both ends included. */
export interface ParameterRange {
  readonly least: number
  readonly most: number
  /** Whether what lies between two whole numbers is accepted too. */
  readonly hasFractions?: boolean
}

/** No or yes. */
export const SWITCH: ParameterRange = { least: 0, most: 1 }

/** How many members something happens to: at least one, or nothing would be measured. */
export const VICTIMS: ParameterRange = { least: 1, most: 9_999 }

/** Milliseconds. Never none: an anomaly and the time between two would not let the clock go on. */
export const DURATION: ParameterRange = { least: 1, most: 86_400_000 }

/** Percent of all messages that are lost. With more, no promise about the rest can be kept. */
export const LOSS_PERCENT: ParameterRange = { least: 0, most: 75 }

/** The share of messages that are lost, of 1. */
export const LOSS_SHARE: ParameterRange = { least: 0, most: 1, hasFractions: true }

/** A factor of the detector's; 0 stands for the variant's own. */
export const TUNING: ParameterRange = { least: 0, most: 100, hasFractions: true }

/** What a parameter accepts whose scenario does not say. */
export const ANY: ParameterRange = { least: 0, most: 999_999_999 }

/** Whether a range has the number. */
export function isWithin ({ least, most, hasFractions = false }: ParameterRange, value: number): boolean {
  return value >= least && value <= most && (hasFractions || Number.isInteger(value))
}

/** A range as text: `from 1 to 32`. */
export function rangeText ({ least, most }: ParameterRange): string {
  return `from ${least} to ${most}`
}
