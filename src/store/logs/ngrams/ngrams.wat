;; Marks n-grams of bytes in a table of 2^20 bits: those whose first byte is a multiple of four (`ngram.ts` has the same rule).
(module
  ;; Bytes to be read, and from the second page on tables of two pages each.
  (memory (export "memory") 1)

  ;; The n-gram of the six bytes that begin at $at.
  (func $mark (param $at i32) (param $table i32)
    (local $hash i64) (local $word i32)
    (local.set $hash
      (i64.mul
        (i64.shl (i64.load (local.get $at)) (i64.const 16))
        (i64.const 0x9E3779B97F4A7C15)))
    (local.set $word
      (i32.add (local.get $table)
        (i32.shl (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 49))) (i32.const 2))))
    (i32.store (local.get $word)
      (i32.or (i32.load (local.get $word))
        (i32.shl (i32.const 1) (i32.wrap_i64 (i64.shr_u (local.get $hash) (i64.const 32)))))))

  ;; A bit for each of sixteen bytes: whether it is a multiple of four.
  (func $chosen (param $bytes v128) (result i64)
    (i64.extend_i32_u
      (i8x16.bitmask
        (i8x16.eq
          (v128.and (local.get $bytes) (v128.const i8x16 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3))
          (v128.const i64x2 0 0)))))

  ;; Those that begin from $at to $end (exclusive). Two bytes more than they have are read.
  (func (export "add") (param $at i32) (param $end i32) (param $table i32)
    (local $chosen i64)
    (block $few
      (loop $many
        (br_if $few (i32.gt_s (local.get $at) (i32.sub (local.get $end) (i32.const 64))))
        ;; 64 at a time, for the processor guesses wrong once when it leaves a loop.
        (local.set $chosen
          (i64.or
            (i64.or
              (call $chosen (v128.load (local.get $at)))
              (i64.shl (call $chosen (v128.load offset=16 (local.get $at))) (i64.const 16)))
            (i64.or
              (i64.shl (call $chosen (v128.load offset=32 (local.get $at))) (i64.const 32))
              (i64.shl (call $chosen (v128.load offset=48 (local.get $at))) (i64.const 48)))))
        (block $none
          (br_if $none (i64.eqz (local.get $chosen)))
          (loop $next
            (call $mark
              (i32.add (local.get $at) (i32.wrap_i64 (i64.ctz (local.get $chosen))))
              (local.get $table))
            (local.set $chosen
              (i64.and (local.get $chosen) (i64.sub (local.get $chosen) (i64.const 1))))
            (br_if $next (i64.ne (local.get $chosen) (i64.const 0)))))
        (local.set $at (i32.add (local.get $at) (i32.const 64)))
        (br $many)))
    (block $done
      (loop $one
        (br_if $done (i32.ge_s (local.get $at) (local.get $end)))
        (if (i32.eqz (i32.and (i32.load8_u (local.get $at)) (i32.const 3)))
          (then (call $mark (local.get $at) (local.get $table))))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (br $one)))))
