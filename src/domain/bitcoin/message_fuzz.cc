#include <array>
#include <cstdint>
#include <cstdlib>

#include "domain/bitcoin/bip322.h"

/// Signatures of messages are read without a fault, and one that holds does so for its message alone.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace coffer::bitcoin;
  const coffer::BytesView signature(data, size);
  // Addresses of a key's hash, of a witness, of taproot and of a script.
  constexpr std::array kAddresses = {"1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l",
                                     "bc1ppv609nr0vr25u07u95waq5lucwfm6tde4nydujnu8npg4q75mr5sxq8lt3",
                                     "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN"};
  for (const char* address : kAddresses)
    if (verify_message(address, coffer::as_bytes("Hello World"), signature, Network::kMainnet) &&
        verify_message(address, coffer::as_bytes("Hello world"), signature, Network::kMainnet))
      std::abort();
  return 0;
}
