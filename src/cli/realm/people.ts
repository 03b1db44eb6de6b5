/** `tracord realm members`, `invite` and `remove`. */
import type { Command } from 'commander'
import { TracordError } from '../../base/error.ts'
import type { Role } from '../../frames/realm-item.ts'
import type { Undone } from '../../membership/undone.ts'
import type { LawInForce, RealmMember } from '../../node/realm/realm.ts'
import { command, type CliContext, type JsonOption } from '../command.ts'
import { tableLines } from '../screen/table.ts'
import type { Paint } from '../terminal.ts'
import { keyOf, listOf, withNode } from './open.ts'

/** Builds `members`. */
export function membersCommand({ terminal }: CliContext): Command {
  return command(
    'members',
    'Who belongs, what each may do and weighs, and the parts of the law with their hashes.',
    'realm members ./root',
  )
    .argument('<dir>', "a node's folder")
    .option('--json', 'JSON instead of a screen')
    .action(async (dir: string, options: JsonOption) => {
      const { members, law, undone, open } = await withNode(dir, ({ realm }) => ({
        ...{ members: realm.members(), law: realm.law(), undone: realm.undone(), open: realm.isOpen },
      }))
      if (options.json === true) return terminal.out(JSON.stringify({ dir, open, members, undone, law }))
      if (open) return terminal.out('an open realm: everybody may write, and nobody is a member')
      const { paint } = terminal
      return terminal.out([...memberLines(members, paint), ...undoneLines(undone, members, paint), ...lawLines(law, paint)].join('\n'))
    })
}

function memberLines(members: readonly RealmMember[], paint: Paint): readonly string[] {
  const nameOf = new Map(members.map(({ key, name }) => [key, name]))
  const rows = members.map(({ key, name, roles, weight, domains, parent, removed }) => [
    removed ? paint.dim(name) : paint.bold(name),
    paint.dim(key),
    removed ? paint.red('removed') : roles.join(',') || 'reads',
    `${weight / 1_000_000} vote`,
    domains === null ? '' : `in ${domains.join(', ') || 'no domain'}`,
    parent === null ? '' : paint.dim(`by ${nameOf.get(parent) ?? parent}`),
  ])
  return [paint.bold('Members'), ...tableLines(rows)]
}

function undoneLines(undone: readonly Undone[], members: readonly RealmMember[], paint: Paint): readonly string[] {
  const nameOf = (key: string): string => members.find((member) => member.key === key)?.name ?? key
  return undone.map(({ by, key }) => {
    const what = `${nameOf(by)} removed ${nameOf(key)}, and undid that by signing two entries for one place`
    return paint.red(`  ${what}: somebody above has to remove ${key} again`)
  })
}

function lawLines({ parts, refused, clashes, ignored }: LawInForce, paint: Paint): readonly string[] {
  const rows = parts.map(({ hash, part }) => {
    const what = part.k === 'rule' ? part.text : part.k === 'typeDef' ? part.type.id : JSON.stringify(part.policy.steps)
    return [part.k === 'typeDef' ? 'type' : part.k, what, paint.dim(hash)]
  })
  return [
    paint.bold('Law'),
    ...tableLines(rows),
    ...refused.map(({ rule, why }) => paint.red(`  not in force: ${rule}: ${why}`)),
    ...clashes.map(({ type, about, rules }) => paint.red(`  clash: several of ${[type, about].join(' ').trim()} at once; ${rules} rules`)),
    ...ignored.map(({ id, why }) => paint.dim(`  no effect: ${id}: ${why}`)),
  ]
}

interface InviteFlags extends JsonOption {
  readonly name: string
  readonly roles?: string
  readonly weight?: string
  readonly domains?: string
}

/** Builds `invite`. */
export function inviteCommand({ terminal }: CliContext): Command {
  return command(
    'invite',
    'Bring a key in, or say anew what a member of yours may do.',
    'realm invite ./root KEY --name ann --roles write,schema',
  )
    .argument('<dir>', "an admin's folder")
    .argument('<key>', 'the public key, as `realm join` shows it')
    .requiredOption('--name <name>', 'what the others know it by')
    .option('--roles <list>', 'of write, schema and admin; empty for a reader', 'write')
    .option('--weight <ppm>', 'what its word counts, in millionths of a vote')
    .option('--domains <list>', 'where it may write; without it, wherever you may')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, given: string, options: InviteFlags) => {
      const key = given.trim()
      const domains = listOf(options.domains)
      const { entry } = await withNode(dir, ({ realm }) =>
        realm.invite(key, {
          name: options.name,
          roles: (listOf(options.roles) ?? []) as readonly Role[],
          ...(options.weight === undefined ? {} : { weight: weightFrom(options.weight) }),
          ...(domains === undefined ? {} : { domains }),
        }),
      )
      terminal.out(options.json === true ? JSON.stringify({ dir, key, entry }) : `invited ${options.name}  ${terminal.paint.dim(key)}`)
    })
}

function weightFrom(text: string): number {
  if (/^\d{1,7}$/.test(text)) return Number(text)
  throw new TracordError('BAD_INPUT', '--weight takes millionths of a vote, from 0 to 1000000')
}

/** Builds `remove`. */
export function removeCommand({ terminal }: CliContext): Command {
  return command(
    'remove',
    'End a membership for good; what it said so far stays, what it says later counts for nothing.',
    'realm remove ./root ann',
  )
    .argument('<dir>', 'the folder of an admin above it')
    .argument('<who>', 'its key or its name')
    .option('--nothing-stays', 'let nothing that it ever said count')
    .option('--json', 'JSON instead of words')
    .action(async (dir: string, who: string, options: JsonOption & { readonly nothingStays?: boolean }) => {
      const { key, entry } = await withNode(dir, async (node) => {
        const whom = keyOf(node, who)
        return { key: whom, ...(await node.realm.remove(whom, { keep: options.nothingStays !== true })) }
      })
      terminal.out(options.json === true ? JSON.stringify({ dir, key, entry }) : `removed ${who}`)
    })
}
