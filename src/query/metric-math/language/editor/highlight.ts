/** What each piece of an expression is, in the words that an editor's theme colours by. */
import { styleTags, tags } from '@lezer/highlight'

export const highlighting = styleTags({
  FunctionName: tags.function(tags.variableName),
  Id: tags.variableName,
  Word: tags.keyword,
  Number: tags.number,
  String: tags.string,
  'Unclosed Unknown': tags.invalid,
  CompareOp: tags.compareOperator,
  LogicOp: tags.operatorKeyword,
  ArithmeticOp: tags.arithmeticOperator,
  'OpenParen CloseParen': tags.paren,
  'OpenBracket CloseBracket': tags.squareBracket,
  Comma: tags.separator,
})
