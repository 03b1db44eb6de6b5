/** Sizes: no file, function or line so long that a reader loses the thread. */
import ts from 'typescript-api'
import { complaintAt, walk, type Complaint, type Source } from './source.ts'

/** Lines of one file. */
export const FILE_LINES_MAX = 400
/** Lines of one function. */
export const FUNCTION_LINES_MAX = 70
/** Characters of one line. */
export const LINE_LENGTH_MAX = 140

/** Complaints about what is too long. In tests a callback handed straight to the runner may be as long as its file. */
export function judgeSizes(sources: readonly Source[]): readonly Complaint[] {
  return sources.flatMap((source) => [...judgeLines(source), ...judgeFunctions(source)])
}

function judgeLines(source: Source): readonly Complaint[] {
  const lines = source.text.trimEnd().split('\n')
  const complaints = lines.flatMap((line, index) => {
    return line.length > LINE_LENGTH_MAX
      ? [`${source.path}:${index + 1}: a line of ${line.length} characters (${LINE_LENGTH_MAX})`]
      : []
  })
  if (lines.length > FILE_LINES_MAX) complaints.push(`${source.path}:1: a file of ${lines.length} lines (${FILE_LINES_MAX})`)
  return complaints
}

function judgeFunctions(source: Source): readonly Complaint[] {
  const isTest = source.path.startsWith('test/')
  const complaints: Complaint[] = []
  walk(source.tree, (node) => {
    if (!ts.isFunctionLike(node) || (isTest && ts.isCallExpression(node.parent))) return
    const length = lineOf(source, node.getEnd()) - lineOf(source, node.getStart()) + 1
    if (length > FUNCTION_LINES_MAX) {
      complaints.push(complaintAt(source, node.getStart(), `a function of ${length} lines (${FUNCTION_LINES_MAX})`))
    }
  })
  return complaints
}

function lineOf(source: Source, position: number): number {
  return source.tree.getLineAndCharacterOfPosition(position).line
}
