/** What each piece of a query is, in the words that an editor's theme colours by. */
import { styleTags, tags } from '@lezer/highlight'

export const highlighting = styleTags({
  Comment: tags.lineComment,
  Pipe: tags.separator,
  CommandName: tags.keyword,
  Keyword: tags.operatorKeyword,
  FunctionName: tags.function(tags.variableName),
  'Field Path': tags.propertyName,
  String: tags.string,
  Regex: tags.regexp,
  Unclosed: tags.invalid,
  'Number Period': tags.number,
  'Parameter Saved': tags.special(tags.variableName),
  CompareOp: tags.compareOperator,
  'ArithmeticOp Star': tags.arithmeticOperator,
  Bang: tags.logicOperator,
  'OpenParen CloseParen': tags.paren,
  'OpenBracket CloseBracket': tags.squareBracket,
  'OpenBrace CloseBrace': tags.brace,
  'Comma Colon': tags.separator,
  Unknown: tags.invalid,
})
