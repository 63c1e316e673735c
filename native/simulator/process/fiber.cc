#include "fiber.hpp"

#include <cxxabi.h>
#include <elf.h>
#include <link.h>
#include <sys/mman.h>
#include <ucontext.h>

#include <cstdlib>
#include <cstring>

namespace lab::sim {
namespace {

// The thread_local variables of the program itself, where the real thread has them. Those of shared libraries are not
// exchanged: errno, the allocator's cache.
struct Locals {
  char* begin = nullptr;
  std::size_t size = 0;
  const char* image = nullptr;  // what they are at the beginning of a thread
  std::size_t image_size = 0;
};

int find_locals(dl_phdr_info* info, std::size_t, void* found) {
  auto& locals = *static_cast<Locals*>(found);
  for (int i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)& header = info->dlpi_phdr[i];
    if (header.p_type != PT_TLS || info->dlpi_tls_data == nullptr) continue;
    locals.begin = static_cast<char*>(info->dlpi_tls_data);
    locals.size = header.p_memsz;
    locals.image = reinterpret_cast<const char*>(info->dlpi_addr + header.p_vaddr);
    locals.image_size = header.p_filesz;
  }
  return 1;  // the program comes first, and nobody else is asked (dl_iterate_phdr(3))
}

const Locals& locals() noexcept {
  static const Locals found = [] {
    Locals some;
    dl_iterate_phdr(find_locals, &some);
    return some;
  }();
  return found;
}

// Bytes one by one: memcpy belongs to the simulated program (front/).
void copy(char* to, const char* from, std::size_t size) noexcept {
  for (std::size_t i = 0; i < size; ++i) {
    to[i] = from[i];
    __asm__ volatile("" ::: "memory");  // or the compiler makes a memcpy of it
  }
}

}  // namespace

bool is_thread_local(std::uintptr_t address) noexcept {
  const Locals& found = locals();
  return address - reinterpret_cast<std::uintptr_t>(found.begin) < found.size;
}

#if defined(__x86_64__)

// Stores what a called function has to keep (System V ABI, 3.2.1) on the old stack and takes it from the new one.
extern "C" void lab_sim_switch(void** old_stack, void* new_stack);
__asm__(
    ".text\n"
    ".type lab_sim_switch,@function\n"
    "lab_sim_switch:\n"
    "  pushq %rbp\n"
    "  pushq %rbx\n"
    "  pushq %r12\n"
    "  pushq %r13\n"
    "  pushq %r14\n"
    "  pushq %r15\n"
    "  movq %rsp, (%rdi)\n"
    "  movq %rsi, %rsp\n"
    "  popq %r15\n"
    "  popq %r14\n"
    "  popq %r13\n"
    "  popq %r12\n"
    "  popq %rbx\n"
    "  popq %rbp\n"
    "  ret\n"
    ".size lab_sim_switch,.-lab_sim_switch\n");

// The first switch "returns" here, with the entry in rbx and its argument in r12; the zero below it ends backtraces.
extern "C" void lab_sim_enter();
__asm__(
    ".text\n"
    ".type lab_sim_enter,@function\n"
    "lab_sim_enter:\n"
    "  movq %r12, %rdi\n"
    "  callq *%rbx\n"
    "  ud2\n"
    ".size lab_sim_enter,.-lab_sim_enter\n");

namespace {
void* first_frame(char* stack, std::size_t size, void (*entry)(void*), void* argument) noexcept {
  auto** top = reinterpret_cast<void**>(stack + size);
  *--top = nullptr;
  *--top = nullptr;  // so that the stack is aligned to 16 at the call
  *--top = reinterpret_cast<void*>(lab_sim_enter);
  *--top = nullptr;                         // rbp
  *--top = reinterpret_cast<void*>(entry);  // rbx
  *--top = argument;                        // r12
  for (int i = 0; i < 3; ++i) *--top = nullptr;
  return top;
}
void switch_stacks(void** old_stack, void* new_stack) noexcept { lab_sim_switch(old_stack, new_stack); }
}  // namespace

#else

// Slower, since it asks the kernel for the signal mask, and right everywhere.
namespace {
struct Context {
  ucontext_t machine;
  void (*entry)(void*);
  void* argument;
};
void enter(unsigned high, unsigned low) {
  const auto* const self =
      reinterpret_cast<const Context*>((static_cast<std::uintptr_t>(high) << 32) | static_cast<std::uintptr_t>(low));
  self->entry(self->argument);
}
void* first_frame(char* stack, std::size_t size, void (*entry)(void*), void* argument) noexcept {
  auto* const context = reinterpret_cast<Context*>(stack);  // at the far end of it
  getcontext(&context->machine);
  context->machine.uc_stack.ss_sp = stack + sizeof(Context);
  context->machine.uc_stack.ss_size = size - sizeof(Context);
  context->machine.uc_link = nullptr;
  context->entry = entry;
  context->argument = argument;
  const auto self = reinterpret_cast<std::uintptr_t>(context);
  makecontext(&context->machine, reinterpret_cast<void (*)()>(enter), 2, static_cast<unsigned>(self >> 32),
              static_cast<unsigned>(self));
  return context;
}
void switch_stacks(void** old_stack, void* new_stack) noexcept {
  static Context real;  // of the thread that was not begun here
  if (*old_stack == nullptr) *old_stack = &real;
  swapcontext(&static_cast<Context*>(*old_stack)->machine, &static_cast<Context*>(new_stack)->machine);
}
}  // namespace

#endif

void Fiber::begin(void (*entry)(void*), void* argument) {
  if (stack_ == nullptr) {
    void* const memory =
        mmap(nullptr, kStack, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED) std::abort();
    stack_ = static_cast<char*>(memory);
    mprotect(stack_, 4096, PROT_NONE);  // endless recursion ends here
    locals_ = static_cast<char*>(std::malloc(locals().size + 1));
    if (locals_ == nullptr) std::abort();
  }
#if defined(__x86_64__)
  stack_pointer_ = first_frame(stack_, kStack, entry, argument);
#else
  stack_pointer_ = first_frame(stack_ + 4096, kStack - 4096, entry, argument);
#endif
  const Locals& all = locals();
  copy(locals_, all.image, all.image_size);
  for (std::size_t i = all.image_size; i < all.size; ++i) locals_[i] = 0;
  handled_ = {};
}

void Fiber::resume(Fiber& from) noexcept {
  if (&from == this) return;
  const Locals& all = locals();
  if (all.size != 0) {
    if (from.locals_ == nullptr) from.locals_ = static_cast<char*>(std::malloc(all.size));
    copy(from.locals_, all.begin, all.size);
    copy(all.begin, locals_, all.size);
  }
  auto& handled = *reinterpret_cast<Handled*>(abi::__cxa_get_globals());
  from.handled_ = handled;
  handled = handled_;
  switch_stacks(&from.stack_pointer_, stack_pointer_);
}

}  // namespace lab::sim
