/** Everything that a task, a hint or an explanation may contain. */
export const MARKDOWN = `# A ring for two threads

One thread makes items, another one uses them up. Between them lies a *ring*: an **array of fixed size** whose end is
joined to its beginning → see [the interface](../contract.hpp) or [a page](https://example.com/rings?n=1).

## Rules

- Only \`spsc_ring.hpp\` is taken from your folder. The public interface must stay; everything else is yours to change.
  1. \`try_push\` says no when it is full, and leaves the value where it is, whatever else happens meanwhile.
  2. \`try_pop\` says no when it is empty.
- No fences (\`std::atomic_thread_fence\`).

| call | thread | what it does |
| --- | --- | --: |
| \`SpscRing(first_index)\` | owner | the same, with both indices starting at \`first_index\` |
| \`push_n(items)\` | producer | moves in as many as fit, in order; returns how many |

> A release store says: everything I did before this is done. An acquire load that reads it may rely on that.

\`\`\`cpp
#include <atomic>
struct alignas(128) Producer {  // 다음 push. 쓰기는 생산자만, 읽기는 양쪽; and a comment that is too long for the line
  std::atomic<std::size_t> tail{0};
};
\`\`\`

### 용어

**캐시 라인(cache line).** 코어끼리는 바이트가 아니라 라인 단위로 메모리를 주고받습니다. 한 라인은 대개 64바이트입니다.
어떤 코어가 라인에 쓰려면 먼저 다른 코어의 사본이 모두 무효가 됩니다.

| 호출 | 하는 일 |
| --- | --- |
| \`try_push(value)\` | 값 하나를 복사하거나 이동해 넣습니다. 가득 차면 \`false\`이고, 값은 그대로 남아 있습니다 |

---

Stuck? \`lab hint ring/spsc\` gives one hint at a time — the mild ones first…
`;

/** The same without Hangul: what is left has to be ASCII on an ASCII screen. */
export const ENGLISH_MARKDOWN = MARKDOWN.replaceAll(/\p{Script=Hangul}/gu, 'h');
