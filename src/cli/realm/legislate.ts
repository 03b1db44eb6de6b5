/** `tracord realm rule` and `revoke`: parts of a law come into force, and go out of it. */
import type { Command } from 'commander'
import type { Hash } from '../../base/hash.ts'
import { command, type CliContext, type JsonOption } from '../command.ts'
import { withNode } from './open.ts'

/** Builds `rule`. */
export function ruleCommand({ terminal }: CliContext): Command {
  return command(
    'rule',
    'Add a rule to the law; one that would not come into force is refused.',
    `realm rule ./root ':- state(D, "shut"), via(R, D).'`,
  )
    .argument('<dir>', 'the folder of a member with the role schema')
    .argument('<rule>', 'the rule, as ASP-Core-2 text')
    .option('--replaces <hash...>', 'hashes of parts of the law whose place it takes')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, rule: string, options: JsonOption & { readonly replaces?: readonly Hash[] }) => {
      const { entry, hashes } = await withNode(dir, ({ realm }) =>
        realm.legislate({ rules: [rule], ...(options.replaces === undefined ? {} : { replaces: options.replaces }) }),
      )
      terminal.out(options.json === true ? JSON.stringify({ dir, entry, hashes }) : hashes.join('\n'))
    })
}

/** Builds `revoke`. */
export function revokeCommand({ terminal }: CliContext): Command {
  return command('revoke', 'Put a part of the law out of force for good.', 'realm revoke ./root HASH')
    .argument('<dir>', "an admin's folder")
    .argument('<hash>', 'of the part, as `realm members` shows it')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, hash: string, options: JsonOption) => {
      const { entry } = await withNode(dir, ({ realm }) => realm.revoke(hash))
      terminal.out(options.json === true ? JSON.stringify({ dir, hash, entry }) : `revoked ${hash}`)
    })
}
