#include "faults/gate.hpp"

#if defined(__x86_64__)
// The seventh argument is on the stack, above the return address (System V ABI, AMD64 supplement, 3.2.3).
asm(R"(
  .text
  .globl lab_faults_gate
  .hidden lab_faults_gate
  .type lab_faults_gate, @function
lab_faults_gate:
  .cfi_startproc
  movq %rdi, %rax
  movq %rsi, %rdi
  movq %rdx, %rsi
  movq %rcx, %rdx
  movq %r8, %r10
  movq %r9, %r8
  movq 8(%rsp), %r9
  syscall
  .globl lab_faults_gate_return
  .hidden lab_faults_gate_return
lab_faults_gate_return:
  ret
  .cfi_endproc
  .size lab_faults_gate, . - lab_faults_gate
)");
#elif defined(__aarch64__)
asm(R"(
  .text
  .globl lab_faults_gate
  .hidden lab_faults_gate
  .type lab_faults_gate, %function
lab_faults_gate:
  .cfi_startproc
  mov x8, x0
  mov x0, x1
  mov x1, x2
  mov x2, x3
  mov x3, x4
  mov x4, x5
  mov x5, x6
  svc #0
  .globl lab_faults_gate_return
  .hidden lab_faults_gate_return
lab_faults_gate_return:
  ret
  .cfi_endproc
  .size lab_faults_gate, . - lab_faults_gate
)");
#else
#error "the gate is not written for this architecture"
#endif
