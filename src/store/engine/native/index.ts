/** The door of the Native encoder: columns are filled value by value, a block is what goes to `Engine.insert`. */

export { nativeBlock } from './block.ts'
export type { NativeColumn } from './column.ts'
export { FloatListColumn, StringListColumn } from './lists.ts'
export { BlockMemory } from './memory.ts'
export {
  DateTime64Column,
  Float64Column,
  Int64Column,
  UInt8Column,
  UInt16Column,
  UInt32Column,
  UInt64Column,
} from './numbers.ts'
export { LowCardinalityColumn, MapColumn, StringColumn } from './strings.ts'
