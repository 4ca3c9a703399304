/* SANITIZED: built with the address sanitizer, which has an allocator of its own and takes terabytes of addresses. */
#ifndef TESTS_SANITIZED_H
#define TESTS_SANITIZED_H

#if defined __has_feature
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define SANITIZED 1
#endif

#endif
