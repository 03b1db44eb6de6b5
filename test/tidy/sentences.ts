/** Sentences: every file says what it is, and everything it exports what that is for. */
import ts from 'typescript-api'
import { complaintAt, type Complaint, type Source } from './source.ts'

/** A `#!` line if any, then a doc comment that holds at least one sentence. */
const FIRST_SENTENCE = /^(#![^\n]*\n)?\/\*\*\s*\S[^]*?[.:!?][^]*?\*\//

/** Complaints about files without a first sentence and, outside tests, about exports without a comment. */
export function judgeSentences(sources: readonly Source[]): readonly Complaint[] {
  return sources.flatMap((source) => {
    const opening = FIRST_SENTENCE.test(source.text)
      ? []
      : [complaintAt(source, 0, 'begins with no /** sentence */ that says what it is')]
    return source.path.startsWith('test/') ? opening : [...opening, ...judgeExports(source)]
  })
}

function judgeExports(source: Source): readonly Complaint[] {
  return source.tree.statements.flatMap((statement, index) => {
    if (!isExported(statement) || hasComment(source, statement, index)) return []
    return [complaintAt(source, statement.getStart(), `exports ${nameOf(statement)} without a comment`)]
  })
}

function isExported(statement: ts.Statement): boolean {
  if (!ts.canHaveModifiers(statement)) return false
  return ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false
}

/** The first statement's comment must be its own: that at the top of the file belongs to the file. */
function hasComment(source: Source, statement: ts.Statement, index: number): boolean {
  const comments = ts.getLeadingCommentRanges(source.text, statement.getFullStart()) ?? []
  const docs = comments.filter(({ pos }) => source.text.startsWith('/**', pos))
  return docs.length > (index === 0 ? 1 : 0)
}

function nameOf(statement: ts.Statement): string {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText()).join(', ')
  return (statement as ts.Statement & { readonly name?: ts.Identifier }).name?.text ?? 'something'
}
