import { DEMO_OPTIONS, environmentName, NODE_OPTIONS, PLAN_OPTIONS, SIMULATE_OPTIONS, STATUS_OPTIONS, VOTERS_ID_OPTIONS, VOTERS_NEW_OPTIONS, VOTERS_OPTIONS } from './options.js'
import type { OptionTable } from './options.js'

/** The text of `shoal --help`. */
export const MAIN_HELP = `shoal: peer-to-peer clusters with a leader and fenced partitions

  shoal node      runs a member of a cluster
  shoal status    shows what a member sees
  shoal explain   says why a partition is where it is
  shoal history   shows what the last tables of a group changed
  shoal freeze, thaw, pin, unpin, drain, undrain
                  says where partitions are to be; who leads keeps to it
  shoal voters    names, lists and changes the voters of strict groups
  shoal demo      runs a cluster of processes on this machine; its leader can be killed
  shoal simulate  runs whole clusters on virtual time, with faults, and measures them

  shoal COMMAND --help  the options of a command
  shoal --version

Exit codes: 0 done, 1 failed, 2 used wrongly.
`

/** The text of `shoal node --help`. */
export const NODE_HELP = `shoal node --cluster NAME [options]

Runs a member until SIGTERM or SIGINT, then leaves and exits 0; a second signal exits at once.

${optionList(NODE_OPTIONS)}

Options with ... can be given more than once; their variables take several values separated by commas. A flag wins over
its variable, which wins over the config file. That has the same names without the dashes:
{"cluster": "orders", "group": {"jobs": 64}}
`

/** The text of `shoal status --help`. */
export const STATUS_HELP = `shoal status --admin URL [options]

Asks the admin server of a running member what it sees.

${optionList(STATUS_OPTIONS)}
`

/** The text of `shoal freeze --help` and its like. */
export const PLAN_HELP = `shoal explain GROUP PARTITION --admin URL   why a partition is where it is
shoal history GROUP --admin URL             what the last 32 tables changed
shoal freeze GROUP --admin URL              nothing of a live member moves; orphans do
shoal thaw GROUP --admin URL                ends a freeze
shoal pin GROUP PARTITION PEER --admin URL  moves a partition to a member, and keeps it there
shoal unpin GROUP PARTITION --admin URL     ends a pin
shoal drain PEER --admin URL                moves everything away from a member
shoal undrain PEER --admin URL              ends a drain

Asks or tells any running member, through its admin server. What is told holds until it is taken back, whoever leads.
Exits 0 when a table shows it, 1 if it is refused or no table showed it within 10 s.

${optionList(PLAN_OPTIONS)}
`

/** The text of `shoal voters --help`. */
export const VOTERS_HELP = `shoal voters id|new|list|add|remove [options]

Strict groups are assigned by voters: members that keep their promises in a data directory. To begin, print the id of
each with id, make the genesis of them with new, and give that file to every member as --genesis. list, add and remove
ask the admin server of a running member.

shoal voters id
${optionList(VOTERS_ID_OPTIONS)}

shoal voters new
${optionList(VOTERS_NEW_OPTIONS)}

shoal voters list, add, remove
${optionList(VOTERS_OPTIONS)}
`

/** The text of `shoal demo --help`. */
export const DEMO_HELP = `shoal demo [options]

Runs a cluster of real processes on loopback and shows it. Keys: l kills the leader, k kills another member, a adds
one, q quits. With --scenario, or without a terminal, it runs by itself and exits 0, or 1 with what fell short.

${optionList(DEMO_OPTIONS)}
`

/** The text of `shoal simulate --help`. */
export const SIMULATE_HELP = `shoal simulate --scenario NAME [options]

Runs a scenario with one seed or several and shows what came of it. The same seed gives the same run on any machine.
Exits 0, or 1 if a run broke a promise, with its seed and the command that repeats it; faults of a schedule are reduced
to the few that matter, which --schedule runs alone. A seed that broke a promise is named on standard error at once.

${optionList(SIMULATE_OPTIONS)}
`

function optionList (table: OptionTable): string {
  const rows = Object.entries(table).map(([name, { value, multiple, help }]) => ({
    flag: `--${name}${value === undefined ? '' : ` ${value}`}${multiple ? '...' : ''}`,
    help,
    variable: environmentName(name)
  }))
  const flagWidth = Math.max(...rows.map(({ flag }) => flag.length))
  const helpWidth = Math.max(...rows.map(({ help }) => help.length))

  return rows.map(({ flag, help, variable }) => `  ${flag.padEnd(flagWidth)}  ${help.padEnd(helpWidth)}  ${variable}`).join('\n')
}
