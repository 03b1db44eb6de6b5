/** Layers: who may import whom. Type imports, re-exports and dynamic imports count like any other. */
import { dirname, join } from 'node:path/posix'
import ts from 'typescript-api'
import { complaintAt, walk, type Complaint, type Source } from './source.ts'

const PURE = ['base', 'identity', 'frames', 'membership', 'traces', 'semantics', 'routing', 'sync'] as const

/** Folder of `src` -> the folders it may import besides itself, lowest first. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  identity: ['base'],
  frames: ['base', 'identity'],
  membership: ['base', 'identity', 'frames'],
  traces: ['base', 'identity', 'frames'],
  semantics: ['base', 'identity', 'frames', 'traces'],
  routing: ['base', 'identity', 'frames'],
  sync: ['base', 'identity', 'frames'],
  ports: PURE,
  node: [...PURE, 'ports'],
  server: [...PURE, 'ports', 'node'],
  sim: [...PURE, 'ports', 'node'],
  cli: [...PURE, 'ports', 'node', 'server', 'sim'],
  // src/index.ts itself: the public surface
  '': [...PURE, 'ports', 'node'],
}

/** The packages that the pure folders may import. */
const PURE_PACKAGES = /^(node:crypto|canonicalize|lossless-json|re2js|@noble\/.+|multiformats(\/.+)?)$/

/** The port names an adapter folder may begin with besides those that have a file in `src/ports`: automerge-repo's own interfaces. */
const FOREIGN_PORTS = ['storage', 'network']

/** One import of a file: what it names and how. */
interface Import {
  readonly specifier: string
  readonly position: number
  readonly isDynamic: boolean
}

/** Every import, re-export and dynamic import with a literal specifier. */
export function importsOf(source: Source): readonly Import[] {
  const found: Import[] = []
  walk(source.tree, (node) => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      found.push({ specifier: node.moduleSpecifier.text, position: node.getStart(), isDynamic: false })
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      found.push({ specifier: node.argument.literal.text, position: node.getStart(), isDynamic: false })
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const argument = node.arguments[0]
      if (argument && ts.isStringLiteral(argument))
        found.push({ specifier: argument.text, position: node.getStart(), isDynamic: true })
    }
  })
  return found
}

/** Complaints about imports that point up, sideways or out, and about adapters that belong to no port. */
export function judgeLayers(sources: readonly Source[]): readonly Complaint[] {
  const ports = new Set(FOREIGN_PORTS)
  for (const { path } of sources) {
    const port = /^src\/ports\/([a-z]+)\.ts$/.exec(path)?.[1]
    if (port !== undefined) ports.add(port)
  }
  return sources.flatMap((source) => [...judgePlace(source, ports), ...judgeImports(source)])
}

function judgePlace(source: Source, ports: ReadonlySet<string>): readonly Complaint[] {
  const [top, folder = ''] = source.path.split('/')
  if (top === 'src' && !(layerOf(source.path) in MAY_IMPORT))
    return [complaintAt(source, 0, `src/${folder} is no layer of the table`)]
  if (top === 'adapters' && !ports.has(folder.split('-')[0] ?? '')) {
    return [complaintAt(source, 0, `adapters/${folder} begins with no port's name`)]
  }
  return []
}

function judgeImports(source: Source): readonly Complaint[] {
  const top = source.path.split('/')[0]
  if (top !== 'src' && top !== 'adapters') return []
  return importsOf(source).flatMap((one) => {
    const reason = one.specifier.startsWith('.') ? judgeRelative(source, one) : judgePackage(source, one)
    return reason === undefined ? [] : [complaintAt(source, one.position, reason)]
  })
}

function judgePackage(source: Source, one: Import): string | undefined {
  const isPure = source.path.startsWith('src/') && (PURE as readonly string[]).includes(layerOf(source.path))
  return isPure && !PURE_PACKAGES.test(one.specifier) ? `a pure folder imports ${one.specifier}` : undefined
}

function judgeRelative(source: Source, one: Import): string | undefined {
  const target = join(dirname(source.path), one.specifier)
  return source.path.startsWith('adapters/')
    ? judgeFromAdapter(source.path, target)
    : judgeFromLayer(source.path, target, one.isDynamic)
}

function judgeFromAdapter(path: string, target: string): string | undefined {
  if (target.startsWith('adapters/')) {
    return target.split('/')[1] === path.split('/')[1] ? undefined : `adapters are strangers: imports ${target}`
  }
  return target === 'src/index.ts' || target.startsWith('src/ports/')
    ? undefined
    : `an adapter imports ${target}, not the public surface`
}

function judgeFromLayer(path: string, target: string, isDynamic: boolean): string | undefined {
  if (target.startsWith('adapters/')) {
    const mayLoad = path === 'src/node/create.ts' || /^src\/(server|cli)\//.test(path)
    return mayLoad && isDynamic ? undefined : `loads the adapter ${target}; only node/create, server and cli may, by import()`
  }
  if (!target.startsWith('src/')) return `imports ${target}, outside src`
  const from = layerOf(path)
  const to = layerOf(target)
  if (from === to) return undefined
  return MAY_IMPORT[from]?.includes(to) === true
    ? undefined
    : `${from === '' ? 'src/index.ts' : from} may not import ${to === '' ? target : to}`
}

/** The folder of `src` a path lies in; empty for files directly in `src`. */
function layerOf(path: string): string {
  const parts = path.split('/')
  return parts.length > 2 ? (parts[1] ?? '') : ''
}
