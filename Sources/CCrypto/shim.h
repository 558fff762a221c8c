// The digests' init, update and final are deprecated in OpenSSL 3 in favour of EVP, whose look-ups
// cost more than the hashing of a short text.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/md5.h>
#include <openssl/rand.h>
#include <openssl/crypto.h>
