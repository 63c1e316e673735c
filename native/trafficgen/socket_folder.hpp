// A folder for the socket of a memif pair, gone with this object. `lab clean` knows its name, should that not happen.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace lab::trafficgen {

class SocketFolder {
 public:
  // Throws std::runtime_error where /tmp takes no folder.
  SocketFolder() {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no folder for a socket in /tmp");
  }
  ~SocketFolder() {
    unlink(socket().c_str());
    rmdir(path_.c_str());
  }
  SocketFolder(const SocketFolder&) = delete;
  SocketFolder& operator=(const SocketFolder&) = delete;
  [[nodiscard]] std::string socket() const { return path_ + "/memif.sock"; }

 private:
  std::string path_ = "/tmp/lab-dpdk-" + std::to_string(getpid()) + "-XXXXXX";
};

}  // namespace lab::trafficgen
