;; Marks the n-grams of bytes in a table of 2^22 bits (`ngram.ts` says which bit is whose). Eight bytes are loaded for three n-grams.
(module
  ;; Bytes to be read, and from the second page on tables of eight pages each.
  (memory (export "memory") 1)

  ;; Of six bytes in the upper part of a word, its lower two bytes being zero.
  (func $mark (param $table i32) (param $bytes i64)
    (local $hash i64) (local $word i32)
    (local.set $hash (i64.mul (local.get $bytes) (i64.const 0x9E3779B97F4A7C15)))
    (local.set $word
      (i32.add (local.get $table)
        (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 47))) (i32.const 2))))
    (i32.store (local.get $word)
      (i32.or (i32.load (local.get $word))
        (i32.shl (i32.const 1) (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32)))))))

  ;; All n-grams that begin from $at to $end (exclusive). Two bytes more than they have are read.
  (func (export "add") (param $at i32) (param $end i32) (param $table i32)
    (local $bytes i64)
    (block $few
      (loop $three
        (br_if $few (i32.gt_s (local.get $at) (i32.sub (local.get $end) (i32.const 3))))
        (local.set $bytes (i64.load (local.get $at)))
        (call $mark (local.get $table) (i64.shl (local.get $bytes) (i64.const 16)))
        (call $mark (local.get $table) (i64.shl (i64.shr_u (local.get $bytes) (i64.const 8)) (i64.const 16)))
        (call $mark (local.get $table) (i64.and (local.get $bytes) (i64.const -65536)))
        (local.set $at (i32.add (local.get $at) (i32.const 3)))
        (br $three)))
    (block $done
      (loop $one
        (br_if $done (i32.ge_s (local.get $at) (local.get $end)))
        (call $mark (local.get $table) (i64.shl (i64.load (local.get $at)) (i64.const 16)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $one)))))
