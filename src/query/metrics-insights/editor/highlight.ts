/** What each piece of a query is, in the words that an editor's theme colours by. */
import { styleTags, tags } from '@lezer/highlight'

export const highlighting = styleTags({
  Keyword: tags.keyword,
  FunctionName: tags.function(tags.variableName),
  Name: tags.propertyName,
  String: tags.string,
  Number: tags.number,
  'Unclosed Unknown': tags.invalid,
  CompareOp: tags.compareOperator,
  'OpenParen CloseParen': tags.paren,
  Comma: tags.separator,
})
