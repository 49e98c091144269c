/** The door of the editor of expressions, which is loaded when the first expression is shown. */
export { ExpressionField } from './field.tsx'
