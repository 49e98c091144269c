;; Marks n-grams of bytes in a table of 2^20 bits: those whose first byte is a multiple of four and of which no byte is below "-" (`ngram.ts`
;; has the same rule).
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
  (func $first (param $bytes v128) (result i64)
    (i64.extend_i32_u
      (i8x16.bitmask
        (i8x16.eq
          (v128.and (local.get $bytes) (v128.const i8x16 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3))
          (v128.const i64x2 0 0)))))

  ;; A bit for each of sixteen bytes: whether it is not below "-".
  (func $within (param $bytes v128) (result i64)
    (i64.extend_i32_u
      (i8x16.bitmask
        (i8x16.ge_u
          (local.get $bytes)
          (v128.const i8x16 45 45 45 45 45 45 45 45 45 45 45 45 45 45 45 45)))))

  ;; Bits of 64 bytes and of those behind them, seen from $by bytes later.
  (func $later (param $bits i64) (param $behind i64) (param $by i64) (result i64)
    (i64.or
      (i64.shr_u (local.get $bits) (local.get $by))
      (i64.shl (local.get $behind) (i64.sub (i64.const 64) (local.get $by)))))

  ;; Those that begin from $at to $end (exclusive). Up to 80 bytes behind $end are read.
  (func (export "add") (param $at i32) (param $end i32) (param $table i32)
    (local $0 v128) (local $1 v128) (local $2 v128) (local $3 v128)
    (local $within i64) (local $behind i64) (local $chosen i64)
    (block $done
      (loop $many
        (br_if $done (i32.ge_s (local.get $at) (local.get $end)))
        ;; 64 at a time, for the processor guesses wrong once when it leaves a loop.
        (local.set $0 (v128.load (local.get $at)))
        (local.set $1 (v128.load offset=16 (local.get $at)))
        (local.set $2 (v128.load offset=32 (local.get $at)))
        (local.set $3 (v128.load offset=48 (local.get $at)))
        (local.set $within
          (i64.or
            (i64.or
              (call $within (local.get $0))
              (i64.shl (call $within (local.get $1)) (i64.const 16)))
            (i64.or
              (i64.shl (call $within (local.get $2)) (i64.const 32))
              (i64.shl (call $within (local.get $3)) (i64.const 48)))))
        (local.set $behind (call $within (v128.load offset=64 (local.get $at))))
        (local.set $chosen
          (i64.and
            (i64.or
              (i64.or
                (call $first (local.get $0))
                (i64.shl (call $first (local.get $1)) (i64.const 16)))
              (i64.or
                (i64.shl (call $first (local.get $2)) (i64.const 32))
                (i64.shl (call $first (local.get $3)) (i64.const 48))))
            (i64.and
              (i64.and
                (i64.and
                  (local.get $within)
                  (call $later (local.get $within) (local.get $behind) (i64.const 1)))
                (i64.and
                  (call $later (local.get $within) (local.get $behind) (i64.const 2))
                  (call $later (local.get $within) (local.get $behind) (i64.const 3))))
              (i64.and
                (call $later (local.get $within) (local.get $behind) (i64.const 4))
                (call $later (local.get $within) (local.get $behind) (i64.const 5))))))
        ;; Of the last bytes, those before the end.
        (if (i32.lt_s (i32.sub (local.get $end) (local.get $at)) (i32.const 64))
          (then
            (local.set $chosen
              (i64.and
                (local.get $chosen)
                (i64.sub
                  (i64.shl
                    (i64.const 1)
                    (i64.extend_i32_u (i32.sub (local.get $end) (local.get $at))))
                  (i64.const 1))))))
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
        (br $many)))))
