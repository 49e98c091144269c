/** The door of what is asked: groups, pattern, filters. */
export { FilterChips, showFilterValue } from './filter-chips.tsx'
export { GroupPicker } from './group-picker.tsx'
export { PatternInput } from './pattern-input.tsx'
export { default as queryClasses } from './query.module.css'
