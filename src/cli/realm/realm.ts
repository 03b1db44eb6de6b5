/** `tracord realm`: who belongs to a closed realm and by which law, on a node's folder. */
import type { Command } from 'commander'
import { command, type CliContext } from '../command.ts'
import { initCommand } from './found.ts'
import { joinCommand } from './join.ts'
import { revokeCommand, ruleCommand } from './legislate.ts'
import { inviteCommand, membersCommand, removeCommand } from './people.ts'
import { succeedCommand, successorCommand } from './succession.ts'

/** Builds the command. */
export function realmCommand(context: CliContext): Command {
  const realm = command(
    'realm',
    'A closed realm: found it, join it, bring people in, throw them out, make its law.',
    'realm init ./root --name plant',
  )
  for (const build of [
    ...[initCommand, joinCommand, membersCommand, inviteCommand, removeCommand],
    ...[ruleCommand, revokeCommand, successorCommand, succeedCommand],
  ])
    realm.addCommand(build(context))
  return realm
}
